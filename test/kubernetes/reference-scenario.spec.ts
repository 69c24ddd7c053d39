import { beforeAll, describe, expect, it } from 'vitest';
import { apply, dryRun, type Manifest, manifestsOf, ourAnswer, type Scenario } from './cluster.js';

const namespace = 'shop';
const rbac = 'rbac.authorization.k8s.io/v1';

const policy = (name: string, spec: Record<string, unknown>): Manifest => ({
  apiVersion: 'policy/v1beta1',
  kind: 'PodSecurityPolicy',
  metadata: { name },
  spec: {
    privileged: false,
    seLinux: { rule: 'RunAsAny' },
    runAsUser: { rule: 'RunAsAny' },
    fsGroup: { rule: 'RunAsAny' },
    supplementalGroups: { rule: 'RunAsAny' },
    volumes: ['configMap', 'emptyDir', 'projected', 'secret'],
    ...spec,
  },
});

/** A restrictive policy for everybody of the namespace; another user may use no policy at all. */
const scenario: Scenario = {
  namespace,
  policies: [
    policy('restrictive', {
      allowPrivilegeEscalation: false,
      requiredDropCapabilities: ['NET_RAW'],
      runAsUser: { rule: 'MustRunAs', ranges: [{ min: 1000, max: 2000 }] },
      fsGroup: { rule: 'MustRunAs', ranges: [{ min: 1000, max: 2000 }] },
    }),
  ],
  clusterRoles: [
    {
      apiVersion: rbac,
      kind: 'ClusterRole',
      metadata: { name: 'use-restrictive' },
      rules: [
        {
          apiGroups: ['policy'],
          resources: ['podsecuritypolicies'],
          resourceNames: ['restrictive'],
          verbs: ['use'],
        },
      ],
    },
    {
      apiVersion: rbac,
      kind: 'ClusterRole',
      metadata: { name: 'create-pods' },
      rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['create'] }],
    },
  ],
  roles: [],
  roleBindings: [
    {
      apiVersion: rbac,
      kind: 'RoleBinding',
      metadata: { name: 'use-restrictive', namespace },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'use-restrictive' },
      subjects: [{ kind: 'User', apiGroup: 'rbac.authorization.k8s.io', name: 'developer' }],
    },
    {
      apiVersion: rbac,
      kind: 'RoleBinding',
      metadata: { name: 'create-pods', namespace },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'create-pods' },
      subjects: [
        { kind: 'User', apiGroup: 'rbac.authorization.k8s.io', name: 'developer' },
        { kind: 'User', apiGroup: 'rbac.authorization.k8s.io', name: 'outsider' },
      ],
    },
  ],
  clusterRoleBindings: [],
  serviceAccounts: [{ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default', namespace } }],
};

const nginx = (spec: Record<string, unknown>, securityContext?: Record<string, unknown>): Manifest => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'nginx', namespace },
  spec: {
    ...spec,
    containers: [
      {
        name: 'nginx',
        image: 'nginx:1.25',
        ports: [{ containerPort: 80 }],
        ...(securityContext === undefined ? {} : { securityContext }),
      },
    ],
  },
});

const privileged = nginx({ hostNetwork: true }, { privileged: true });
const plain = nginx({});

beforeAll(async () => {
  await apply(manifestsOf(scenario));
});

describe('a real API server and the engine agree', () => {
  it('that the privileged nginx on the host network breaks at admission, and why', async () => {
    const server = await dryRun('developer', privileged);
    const ours = ourAnswer(scenario, 'developer', privileged);
    expect({ code: 403, message: ours.message }).toEqual(server);
    expect(ours.errors.map(({ field }) => field)).toEqual([
      'spec.securityContext.hostNetwork',
      'spec.containers[0].securityContext.privileged',
      'spec.containers[0].hostPort',
    ]);
  });

  it('that a plain nginx is admitted, with the same defaults and the same annotation', async () => {
    const ours = ourAnswer(scenario, 'developer', plain);
    expect(await dryRun('developer', plain)).toEqual({ pod: JSON.parse(JSON.stringify(ours.pod)) });
    expect(ours).toMatchObject({
      allowed: true,
      psp: 'restrictive',
      mutated: true,
      validatedBy: 'restrictive',
    });
    expect(ours.pod?.metadata.annotations).toEqual({ 'kubernetes.io/psp': 'restrictive' });
    expect(ours.pod?.spec.containers[0]?.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['NET_RAW'] },
      runAsUser: 1000,
    });
  });

  it('that somebody who may use no policy can create no pod', async () => {
    const server = await dryRun('outsider', plain);
    expect(server).toEqual({ code: 403, message: ourAnswer(scenario, 'outsider', plain).message });
  });

  it.each<[string, Manifest]>([
    ['a user id out of the range', nginx({}, { runAsUser: 3000 })],
    ['a user id of the range', nginx({}, { runAsUser: 1500 })],
    ['an allowed and a forbidden capability', nginx({}, { capabilities: { add: ['CHOWN', 'SYS_TIME'] } })],
    ['a path of the host', nginx({ volumes: [{ name: 'host', hostPath: { path: '/var/log' } }] })],
    ['an empty directory', nginx({ volumes: [{ name: 'cache', emptyDir: {} }] })],
    ['the process ids and the IPC of the host', nginx({ hostPID: true, hostIPC: true })],
    ['a group out of the range', nginx({ securityContext: { fsGroup: 5 } })],
    ['a seccomp profile', nginx({ securityContext: { seccompProfile: { type: 'RuntimeDefault' } } })],
    ['privilege escalation', nginx({}, { allowPrivilegeEscalation: true })],
  ])('on %s', async (_, pod) => {
    const ours = ourAnswer(scenario, 'developer', pod);
    const expected = ours.allowed
      ? { pod: JSON.parse(JSON.stringify(ours.pod)) }
      : { code: 403, message: ours.message };
    expect(await dryRun('developer', pod)).toEqual(expected);
  });
});
