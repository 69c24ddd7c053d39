import { beginTerm } from '#libs/inventory';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { load } from 'js-yaml';
import { z } from 'zod';
import { tellInventory } from '../fixtures/watched-cluster.js';
import { data } from './answers.js';
import { nginxDeployment, plainDeployment, restrictedPolicy } from './manifests.js';
import { startTestService, type TestService } from './service.js';

let service: TestService;
const cluster = 'prod';
const message =
  'Error creating: pods "nginx-5d4f-" is forbidden: violates PodSecurity "restricted:latest": privileged';
const now = new Date();
const minutesAgo = (minutes: number): string => new Date(now.getTime() - minutes * 60_000).toISOString();

const manifest = z.record(z.string(), z.unknown());
const replicaSet = (owner: string) => ({
  metadata: {
    name: `${owner}-5d4f`,
    namespace: 'shop',
    uid: owner,
    ownerReferences: [{ apiVersion: 'apps/v1', kind: 'Deployment', name: owner, uid: 'd', controller: true }],
  },
  spec: { template: { metadata: {}, spec: { containers: [{ name: 'main', image: 'main:1' }] } } },
});
const failedCreate = (uid: string, owner: string, lastTimestamp: string) => ({
  metadata: { uid, name: uid, namespace: 'shop', creationTimestamp: minutesAgo(600) },
  involvedObject: { kind: 'ReplicaSet', name: `${owner}-5d4f`, namespace: 'shop' },
  reason: 'FailedCreate',
  message,
  count: 4,
  firstTimestamp: minutesAgo(600),
  lastTimestamp,
});

beforeAll(async () => {
  service = await startTestService();
  const { dataSource } = service;
  await beginTerm(dataSource, { cluster, term: 1 }, { name: 'watcher', clusterIdentity: 'c' }, now);
  const told = [
    ['Deployment', [manifest.parse(load(nginxDeployment)), manifest.parse(load(plainDeployment))]],
    ['ReplicaSet', [replicaSet('nginx'), replicaSet('plain')]],
    ['Event', [failedCreate('now', 'nginx', minutesAgo(10)), failedCreate('over', 'plain', minutesAgo(120))]],
  ] as const;
  for (const [kind, present] of told) await tellInventory(dataSource, cluster, { kind, present });
});
afterAll(() => service.stop());

const failure = {
  stage: 'admission',
  reason: 'pod-security-standard',
  message,
  object: { kind: 'ReplicaSet', name: 'nginx-5d4f' },
  count: 4,
  firstSeen: minutesAgo(600),
  lastSeen: minutesAgo(10),
};

it('a workload shows why its pods were not created', async () => {
  const client = service.client('viewer');
  const { items } = await data(client.GET('/api/v1/workloads', { params: { query: { cluster } } }));
  const details = await Promise.all(
    items.map(({ id }) => data(client.GET('/api/v1/workloads/{id}', { params: { path: { id } } }))),
  );
  expect(details.map(({ name, failures }) => [name, failures])).toEqual([
    ['nginx', [failure]],
    [
      'plain',
      [{ ...failure, object: { kind: 'ReplicaSet', name: 'plain-5d4f' }, lastSeen: minutesAgo(120) }],
    ],
  ]);
});

it('a simulation tells what is broken today already from what would break', async () => {
  const client = service.client('editor');
  const { id } = await data(
    client.POST('/api/v1/simulations', {
      body: { policies: [{ document: restrictedPolicy }], scope: { clusters: [cluster] } },
    }),
  );
  await service.ended(id);
  const params = { path: { id } };
  const { items } = await data(client.GET('/api/v1/simulations/{id}/results', { params }));
  // What was told two hours ago is over by now.
  expect(items.map(({ workload, verdict, brokenToday }) => [workload.name, verdict, brokenToday])).toEqual([
    ['nginx', 'breaks', [failure]],
    ['plain', 'passes', undefined],
  ]);
  const { summary } = await data(client.GET('/api/v1/simulations/{id}', { params }));
  expect(summary).toMatchObject({ workloads: 2, brokenToday: 1 });
  const { items: namespaces } = await data(client.GET('/api/v1/simulations/{id}/namespaces', { params }));
  expect(namespaces.map(({ namespace, brokenToday }) => [namespace, brokenToday])).toEqual([['shop', 1]]);
  const names = async (query: { brokenToday?: 'true' | 'false'; verdict?: 'passes' }) =>
    (await data(client.GET('/api/v1/simulations/{id}/results', { params: { ...params, query } }))).items.map(
      ({ workload }) => workload.name,
    );
  expect(await names({ brokenToday: 'true' })).toEqual(['nginx']);
  expect(await names({ brokenToday: 'false' })).toEqual(['plain']);
  expect(await names({ brokenToday: 'true', verdict: 'passes' })).toEqual([]);
  const exported = await data(
    client.GET('/api/v1/simulations/{id}/export', {
      params: { ...params, query: { format: 'csv', brokenToday: 'true' } },
      parseAs: 'text',
    }),
  );
  expect(String(exported)).toMatch(/^cluster,.*\r\nprod,shop,Deployment,nginx,/);
  expect(String(exported)).not.toContain('plain');
  const report = await fetch(`${service.url}/api/v1/simulations/${id}/export?format=markdown`, {
    headers: { authorization: `Bearer ${service.key('viewer')}` },
  });
  expect(await report.text()).toContain(
    '- Broken today already, at admission (pod-security-standard): Error creating: pods "nginx-5d4f-" is forbidden: violates PodSecurity "restricted:latest": privileged\n',
  );
});
