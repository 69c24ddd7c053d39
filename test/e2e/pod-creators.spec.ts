import { bytewise } from '#libs/psp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Schema } from '#libs/client';
import { data, problem } from './answers.js';
import { startTestService, type TestService } from './service.js';

let service: TestService;
const container = { name: 'main', image: 'registry.example/app:1' };
const plain = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'bare', namespace: 'shop' } };
const bare = { ...plain, spec: { containers: [container] } };
const mirror = {
  ...plain,
  metadata: {
    name: 'static',
    namespace: 'shop',
    annotations: { 'kubernetes.io/config.mirror': 'a hash' },
  },
  spec: { nodeName: 'node-1', automountServiceAccountToken: false, containers: [container] },
};
const deployment = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'shop' },
  spec: {
    selector: { matchLabels: { app: 'web' } },
    template: { metadata: { labels: { app: 'web' } }, spec: { containers: [container] } },
  },
};
const manifests = [bare, mirror, deployment];
const any = { rule: 'RunAsAny' };
const policy = {
  apiVersion: 'policy/v1beta1',
  kind: 'PodSecurityPolicy',
  metadata: { name: 'open' },
  spec: { volumes: ['*'], seLinux: any, runAsUser: any, fsGroup: any, supplementalGroups: any },
};

/** RBAC objects by which that user or group may use the policy, and nobody else. */
function grantedTo(kind: 'User' | 'Group', name: string): Record<string, unknown>[] {
  const apiVersion = 'rbac.authorization.k8s.io/v1';
  const apiGroup = 'rbac.authorization.k8s.io';
  const rules = [
    { apiGroups: ['policy'], resources: ['podsecuritypolicies'], resourceNames: ['open'], verbs: ['use'] },
  ];
  return [
    { apiVersion, kind: 'ClusterRole', metadata: { name: 'open' }, rules },
    {
      apiVersion,
      kind: 'ClusterRoleBinding',
      metadata: { name: 'open' },
      roleRef: { apiGroup, kind: 'ClusterRole', name: 'open' },
      subjects: [{ apiGroup, kind, name }],
    },
  ];
}

beforeAll(async () => {
  service = await startTestService();
});
afterAll(() => service.stop());

/** Names of the workloads that admission lets in, by `evaluate` and by a simulation, which have to agree. */
async function admitted(
  objects: Record<string, unknown>[],
  settings: { readonly cluster?: string; readonly podCreators?: Schema<'PodCreators'> } = {},
): Promise<readonly string[]> {
  const asked = { policies: [{ document: policy }], manifests, grants: { objects }, ...settings };
  const editor = service.client('editor');
  const evaluated = await data(editor.POST('/api/v1/policies/evaluate', { body: asked }), 200);
  const names = evaluated.items
    .filter(({ allowed }) => allowed)
    .map(({ workload }) => workload.name)
    .toSorted(bytewise);
  const { id } = await data(editor.POST('/api/v1/simulations', { body: asked }), 202);
  await service.ended(id);
  const results = await data(
    editor.GET('/api/v1/simulations/{id}/results', {
      params: { path: { id }, query: { verdict: 'breaks', stage: 'admission' } },
    }),
  );
  const refused = results.items.map(({ workload }) => workload.name);
  expect([...names, ...refused].toSorted(bytewise)).toEqual(['bare', 'static', 'web']);
  return names;
}

/** Says that of a cluster, whatever it is. */
const register = (podCreators?: object) =>
  service.client('editor').PUT('/api/v1/clusters/{cluster}', {
    params: { path: { cluster: 'named' } },
    body: podCreators === undefined ? {} : { podCreators },
  });

describe('who creates pods', () => {
  const controllerManager = grantedTo('User', 'system:kube-controller-manager');
  const nodes = grantedTo('Group', 'system:nodes');
  const developers = grantedTo('Group', 'developers');

  it('is by default the controller of a kind, the kubelet for mirror pods, and not known for bare pods', async () => {
    expect(
      await admitted(grantedTo('User', 'system:serviceaccount:kube-system:replicaset-controller')),
    ).toEqual(['web']);
    expect(await admitted(nodes)).toEqual(['static']);
    expect(await admitted(grantedTo('User', 'system:node:node-1'))).toEqual(['static']);
    expect(await admitted(grantedTo('User', 'system:node:node-2'))).toEqual([]);
    expect(await admitted(controllerManager)).toEqual([]);
    expect(await admitted(developers)).toEqual([]);
  });

  it('is as a request says', async () => {
    const podCreators = {
      sharedControllerCredentials: true,
      barePods: { user: 'ann', groups: ['developers'] },
    };
    expect(await admitted(controllerManager, { podCreators })).toEqual(['web']);
    expect(await admitted(developers, { podCreators })).toEqual(['bare']);
    expect(await admitted(nodes, { podCreators })).toEqual(['static']);
  });

  it('is as was said of the cluster, unless the request says something else', async () => {
    const podCreators = { barePods: { user: 'ann', groups: ['developers'] } };
    const registered = await data(register(podCreators), 201);
    expect(registered.podCreators).toEqual(podCreators);
    expect(await admitted(developers, { cluster: 'named' })).toEqual(['bare']);
    expect(await admitted(developers, { cluster: 'other' })).toEqual([]);
    expect(await admitted(developers, { cluster: 'named', podCreators: {} })).toEqual([]);
    expect(await data(register(), 200)).not.toHaveProperty('podCreators');
    expect(await admitted(developers, { cluster: 'named' })).toEqual([]);
  });

  it('is shown with a simulation for which it was said', async () => {
    const podCreators = { kinds: { App: { user: 'system:serviceaccount:apps:operator' } } };
    const { id } = await data(
      service.client('editor').POST('/api/v1/simulations', {
        body: { policies: [{ document: policy }], manifests, podCreators },
      }),
      202,
    );
    expect(await service.ended(id)).toMatchObject({ podCreators });
  });

  it.each([
    ['a user without a name', { barePods: { user: '' } }, '/podCreators/barePods/user'],
    ['what is not known', { pods: { user: 'ann' } }, '/podCreators/pods'],
    ['what is no kind', { kinds: { 'a b': { user: 'ann' } } }, '/podCreators/kinds/a b'],
  ])('is refused if it is %s', async (_, podCreators, pointer) => {
    const { errors } = await problem(register(podCreators), 422);
    expect(errors?.map((each) => each.pointer)).toEqual([pointer]);
  });
});
