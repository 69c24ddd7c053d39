import { describe, expect, it } from 'vitest';

import type { PodShape, PodSpec, Volume } from '#libs/kubernetes';
import { NO_ID, type PodSecurityPolicySpec } from '#libs/psp';

import { generatePolicy, type GeneratedPolicy } from './generate-policy.js';
import { container, deployment } from '../../../../test/data/advisor/pods.js';

function generated(...sources: PodShape[]): GeneratedPolicy {
  const result = generatePolicy({ sources, name: 'least' });
  if (result.policy === undefined) throw new Error(JSON.stringify(result.unsatisfiable));
  expect(result.verified).toMatchObject({ sound: true, minimal: true, sources: sources.length });
  return result;
}

function specOf(spec: PodSpec, annotations?: Record<string, string>): PodSecurityPolicySpec {
  return generated(deployment('web', spec, annotations === undefined ? {} : { annotations })).policy.spec;
}

function volumesOf(...volumes: Volume[]): readonly string[] | undefined {
  return specOf({ containers: [container('web')], volumes }).volumes;
}

const noGroup = { rule: 'MayRunAs', ranges: [NO_ID] };

/** The least policy of a pod that asks for nothing at all. */
const nothing: PodSecurityPolicySpec = {
  privileged: false,
  hostNetwork: false,
  hostPID: false,
  hostIPC: false,
  seLinux: { rule: 'RunAsAny' },
  runAsUser: { rule: 'RunAsAny' },
  runAsGroup: noGroup,
  supplementalGroups: noGroup,
  fsGroup: noGroup,
  readOnlyRootFilesystem: false,
  allowPrivilegeEscalation: true,
  forbiddenSysctls: ['*'],
  runtimeClass: { allowedRuntimeClassNames: [] },
};

describe('the least policy', () => {
  it('of a pod that asks for nothing allows nothing but what it leaves unset', () => {
    expect(specOf({ containers: [container('web')] })).toEqual(nothing);
  });

  it('of a hardened pod demands everything that the pod has', () => {
    const securityContext = {
      runAsUser: 1000,
      runAsGroup: 1000,
      readOnlyRootFilesystem: true,
      allowPrivilegeEscalation: false,
      capabilities: { add: ['NET_BIND_SERVICE'], drop: ['ALL'] },
    };
    const policy = generated(
      deployment('web', {
        containers: [container('web', { securityContext })],
        securityContext: {
          fsGroup: 2000,
          supplementalGroups: [3000, 3001, 4000],
          seLinuxOptions: { level: 's0:c1,c2' },
          seccompProfile: { type: 'RuntimeDefault' },
        },
        runtimeClassName: 'gvisor',
      }),
    ).policy;
    expect(policy).toEqual({
      apiVersion: 'policy/v1beta1',
      kind: 'PodSecurityPolicy',
      metadata: {
        name: 'least',
        annotations: { 'seccomp.security.alpha.kubernetes.io/allowedProfileNames': 'runtime/default' },
      },
      spec: {
        ...nothing,
        allowedCapabilities: ['NET_BIND_SERVICE'],
        requiredDropCapabilities: ['ALL'],
        seLinux: { rule: 'MustRunAs', seLinuxOptions: { level: 's0:c1,c2' } },
        runAsUser: { rule: 'MustRunAs', ranges: [{ min: 1000, max: 1000 }] },
        runAsGroup: { rule: 'MustRunAs', ranges: [{ min: 1000, max: 1000 }] },
        supplementalGroups: {
          rule: 'MustRunAs',
          ranges: [
            { min: 3000, max: 3001 },
            { min: 4000, max: 4000 },
          ],
        },
        fsGroup: { rule: 'MustRunAs', ranges: [{ min: 2000, max: 2000 }] },
        readOnlyRootFilesystem: true,
        allowPrivilegeEscalation: false,
        runtimeClass: { allowedRuntimeClassNames: ['gvisor'] },
      },
    });
  });

  it('is the same, byte for byte, whatever the order of the sources', () => {
    const sources = [
      deployment('a', { containers: [container('a', { securityContext: { runAsUser: 7 } })] }),
      deployment('b', { containers: [container('b', { securityContext: { runAsUser: 5 } })] }),
      deployment('c', { containers: [container('c', { securityContext: { runAsUser: 6 } })] }),
    ];
    const yaml = generated(...sources).yaml;
    expect(yaml).toContain('min: 5\n        max: 7');
    expect(generated(...sources.toReversed()).yaml).toBe(yaml);
  });

  it('says RunAsAny in style readable, and then does not call itself minimal', () => {
    const sources = [deployment('web', { containers: [container('web')] })];
    const result = generatePolicy({ sources, name: 'least', style: 'readable' });
    expect(result.policy?.spec).toEqual({
      ...nothing,
      runAsGroup: { rule: 'RunAsAny' },
      supplementalGroups: { rule: 'RunAsAny' },
      fsGroup: { rule: 'RunAsAny' },
    });
    expect(result.policy === undefined ? undefined : result.verified).toMatchObject({
      sound: true,
      minimal: false,
    });
  });

  it('explains each element by the containers that need it and by what the next stricter value breaks', () => {
    const source = deployment('web', {
      containers: [container('web', { securityContext: { capabilities: { add: ['NET_ADMIN'] } } })],
    });
    const { explanations } = generated(source);
    expect(explanations.find(({ path }) => path === 'spec.allowedCapabilities[0]')).toEqual({
      field: 'capabilities',
      path: 'spec.allowedCapabilities[0]',
      value: 'NET_ADMIN',
      reasons: [
        {
          workload: source.workload,
          templatePath: '/spec/template',
          origin: 'template',
          container: 'web',
          path: 'spec.containers[0].securityContext.capabilities.add',
        },
      ],
      observations: [],
      nextTighter: [
        {
          step: 'remove NET_ADMIN',
          breaks: {
            workload: source.workload,
            outcome: 'refused',
            errors: [
              {
                type: 'FieldValueInvalid',
                field: 'spec.containers[0].securityContext.capabilities.add',
                badValue: 'NET_ADMIN',
                detail: 'capability may not be added',
              },
            ],
          },
        },
      ],
    });
  });

  it('comes with the requirements in no policy language, unset fields included', () => {
    const source = deployment('web', {
      containers: [container('web', { securityContext: { runAsUser: 1000 } })],
    });
    const { requirements } = generated(source);
    const brief = requirements.requirements.map(({ podField, value, reasons }) => [
      podField,
      value,
      reasons.length,
    ]);
    expect(brief).toEqual([
      ['allowPrivilegeEscalation', undefined, 1],
      ['readOnlyRootFilesystem', undefined, 1],
      ['runAsUser', 1000, 1],
      ['runAsNonRoot', undefined, 1],
      ['runAsGroup', undefined, 1],
      ['supplementalGroups', undefined, 1],
      ['fsGroup', undefined, 1],
      ['seLinuxOptions', undefined, 2],
      ['seccompProfile', undefined, 2],
      ['appArmorProfile', undefined, 1],
      ['procMount', undefined, 1],
    ]);
  });

  it.each(['1.25', '1.9', '2.0', 'latest'])(
    'refuses Kubernetes version %s, which has no such policies',
    (version) => {
      const sources = [deployment('web', { containers: [container('web')] })];
      expect(() => generatePolicy({ sources, kubernetesVersion: version })).toThrow(
        `kubernetesVersion must be 1.16 to 1.24, was "${version}"`,
      );
    },
  );
});

describe('users', () => {
  const users = (...contexts: PodSpec['containers'][number]['securityContext'][]): unknown =>
    specOf({
      containers: contexts.map((securityContext, index) =>
        container(`c${index}`, securityContext === undefined ? {} : { securityContext }),
      ),
    }).runAsUser;

  it('are listed if every container names one', () => {
    expect(users({ runAsUser: 0 }, { runAsUser: 5 })).toEqual({
      rule: 'MustRunAs',
      ranges: [
        { min: 0, max: 0 },
        { min: 5, max: 5 },
      ],
    });
  });

  it('may be any but root if each container rules root out in one way or the other', () => {
    expect(users({ runAsUser: 5 }, { runAsNonRoot: true })).toEqual({ rule: 'MustRunAsNonRoot' });
  });

  it('may be any if one container leaves it open', () => {
    expect(users({ runAsUser: 5 }, undefined)).toEqual({ rule: 'RunAsAny' });
    expect(users({ runAsUser: 5, runAsNonRoot: false }, { runAsNonRoot: true })).toEqual({
      rule: 'RunAsAny',
    });
  });
});

describe('host paths', () => {
  const mounted = (paths: Record<string, boolean | undefined>): unknown => {
    const entries = Object.entries(paths);
    return specOf({
      containers: [
        container('web', {
          volumeMounts: entries.flatMap(([path, readOnly], index) =>
            readOnly === undefined
              ? []
              : [{ name: `v${index}`, mountPath: `/m${index}`, readOnly, at: path }],
          ),
        }),
      ],
      volumes: entries.map(([path], index) => ({ name: `v${index}`, hostPath: { path } })),
    }).allowedHostPaths;
  };

  it('that a writable ancestor covers are left out, writable ones below a read-only one are not', () => {
    expect(mounted({ '/a': false, '/a/b': true, '/a/c': false })).toEqual([{ pathPrefix: '/a' }]);
    expect(mounted({ '/a': true, '/a/b': true, '/a/c': false })).toEqual([
      { pathPrefix: '/a', readOnly: true },
      { pathPrefix: '/a/c' },
    ]);
  });

  it('lose one trailing slash, but not where that would widen them', () => {
    expect(mounted({ '/a/': true })).toEqual([{ pathPrefix: '/a', readOnly: true }]);
    expect(mounted({ '/': true })).toEqual([{ pathPrefix: '/', readOnly: true }]);
    expect(mounted({ '//': true })).toEqual([{ pathPrefix: '//', readOnly: true }]);
  });

  it('of Windows are not covered by /', () => {
    const pipe = String.raw`\\.\pipe\docker_engine`;
    expect(mounted({ '/': false, [pipe]: true })).toEqual([
      { pathPrefix: '/' },
      { pathPrefix: pipe, readOnly: true },
    ]);
  });
});

describe('sysctls', () => {
  const sysctls = (...names: string[]): unknown => {
    const { allowedUnsafeSysctls, forbiddenSysctls } = specOf({
      containers: [container('web')],
      securityContext: { sysctls: names.map((name) => ({ name, value: '1' })) },
    });
    return [allowedUnsafeSysctls, forbiddenSysctls];
  };

  it('are forbidden altogether if none is used', () => {
    expect(sysctls()).toEqual([undefined, ['*']]);
  });

  it('are allowed by name where unsafe, and forbidden by name where safe and unused', () => {
    expect(sysctls('kernel.msgmax', 'net.ipv4.tcp_syncookies')).toEqual([
      ['kernel.msgmax'],
      [
        'kernel.shm_rmid_forced',
        'net.ipv4.ip_local_port_range',
        'net.ipv4.ip_unprivileged_port_start',
        'net.ipv4.ping_group_range',
      ],
    ]);
  });
});

describe('a sysctl that became safe with Kubernetes 1.22', () => {
  const sources = [
    deployment('web', {
      containers: [container('web')],
      securityContext: { sysctls: [{ name: 'net.ipv4.ip_unprivileged_port_start', value: '0' }] },
    }),
  ];

  it.each([
    ['1.21', ['net.ipv4.ip_unprivileged_port_start']],
    ['1.22', undefined],
  ])('is in Kubernetes %s allowed by name: %s', (kubernetesVersion, allowed) => {
    const result = generatePolicy({ sources, name: 'least', kubernetesVersion });
    if (result.policy === undefined) throw new Error('nothing generated');
    expect(result.policy.spec.allowedUnsafeSysctls).toEqual(allowed);
    expect(result.verified).toMatchObject({ sound: true, minimal: true });
  });
});

describe('seccomp', () => {
  const allowed = 'seccomp.security.alpha.kubernetes.io/allowedProfileNames';
  const profiles = (spec: PodSpec, annotations?: Record<string, string>): unknown =>
    generated(deployment('web', spec, annotations === undefined ? {} : { annotations })).policy.metadata
      .annotations;

  it('is a list if the pod and so all its containers have a profile', () => {
    const annotations = {
      'seccomp.security.alpha.kubernetes.io/pod': 'docker/default',
      'container.seccomp.security.alpha.kubernetes.io/web': 'localhost/web.json',
    };
    expect(profiles({ containers: [container('web')] }, annotations)).toEqual({
      [allowed]: 'localhost/web.json,runtime/default',
    });
  });

  it('is anything if only containers have a profile, as the pod itself counts too', () => {
    const securityContext = { seccompProfile: { type: 'RuntimeDefault' } };
    expect(profiles({ containers: [container('web', { securityContext })] })).toEqual({ [allowed]: '*' });
  });

  it('is anything if a profile can not stand in a list for its comma', () => {
    const seccompProfile = { type: 'Localhost', localhostProfile: 'a,b.json' };
    expect(profiles({ containers: [container('web')], securityContext: { seccompProfile } })).toEqual({
      [allowed]: '*',
    });
  });
});

describe('sources that no policy can serve', () => {
  it('are reported with field and proof, and the rest of the group is served', () => {
    const unmasked = deployment('unmasked', {
      containers: [container('web', { securityContext: { procMount: 'Unmasked' } })],
    });
    const plain = deployment('plain', { containers: [container('web')] });
    const result = generatePolicy({ sources: [unmasked, plain], name: 'least' });
    expect(result.policy?.spec).toEqual(nothing);
    expect(result.unsatisfiable).toEqual([
      {
        workload: unmasked.workload,
        templatePath: '/spec/template',
        origin: 'template',
        reason: 'refused-by-every-policy',
        stage: 'admission',
        field: 'spec.containers[0].securityContext.procMount',
        detail: 'spec.containers[0].securityContext.procMount: ProcMountType is not allowed',
        proof: [
          {
            type: 'FieldValueInvalid',
            field: 'spec.containers[0].securityContext.procMount',
            badValue: 'Unmasked',
            detail: 'ProcMountType is not allowed',
          },
        ],
      },
    ]);
  });

  it('are served where the feature gate of procMount is on', () => {
    const unmasked = deployment('unmasked', {
      containers: [container('web', { securityContext: { procMount: 'Unmasked' } })],
    });
    const result = generatePolicy({
      sources: [unmasked],
      name: 'least',
      featureGates: { ProcMountType: true },
    });
    expect(result.policy?.spec.allowedProcMountTypes).toEqual(['Unmasked']);
    expect(result.unsatisfiable).toEqual([]);
  });

  it('are invalid pods too: a mount of a volume that is not there', () => {
    const source = deployment('web', {
      containers: [container('web', { volumeMounts: [{ name: 'gone', mountPath: '/m' }] })],
    });
    const result = generatePolicy({ sources: [source] });
    expect(result.policy).toBeUndefined();
    expect(result.unsatisfiable).toMatchObject([
      { reason: 'invalid-pod', stage: 'admission', field: 'spec.containers[0].volumeMounts[0].name' },
    ]);
  });

  it('do not widen the policy of others if only the kubelet refuses them, and are served if alone', () => {
    const never = deployment('never', {
      containers: [container('web', { securityContext: { runAsUser: 0, runAsNonRoot: true } })],
    });
    const plain = deployment('plain', {
      containers: [container('web', { securityContext: { runAsUser: 1 } })],
    });
    const together = generatePolicy({ sources: [never, plain] });
    expect(together.policy?.spec.runAsUser).toEqual({ rule: 'MustRunAs', ranges: [{ min: 1, max: 1 }] });
    expect(together.unsatisfiable).toMatchObject([
      { workload: never.workload, reason: 'never-starts', stage: 'start' },
    ]);
    const alone = generatePolicy({ sources: [never] });
    expect(alone.policy?.spec.runAsUser).toEqual({ rule: 'MustRunAs', ranges: [{ min: 0, max: 0 }] });
    expect(alone.unsatisfiable).toMatchObject([{ workload: never.workload, stage: 'start' }]);
  });
});

describe('faults of kube-psp-advisor that do not recur', () => {
  it('host paths forced read-only', () => {
    const policy = specOf({
      containers: [container('web', { volumeMounts: [{ name: 'v', mountPath: '/m' }] })],
      volumes: [{ name: 'v', hostPath: { path: '/var/lib/web' } }],
    });
    expect(policy.allowedHostPaths).toEqual([{ pathPrefix: '/var/lib/web' }]);
  });

  it('a default capability added by only some containers lost', () => {
    const policy = specOf({
      containers: [
        container('a', { securityContext: { capabilities: { add: ['CHOWN'] } } }),
        container('b', { securityContext: { capabilities: { add: ['NET_RAW'], drop: ['CHOWN'] } } }),
      ],
    });
    expect(policy.allowedCapabilities).toEqual(['CHOWN', 'NET_RAW']);
    expect(policy.requiredDropCapabilities).toBeUndefined();
  });

  it('seccomp ignored', () => {
    const seccompProfile = { type: 'RuntimeDefault' };
    const { policy } = generated(
      deployment('web', { containers: [container('web')], securityContext: { seccompProfile } }),
    );
    expect(policy.metadata.annotations).toEqual({
      'seccomp.security.alpha.kubernetes.io/allowedProfileNames': 'runtime/default',
    });
  });

  it('procMount ignored', () => {
    const result = generatePolicy({
      sources: [
        deployment('web', { containers: [container('web', { securityContext: { procMount: 'Unmasked' } })] }),
      ],
    });
    expect(result.policy).toBeUndefined();
  });

  it('pod-level users ignored when a container has a securityContext', () => {
    const policy = specOf({
      containers: [container('web', { securityContext: { readOnlyRootFilesystem: true } })],
      securityContext: { runAsUser: 1000, runAsGroup: 2000 },
    });
    expect(policy.runAsUser).toEqual({ rule: 'MustRunAs', ranges: [{ min: 1000, max: 1000 }] });
    expect(policy.runAsGroup).toEqual({ rule: 'MustRunAs', ranges: [{ min: 2000, max: 2000 }] });
  });

  it('host ports {min: 0, max: 0}', () => {
    const policy = specOf({
      containers: [container('web', { ports: [{ containerPort: 80 }, { containerPort: 81, hostPort: 0 }] })],
    });
    expect(policy.hostPorts).toBeUndefined();
  });

  it('implied host ports of hostNetwork missed', () => {
    const policy = specOf({
      hostNetwork: true,
      containers: [container('web', { ports: [{ containerPort: 8081 }, { containerPort: 8080 }] })],
      initContainers: [container('init', { ports: [{ containerPort: 9000 }] })],
    });
    expect(policy.hostPorts).toEqual([
      { min: 8080, max: 8081 },
      { min: 9000, max: 9000 },
    ]);
  });

  it('a volume without a source, which is an emptyDir', () => {
    expect(volumesOf({ name: 'v' })).toEqual(['emptyDir']);
  });

  it('volume types in the wrong case', () => {
    expect(
      volumesOf({ name: 'a', cephfs: { monitors: ['m'] } }, { name: 'b', storageos: { volumeName: 'v' } }),
    ).toEqual(['cephFS', 'storageos']);
  });

  it('unmounted host paths', () => {
    const policy = specOf({
      containers: [container('web')],
      volumes: [{ name: 'v', hostPath: { path: '/etc/ssl' } }],
    });
    expect(policy.allowedHostPaths).toEqual([{ pathPrefix: '/etc/ssl', readOnly: true }]);
  });

  it('strict decoding that refuses fields newer than its types', () => {
    const policy = specOf({
      containers: [
        container('web', { resizePolicy: [{ resourceName: 'cpu', restartPolicy: 'NotRequired' }] }),
      ],
      schedulingGates: [{ name: 'g' }],
    });
    expect(policy).toEqual(nothing);
  });

  it('nondeterministic ranges', () => {
    const ids = [30, 10, 20, 11, 21];
    const policy = specOf({
      containers: ids.map((runAsUser) => container(`c${runAsUser}`, { securityContext: { runAsUser } })),
    });
    expect(policy.runAsUser?.ranges).toEqual([
      { min: 10, max: 11 },
      { min: 20, max: 21 },
      { min: 30, max: 30 },
    ]);
  });
});

describe('the token of the service account', () => {
  it('needs secret, which stands in for the projected volume', () => {
    expect(specOf({ containers: [container('web')], automountServiceAccountToken: true }).volumes).toEqual([
      'secret',
    ]);
  });

  it('needs nothing where projected is allowed anyway', () => {
    const volumes: Volume[] = [{ name: 'v', projected: { sources: [{ secret: { name: 's' } }] } }];
    expect(
      specOf({ containers: [container('web')], automountServiceAccountToken: true, volumes }).volumes,
    ).toEqual(['projected']);
  });
});
