import fc from 'fast-check';

import type { Container, PodShape, SecurityContext, Volume } from '#libs/kubernetes';

import { container, deployment } from './pods.js';

const ids = fc.integer({ min: 0, max: 6 });
const seLinuxOptions = fc.constantFrom(
  { level: 's0' },
  { level: 's0:c1,c2' },
  { level: 's0:c2,c1' },
  { type: 'web_t' },
);
const seccompProfile = fc.constantFrom(
  { type: 'RuntimeDefault' },
  { type: 'Unconfined' },
  { type: 'Localhost', localhostProfile: 'a.json' },
  { type: 'Localhost', localhostProfile: 'a,b.json' },
);
const capability = fc.constantFrom('NET_ADMIN', 'CHOWN', 'ALL', 'SYS_TIME', 'KILL', '*');

const securityContext: fc.Arbitrary<SecurityContext> = fc.record(
  {
    privileged: fc.boolean(),
    readOnlyRootFilesystem: fc.boolean(),
    runAsUser: ids,
    runAsGroup: ids,
    runAsNonRoot: fc.boolean(),
    seLinuxOptions,
    seccompProfile,
    allowPrivilegeEscalation: fc.boolean(),
    capabilities: fc.record(
      { add: fc.array(capability, { maxLength: 3 }), drop: fc.array(capability, { maxLength: 3 }) },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: [] },
);

const path = fc.constantFrom('/', '//', '/a', '/a/', '/a/b', '/a/b//', '/ab', '/c', String.raw`\\.\pipe\x`);
const source: fc.Arbitrary<Omit<Volume, 'name'>> = fc.oneof(
  path.map((each) => ({ hostPath: { path: each } })),
  fc.constantFrom<Omit<Volume, 'name'>>(
    {},
    { emptyDir: {} },
    { cephfs: { monitors: ['m'] } },
    { flexVolume: { driver: 'x/y' } },
    { flexVolume: { driver: 'x/z' } },
    { csi: { driver: 'd.example' } },
    { secret: { secretName: 's' } },
    { projected: { sources: [{ serviceAccountToken: { path: 'token' } }] } },
    { projected: { sources: [{ secret: { name: 's' } }] } },
  ),
);

const port = fc.record(
  { containerPort: fc.integer({ min: 8080, max: 8086 }), hostPort: fc.integer({ min: 0, max: 6 }) },
  { requiredKeys: ['containerPort'] },
);

function containerNamed(name: string, volumes: number): fc.Arbitrary<Container> {
  const mounts = fc.subarray([...Array(volumes).keys()]).chain((mounted) =>
    fc.tuple(...mounted.map(() => fc.boolean())).map((modes) =>
      mounted.map((volume, index) => ({
        name: `v${volume}`,
        mountPath: `/m${volume}`,
        readOnly: modes[index] === true,
      })),
    ),
  );
  return fc
    .record(
      { securityContext, ports: fc.array(port, { maxLength: 2 }), volumeMounts: mounts },
      { requiredKeys: [] },
    )
    .map((more) => container(name, more));
}

/** Pods of all sorts, valid and invalid ones, close to one another in every field that policies read. */
export const randomPod: fc.Arbitrary<PodShape> = fc
  .tuple(fc.array(source, { maxLength: 3 }), fc.integer({ min: 1, max: 3 }), fc.nat({ max: 1_000_000 }))
  .chain(([sources, count, name]) =>
    fc
      .record(
        {
          containers: fc.tuple(
            ...Array.from({ length: count }, (_, index) => containerNamed(`c${index}`, sources.length)),
          ),
          initContainers: fc.tuple(containerNamed('init', sources.length)),
          hostNetwork: fc.boolean(),
          hostPID: fc.boolean(),
          hostIPC: fc.boolean(),
          automountServiceAccountToken: fc.boolean(),
          runtimeClassName: fc.constantFrom('gvisor', 'kata'),
          securityContext: fc.record(
            {
              runAsUser: ids,
              runAsGroup: ids,
              runAsNonRoot: fc.boolean(),
              fsGroup: ids,
              supplementalGroups: fc.array(ids, { maxLength: 3 }),
              seLinuxOptions,
              seccompProfile,
              sysctls: fc
                .uniqueArray(
                  fc.constantFrom(
                    'kernel.msgmax',
                    'kernel.shm_rmid_forced',
                    'net.ipv4.tcp_syncookies',
                    'net.core.a',
                  ),
                )
                .map((names) => names.map((each) => ({ name: each, value: '1' }))),
            },
            { requiredKeys: [] },
          ),
          appArmor: fc.array(fc.constantFrom('runtime/default', 'localhost/a', '')),
        },
        { requiredKeys: ['containers'] },
      )
      .map(({ appArmor = [], ...spec }) =>
        deployment(
          `w${name}`,
          { ...spec, volumes: sources.map((each, index) => ({ name: `v${index}`, ...each })) },
          { annotations: appArmorAnnotations([...(spec.initContainers ?? []), ...spec.containers], appArmor) },
        ),
      ),
  );

function appArmorAnnotations(containers: readonly Container[], profiles: readonly string[]): Record<string, string> {
  const entries = containers.flatMap(({ name }, index): [string, string][] => {
    const profile = profiles[index];
    return profile === undefined ? [] : [[`container.apparmor.security.beta.kubernetes.io/${name}`, profile]];
  });
  return Object.fromEntries(entries);
}
