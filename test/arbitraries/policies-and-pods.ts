import fc from 'fast-check';
import { decodePod, type Pod } from '#libs/kubernetes';
import { decodePolicy, type PodSecurityPolicy, validatePolicy } from '#libs/psp';

/** Policies and pods that draw on the same few values, so that they meet often; valid ones. */

const id = fc.constantFrom(0, 1, 100, 1000, 2000);
const ranges = fc.array(
  fc.tuple(id, id).map(([a, b]) => ({ min: Math.min(a, b), max: Math.max(a, b) })),
  { minLength: 1, maxLength: 2 },
);
const idRule = (...rules: string[]) =>
  fc.oneof(
    { weight: 2, arbitrary: fc.constant({ rule: 'RunAsAny' }) },
    { weight: 1, arbitrary: fc.record({ rule: fc.constantFrom(...rules), ranges }) },
  );
const capability = fc.constantFrom('CHOWN', 'KILL', 'NET_ADMIN', 'SYS_ADMIN', 'CAP_SYS_ADMIN');
const capabilities = fc.uniqueArray(capability, { maxLength: 3 });
const flag = fc.boolean();
const seLinuxOptions = fc.record(
  { level: fc.constantFrom('s0', 's0:c1,c2', 's0:c2,c1'), type: fc.constantFrom('container_t', 'spc_t') },
  { requiredKeys: [] },
);
const profile = fc.constantFrom('runtime/default', 'docker/default', 'unconfined', 'localhost/a.json');
const profileList = fc.oneof(
  fc.constant('*'),
  fc.constant(''),
  fc.uniqueArray(profile, { minLength: 1, maxLength: 3 }).map((list) => list.join(',')),
);
const appArmorProfile = fc.constantFrom('runtime/default', 'unconfined', 'localhost/a');
const optional = { requiredKeys: [] };

type Model = Readonly<Record<string, fc.Arbitrary<unknown>>>;

/** Up to `max` of the fields, so that most of them are left open and much is admitted. */
function few(max: number, model: Model): fc.Arbitrary<Record<string, unknown>> {
  return fc
    .uniqueArray(fc.constantFrom(...Object.keys(model)), { maxLength: max })
    .chain((keys) =>
      fc.record(Object.fromEntries(keys.map((key) => [key, model[key] ?? fc.constant(null)]))),
    );
}

const ANY = { rule: 'RunAsAny' };
const OPEN = {
  privileged: true,
  hostNetwork: true,
  hostPID: true,
  hostPorts: [{ min: 1, max: 65535 }],
  allowedCapabilities: ['*'],
  volumes: ['*'],
  runAsUser: ANY,
  fsGroup: ANY,
  supplementalGroups: ANY,
  seLinux: ANY,
};

const policySpec = few(4, {
  privileged: flag,
  hostNetwork: flag,
  hostPID: flag,
  readOnlyRootFilesystem: flag,
  allowPrivilegeEscalation: flag,
  defaultAllowPrivilegeEscalation: flag,
  allowedCapabilities: fc.oneof(capabilities, fc.constant(['*'])),
  defaultAddCapabilities: capabilities,
  requiredDropCapabilities: capabilities,
  hostPorts: fc.constantFrom([{ min: 1, max: 65535 }], [{ min: 80, max: 80 }]),
  volumes: fc.oneof(
    { weight: 3, arbitrary: fc.constant(['*']) },
    {
      weight: 1,
      arbitrary: fc.uniqueArray(fc.constantFrom('secret', 'projected', 'emptyDir', 'hostPath')),
    },
  ),
  allowedHostPaths: fc.constantFrom([{ pathPrefix: '/var' }], [{ pathPrefix: '/var', readOnly: true }]),
  forbiddenSysctls: fc.constantFrom(['*'], ['kernel.*']),
  runtimeClass: fc.constantFrom(
    { allowedRuntimeClassNames: ['*'] },
    { allowedRuntimeClassNames: ['kata'], defaultRuntimeClassName: 'kata' },
  ),
  runAsUser: idRule('MustRunAs').chain((strategy) =>
    fc.constantFrom(strategy, { rule: 'MustRunAsNonRoot' }, { rule: 'RunAsAny' }),
  ),
  runAsGroup: idRule('MustRunAs', 'MayRunAs'),
  fsGroup: idRule('MustRunAs', 'MayRunAs'),
  supplementalGroups: idRule('MustRunAs', 'MayRunAs'),
  seLinux: fc.oneof(
    { weight: 3, arbitrary: fc.constant({ rule: 'RunAsAny' }) },
    { weight: 1, arbitrary: fc.record({ rule: fc.constant('MustRunAs'), seLinuxOptions }) },
  ),
}).map((fields) => ({ ...OPEN, ...fields }));

const policyAnnotations = few(2, {
  'seccomp.security.alpha.kubernetes.io/allowedProfileNames': profileList,
  'seccomp.security.alpha.kubernetes.io/defaultProfileName': profile,
  'apparmor.security.beta.kubernetes.io/allowedProfileNames': appArmorProfile,
  'apparmor.security.beta.kubernetes.io/defaultProfileName': appArmorProfile,
}).map((annotations) => ({
  'seccomp.security.alpha.kubernetes.io/allowedProfileNames': '*',
  ...annotations,
}));

/** Valid policies with names of their own, in any order. */
export const policies: fc.Arbitrary<PodSecurityPolicy[]> = fc
  .uniqueArray(
    fc.record({
      metadata: fc.record({
        name: fc.constantFrom('a', 'a-b', 'a.b', 'a0', 'ab', 'b'),
        annotations: policyAnnotations,
      }),
      spec: policySpec,
    }),
    { minLength: 1, maxLength: 5, selector: ({ metadata }) => metadata.name },
  )
  .map((documents) =>
    documents.flatMap((document) => {
      const decoded = decodePolicy(document, { typeMetaOptional: true });
      return decoded.ok && validatePolicy(decoded.value).length === 0 ? [decoded.value] : [];
    }),
  );

const seccompProfile = fc.constantFrom(
  { type: 'RuntimeDefault' },
  { type: 'Unconfined' },
  { type: 'Localhost', localhostProfile: 'a.json' },
);

const securityContext = few(3, {
  privileged: flag,
  allowPrivilegeEscalation: flag,
  readOnlyRootFilesystem: flag,
  runAsUser: id,
  runAsGroup: id,
  runAsNonRoot: flag,
  capabilities: fc.record({ add: capabilities, drop: capabilities }, optional),
  seLinuxOptions,
  seccompProfile,
  procMount: fc.constantFrom('Default', 'Unmasked'),
});

const container = (name: string) =>
  fc.record(
    {
      name: fc.constant(name),
      image: fc.constant('example.com/app:1'),
      securityContext,
      ports: fc.constantFrom([{ containerPort: 80 }], [{ containerPort: 8080, hostPort: 8080 }]),
      volumeMounts: flag.map((readOnly) => [{ name: 'v', mountPath: '/v', readOnly }]),
    },
    { requiredKeys: ['name', 'image'] },
  );

const podSpec = fc.record(
  {
    containers: fc.oneof(fc.tuple(container('app')), fc.tuple(container('app'), container('sidecar'))),
    initContainers: fc.tuple(container('init')),
    volumes: fc.constantFrom([{ name: 'v', hostPath: { path: '/var/log' } }], [{ name: 'v', emptyDir: {} }]),
    hostNetwork: flag,
    hostPID: flag,
    automountServiceAccountToken: flag,
    runtimeClassName: fc.constantFrom('kata', 'gvisor'),
    securityContext: few(2, {
      runAsUser: id,
      runAsGroup: id,
      runAsNonRoot: flag,
      fsGroup: id,
      supplementalGroups: fc.array(id, { maxLength: 2 }),
      seLinuxOptions,
      seccompProfile,
      sysctls: fc.constant([{ name: 'kernel.shm_rmid_forced', value: '1' }]),
    }),
  },
  { requiredKeys: ['containers'] },
);

const podAnnotations = fc.record(
  {
    'seccomp.security.alpha.kubernetes.io/pod': profile,
    'container.seccomp.security.alpha.kubernetes.io/app': profile,
    'container.apparmor.security.beta.kubernetes.io/app': appArmorProfile,
  },
  optional,
);

/** Decoded pods, not defaulted. */
export const pods: fc.Arbitrary<Pod> = fc
  .record({
    metadata: fc.record({
      name: fc.constant('pod'),
      namespace: fc.constant('shop'),
      annotations: fc.oneof(
        { weight: 2, arbitrary: fc.constant({}) },
        { weight: 1, arbitrary: podAnnotations },
      ),
    }),
    spec: fc.oneof(
      { weight: 1, arbitrary: podSpec },
      { weight: 1, arbitrary: fc.record({ containers: fc.tuple(container('app')) }) },
    ),
  })
  .map((document) => {
    const decoded = decodePod(document);
    if (!decoded.ok) throw new Error('the arbitrary makes pods that are none');
    return decoded.value;
  });
