import { describe, expect, it } from 'vitest';

import { compileRbac, type PodShape } from '#libs/kubernetes';

import { observed, seen } from '../../../../test/data/advisor/observed.js';
import { policy, shapeOf } from '../../../../test/data/advisor/parsed.js';
import type { Verdict } from '../verdict.js';
import { judge } from './judge.js';
import type { JudgeInput } from './judge-input.js';

function deployment(container: object = {}, spec: object = {}): object {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'shop' },
    spec: {
      selector: {},
      template: {
        spec: {
          serviceAccountName: 'web',
          ...spec,
          containers: [{ name: 'app', image: 'app:1', ...container }],
        },
      },
    },
  };
}

const privileged = deployment({ securityContext: { privileged: true } });

function verdictOf(manifest: object, input: Partial<JudgeInput> & Pick<JudgeInput, 'policies'>): Verdict {
  const shape = shapeOf(manifest);
  return judge({ workload: shape.workload, shapes: [shape], manifest, ...input });
}

const summary = ({ verdict, stage, policy: name, findings }: Verdict) => [
  verdict,
  stage,
  name,
  ...findings.map(({ reason }) => reason),
];

/** RBAC objects by which a service account may use a policy in the namespace `shop`. */
function grants(serviceAccount: string, policyName: string, namespace = 'shop') {
  return compileRbac({
    roles: [
      {
        metadata: { name: 'use', namespace: 'shop' },
        rules: [
          {
            apiGroups: ['policy'],
            resources: ['podsecuritypolicies'],
            resourceNames: [policyName],
            verbs: ['use'],
          },
        ],
      },
    ],
    roleBindings: [
      {
        metadata: { name: 'use', namespace: 'shop' },
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'use' },
        subjects: [{ kind: 'ServiceAccount', name: serviceAccount, namespace }],
      },
    ],
    clusterRoles: [],
    clusterRoleBindings: [],
  });
}

describe('the verdict on a workload', () => {
  it('passes if a policy admits it unchanged', () => {
    expect(verdictOf(deployment(), { policies: [policy('plain')] })).toEqual({
      workload: { cluster: 'prod', namespace: 'shop', kind: 'Deployment', name: 'web' },
      verdict: 'passes',
      policy: 'plain',
      mutated: false,
      findings: [],
      remedies: [],
    });
  });

  it('is at risk if a policy takes away what nobody watched', () => {
    const result = verdictOf(deployment(), {
      policies: [policy('drops', { requiredDropCapabilities: ['NET_RAW'] })],
    });
    expect([...summary(result), result.mutated, result.remedies]).toEqual([
      'at-risk',
      'runtime',
      'drops',
      'no-evidence',
      true,
      [],
    ]);
  });

  it('prefers a policy that takes nothing away', () => {
    const result = verdictOf(deployment(), {
      policies: [policy('a-drops', { requiredDropCapabilities: ['NET_RAW'] }), policy('b-plain')],
    });
    expect(summary(result)).toEqual(['passes', undefined, 'b-plain']);
  });

  it('names every policy that may be used and refuses', () => {
    const result = verdictOf(privileged, { policies: [policy('a'), policy('b')], remedies: false });
    expect(result.findings.map(({ policy: name, field, reason }) => [name, field, reason])).toEqual([
      ['a', 'privileged', 'not-allowed-by-policy'],
      ['b', 'privileged', 'not-allowed-by-policy'],
    ]);
  });

  it('breaks where there is no policy at all', () => {
    expect(summary(verdictOf(deployment(), { policies: [] }))).toEqual([
      'breaks',
      'admission',
      undefined,
      'no-policies',
    ]);
  });

  it('breaks where every policy is unusable', () => {
    const unusable = policy('unusable', { runAsUser: { rule: 'MustRunAs' } });
    expect(summary(verdictOf(deployment(), { policies: [unusable] }))).toEqual([
      'breaks',
      'admission',
      undefined,
      'no-usable-policies',
    ]);
  });
});

describe('grants', () => {
  const policies = [policy('plain')];

  it('let the service account of the pod use a policy', () => {
    expect(verdictOf(deployment(), { policies, authorizer: grants('web', 'plain') }).verdict).toBe('passes');
  });

  it("let the controller of the pod's kind use it", () => {
    const authorizer = grants('replicaset-controller', 'plain', 'kube-system');
    expect(verdictOf(deployment(), { policies, authorizer }).verdict).toBe('passes');
    const job = {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: { name: 'web', namespace: 'shop' },
      spec: {
        jobTemplate: { spec: { template: { spec: { containers: [{ name: 'app', image: 'app:1' }] } } } },
      },
    };
    expect(verdictOf(job, { policies, authorizer }).verdict).toBe('breaks');
    expect(
      verdictOf(job, { policies, authorizer: grants('job-controller', 'plain', 'kube-system') }).verdict,
    ).toBe('passes');
  });

  it('let a given requester use it', () => {
    const authorizer = grants('operator', 'plain', 'operators');
    const requester = { name: 'system:serviceaccount:operators:operator', groups: [] };
    expect(verdictOf(deployment(), { policies, authorizer }).verdict).toBe('breaks');
    expect(verdictOf(deployment(), { policies, authorizer, requester }).verdict).toBe('passes');
  });

  it('are the way out where a policy would fit that may not be used', () => {
    const result = verdictOf(deployment(), { policies, authorizer: grants('other', 'plain') });
    expect(summary(result)).toEqual(['breaks', 'admission', undefined, 'no-policy-may-be-used']);
    expect(result.remedies.map(({ kind, target, outcome }) => ({ kind, target, outcome }))).toEqual([
      {
        kind: 'broaden',
        target: {
          apiVersion: 'rbac.authorization.k8s.io/v1',
          kind: 'RoleBinding',
          namespace: 'shop',
          name: 'psp.plain.web',
        },
        outcome: 'passes',
      },
    ]);
  });
});

describe('policies over those of a cluster', () => {
  const wide = policy('wide', { privileged: true });

  it('do not count where only these exist', () => {
    const result = verdictOf(privileged, {
      policies: [policy('new')],
      clusterPolicies: [wide],
      policySet: 'only-these',
    });
    expect(result.verdict).toBe('breaks');
  });

  it('are ineffective where a wider one of the cluster may be used', () => {
    const result = verdictOf(privileged, {
      policies: [policy('new')],
      clusterPolicies: [wide],
      policySet: 'cluster-overlay',
    });
    expect(summary(result)).toEqual(['passes', undefined, 'wide', 'policy-ineffective']);
    expect(result.findings[0]?.detail).toBe(
      'Policy wide of the cluster, which the workload may use, admits it: new, which would refuse it, has no effect on it.',
    );
  });

  it('replace one of the same name', () => {
    const result = verdictOf(privileged, {
      policies: [policy('wide')],
      clusterPolicies: [wide],
      policySet: 'cluster-overlay',
    });
    expect([result.verdict, result.findings.map(({ policy: name }) => name)]).toEqual(['breaks', ['wide']]);
  });

  it('leave the workloads without a policy whose grants they take the policy from', () => {
    const result = verdictOf(privileged, {
      policies: [policy('new')],
      clusterPolicies: [wide],
      policySet: 'only-these',
      authorizer: grants('web', 'wide'),
    });
    expect(summary(result)).toEqual(['breaks', 'admission', undefined, 'no-policy-may-be-used']);
  });
});

describe('a workload of several pod shapes', () => {
  const template = shapeOf(deployment());
  const live: PodShape = {
    ...shapeOf(
      deployment(
        {},
        {
          initContainers: [
            {
              name: 'sidecar-init',
              image: 'mesh:1',
              securityContext: { capabilities: { add: ['NET_ADMIN'] } },
            },
          ],
        },
      ),
      'live',
    ),
  };

  it('breaks if only an injected container is refused, and says so', () => {
    const result = judge({
      workload: template.workload,
      shapes: [template, live],
      policies: [policy('plain')],
    });
    expect(result.policy).toBe('plain');
    expect(
      result.findings.map(({ shape, container, field, outcome }) => [shape, container, field, outcome]),
    ).toEqual([['live', 'sidecar-init', 'allowedCapabilities', 'breaks']]);
  });

  it('is broadened for all of them', () => {
    const result = judge({
      workload: template.workload,
      shapes: [template, live],
      policies: [policy('plain')],
    });
    expect(result.remedies.map(({ kind, patch }) => [kind, patch])).toEqual([
      ['broaden', [{ op: 'add', path: '/spec/allowedCapabilities', value: ['NET_ADMIN'] }]],
    ]);
  });
});

describe('a reduced workload into which something is injected', () => {
  it('is told what the patch can not mend', () => {
    const own = { securityContext: { privileged: true } };
    const template = shapeOf(deployment(own));
    const sidecar = {
      name: 'mesh',
      image: 'mesh:1',
      securityContext: { capabilities: { add: ['NET_ADMIN'] } },
    };
    const live = shapeOf(deployment(own, { initContainers: [sidecar] }), 'live');
    const result = judge({
      workload: template.workload,
      shapes: [template, live],
      manifest: deployment(own),
      policies: [policy('plain')],
    });
    const reduce = result.remedies.find(({ kind }) => kind === 'reduce');
    expect([reduce?.outcome, reduce?.stage, reduce?.findings[0]]).toEqual([
      'breaks',
      'admission',
      {
        outcome: 'breaks',
        stage: 'admission',
        field: 'allowedCapabilities',
        reason: 'injected-not-allowed-by-policy',
        detail:
          'capability may not be added: this was injected into running pods, and is not part of the template.',
        container: 'mesh',
        path: 'spec.initContainers[0].securityContext.capabilities.add',
        shape: 'live',
      },
    ]);
  });
});

describe('a workload of which no template is known', () => {
  const privileged = { securityContext: { privileged: true } };
  const worker = shapeOf(deployment(), 'live');
  const launcher = shapeOf(deployment(privileged), 'live');
  const remediesOf = (...shapes: readonly [PodShape, ...PodShape[]]) =>
    judge({ workload: worker.workload, shapes, policies: [policy('plain')] }).remedies.map(
      ({ kind }) => kind,
    );

  it('is not reduced by what mends but one of its pods', () => {
    expect(remediesOf(launcher, worker)).toEqual(['broaden']);
    expect(remediesOf(worker, launcher)).toEqual(['broaden']);
  });

  it('is reduced where its pods are all alike', () => {
    expect(remediesOf(launcher)).toEqual(['broaden', 'reduce']);
  });
});

describe('what a default of a policy breaks', () => {
  const workload = { cluster: 'prod', namespace: 'shop', kind: 'Deployment', name: 'web' };
  const profile = (container: ReturnType<typeof observed>) => ({
    workload,
    pods: 60,
    nodeFacts: [],
    containers: [container],
  });
  const written = seen({
    dimension: 'file',
    path: '/var/cache/app/index',
    operation: 'write',
    place: 'root',
  });

  it('has both ways out: no default, or writable directories', () => {
    const result = verdictOf(deployment(), {
      policies: [policy('tight', { readOnlyRootFilesystem: true, volumes: ['projected', 'emptyDir'] })],
      profile: profile(observed('app', { items: [written], watched: ['file'] })),
    });
    expect(summary(result)).toEqual(['breaks', 'runtime', 'tight', 'root-filesystem-write']);
    expect(result.remedies.map(({ kind, outcome, patch }) => ({ kind, outcome, patch }))).toEqual([
      { kind: 'broaden', outcome: 'passes', patch: [{ op: 'remove', path: '/spec/readOnlyRootFilesystem' }] },
      {
        kind: 'reduce',
        outcome: 'at-risk',
        patch: [
          {
            op: 'add',
            path: '/spec/template/spec/volumes',
            value: [{ name: 'writable-var-cache-app', emptyDir: {} }],
          },
          {
            op: 'add',
            path: '/spec/template/spec/containers/0/securityContext',
            value: { readOnlyRootFilesystem: true },
          },
          {
            op: 'add',
            path: '/spec/template/spec/containers/0/volumeMounts',
            value: [{ name: 'writable-var-cache-app', mountPath: '/var/cache/app' }],
          },
        ],
      },
    ]);
  });

  it('is answered by the uid that was seen, where the image has only a name', () => {
    const first = seen({ dimension: 'identity', uid: 101, gid: 101, firstProcess: true });
    const result = verdictOf(deployment(), {
      policies: [policy('non-root', { runAsUser: { rule: 'MustRunAsNonRoot' } })],
      profile: profile(observed('app', { items: [first], imageUsers: ['nginx'], watched: ['identity'] })),
    });
    expect(summary(result)).toEqual(['breaks', 'start', 'non-root', 'image-user-not-numeric']);
    const reduce = result.remedies.find(({ kind }) => kind === 'reduce');
    expect([reduce?.outcome, reduce?.findings.map(({ reason }) => reason), reduce?.patch]).toEqual([
      'passes',
      ['uid-unchanged'],
      [
        {
          op: 'add',
          path: '/spec/template/spec/containers/0/securityContext',
          value: { runAsNonRoot: true, runAsUser: 101 },
        },
      ],
    ]);
  });

  it('is no longer dropped, if that is what it needs', () => {
    const result = verdictOf(deployment(), {
      policies: [policy('drops', { requiredDropCapabilities: ['KILL', 'NET_RAW'] })],
      profile: profile(
        observed('app', {
          items: [seen({ dimension: 'capability', capability: 'NET_RAW', granted: true, uid: 0 })],
          watched: ['capability', 'exec'],
        }),
      ),
    });
    expect(summary(result)).toEqual([
      'breaks',
      'runtime',
      'drops',
      'capability-in-use',
      'capability-not-used',
    ]);
    expect(result.remedies.map(({ kind, outcome, patch }) => ({ kind, outcome, patch }))).toEqual([
      {
        kind: 'broaden',
        outcome: 'passes',
        patch: [{ op: 'remove', path: '/spec/requiredDropCapabilities/1' }],
      },
    ]);
  });
});

describe('a port of the node that a policy refuses on its network', () => {
  it('is no longer declared, and probes refer to it by number', () => {
    const probe = { httpGet: { path: '/healthz', port: 'http' } };
    const ports = [
      { name: 'http', containerPort: 8080 },
      { name: 'metrics', containerPort: 9090 },
    ];
    const result = verdictOf(deployment({ ports, livenessProbe: probe }, { hostNetwork: true }), {
      policies: [policy('node', { hostNetwork: true, hostPorts: [{ min: 9090, max: 9090 }] })],
    });
    const reduce = result.remedies.find(({ kind }) => kind === 'reduce');
    expect([reduce?.outcome, reduce?.findings.map(({ reason }) => reason), reduce?.patch]).toEqual([
      'at-risk',
      ['named-port-removed'],
      [
        { op: 'remove', path: '/spec/template/spec/containers/0/ports/0' },
        { op: 'replace', path: '/spec/template/spec/containers/0/livenessProbe/httpGet/port', value: 8080 },
      ],
    ]);
  });
});

describe('a workload that stands in a List', () => {
  it('is reduced by a patch of the List, and a strategic-merge patch of the workload', () => {
    const manifest = {
      apiVersion: 'v1',
      kind: 'List',
      items: [{ apiVersion: 'v1', kind: 'Service' }, privileged],
    };
    const result = verdictOf(manifest, { policies: [policy('plain')] });
    const reduce = result.remedies.find(({ kind }) => kind === 'reduce');
    expect([reduce?.target, reduce?.patch, reduce?.manifest.split('\n').slice(0, 3)]).toEqual([
      { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web' },
      [
        {
          op: 'replace',
          path: '/items/1/spec/template/spec/containers/0/securityContext/privileged',
          value: false,
        },
      ],
      ['spec:', '  template:', '    spec:'],
    ]);
  });
});

describe('findings', () => {
  it('say of a finding on the pod validity that the default made it so', () => {
    const result = verdictOf(privileged, {
      policies: [policy('escalation', { privileged: true, allowPrivilegeEscalation: false })],
    });
    expect(summary(result)).toEqual(['breaks', 'admission', undefined, 'invalid-after-defaults']);
    expect(result.remedies.map(({ kind, patch }) => [kind, patch.length])).toEqual([
      ['broaden', 1],
      ['reduce', 2],
    ]);
  });
});
