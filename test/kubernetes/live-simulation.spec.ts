import { workloadId } from '#libs/persistence';
import type { KafkaLogger } from '#libs/kafka';
import { Registry } from 'prom-client';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { ClusterWatcher } from '../../apps/collector/src/inventory/cluster-watcher.js';
import { InventoryMetrics } from '../../apps/collector/src/inventory/inventory-metrics.js';
import { KubernetesApi } from '../../apps/collector/src/inventory/kubernetes-api.js';
import { startTestService, type TestService } from '../e2e/service.js';
import { listens, TestAgent } from '../fixtures/runtime-events.js';
import type { Manifest } from './cluster.js';
import { namespace, startWatchedCluster, type WatchedCluster } from './watched-cluster.js';

const cluster = 'live';
const soon = { timeout: 40_000, interval: 100 };
const silent: KafkaLogger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

let watched: WatchedCluster;
let service: TestService;
let watcher: ClusterWatcher;

beforeAll(async () => {
  watched = await startWatchedCluster();
  service = await startTestService();
  await watched.create(
    namespace('shop'),
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default', namespace: 'shop' } },
    policy('base', { allowedCapabilities: ['NET_ADMIN'], requiredDropCapabilities: ['NET_RAW'] }),
    ...deployment('web', [app, proxy]),
    ...deployment('plain', [app]),
    pod('alone'),
    pod('db-0', [controlledBy('Postgres', 'db')]),
  );
  watcher = new ClusterWatcher({
    dataSource: service.dataSource,
    api: new KubernetesApi(watched.kubeconfig),
    cluster,
    lease: { namespace: 'policy-advisor', name: 'policy-advisor-inventory', identity: 'me', duration: 2_000 },
    pageSize: 500,
    metrics: new InventoryMetrics(new Registry(), cluster),
    logger: silent,
  });
  watcher.start();
});
afterAll(async () => {
  await watcher.stop();
  await service.stop();
  await watched.stop();
});

const app = { name: 'app', image: 'app:1' };
const proxy = { name: 'proxy', image: 'proxy:1', securityContext: { capabilities: { add: ['NET_ADMIN'] } } };

function policy(name: string, spec: object): Manifest {
  const any = { rule: 'RunAsAny' };
  return {
    apiVersion: 'policy/v1beta1',
    kind: 'PodSecurityPolicy',
    metadata: { name },
    spec: { runAsUser: any, fsGroup: any, seLinux: any, supplementalGroups: any, volumes: ['*'], ...spec },
  };
}

function controlledBy(kind: string, name: string) {
  return { apiVersion: 'apps/v1', kind, name, uid: '11111111-1111-4111-8111-111111111111', controller: true };
}

function pod(name: string, ownerReferences: ReturnType<typeof controlledBy>[] = []): Manifest {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'shop', ...(ownerReferences.length > 0 && { ownerReferences }) },
    spec: { containers: [app] },
  };
}

/** A Deployment whose template has one container, and what its controllers would make of it: a pod with these. */
function deployment(name: string, running: readonly object[]): Manifest[] {
  const labels = { app: name };
  const spec = {
    selector: { matchLabels: labels },
    template: { metadata: { labels }, spec: { containers: [app] } },
  };
  const owner = (kind: string, of: string) => [controlledBy(kind, of)];
  const hash = `${name}-7d9c8b6f5`;
  return [
    { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name, namespace: 'shop' }, spec },
    {
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      metadata: { name: hash, namespace: 'shop', ownerReferences: owner('Deployment', name) },
      spec,
    },
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name: `${hash}-x2k4q`,
        namespace: 'shop',
        labels,
        ownerReferences: owner('ReplicaSet', hash),
      },
      spec: { containers: running },
    },
  ];
}

it('a simulation on what runs finds what breaks because of a container that no template has', async () => {
  await vi.waitFor(async () => {
    const { body } = await service.request('viewer').get(`/api/v1/clusters/${cluster}`).expect(200);
    expect(body).toMatchObject({
      name: cluster,
      workloads: 4,
      watch: { live: true, watcher: 'me', pods: 4 },
    });
    expect(body.watch).toHaveProperty('syncedAt');
  }, soon);

  const created = await service
    .request('editor')
    .post('/api/v1/simulations')
    .send({
      policies: [{ document: JSON.stringify(policy('strict', {})) }],
      scope: { clusters: [cluster], namespaces: ['shop'] },
    })
    .expect(202);
  await service.ended(String(created.body.id));
  const results = await service.request().get(`/api/v1/simulations/${created.body.id}/results`).expect(200);
  const found = results.body.items.map(
    (each: {
      workload: { name: string };
      verdict: string;
      findings: readonly { shape?: string; field: string }[];
    }) => [
      each.workload.name,
      each.verdict,
      each.findings.filter(({ shape }) => shape === 'live').map(({ field }) => field),
    ],
  );
  expect(found).toEqual([
    ['plain', 'passes', []],
    ['web', 'breaks', ['allowedCapabilities']],
    ['alone', 'passes', []],
    ['db', 'passes', []],
  ]);

  const id = workloadId({ cluster, namespace: 'shop', kind: 'Deployment', name: 'web' });
  const { body } = await service.request('viewer').get(`/api/v1/workloads/${id}`).expect(200);
  expect(body.shapes).toHaveLength(1);
  expect(body.shapes[0]).toMatchObject({
    pods: 1,
    pod: { spec: { containers: [{ name: 'app' }, { name: 'proxy' }] } },
  });
});

it('manifests of a watched cluster are not taken', async () => {
  const { body } = await service
    .request('editor')
    .put(`/api/v1/clusters/${cluster}/manifests`)
    .set('content-type', 'application/yaml')
    .send('apiVersion: v1\nkind: Namespace\nmetadata: { name: other }\n')
    .expect(409);
  expect(body).toMatchObject({
    code: 'conflict',
    detail: expect.stringContaining('is watched by a collector'),
  });
});

it('events of an agent that knows nothing but names count for the workload', async () => {
  const event = new TestAgent({ cluster }).event([
    { pod: 'web-7d9c8b6f5-x2k4q', uid: 'shop/web-7d9c8b6f5-x2k4q', observations: [listens(80)] },
  ]);
  await service.request('agent').post('/api/v1/runtime-events').send(event).expect(202);
  const id = workloadId({ cluster, namespace: 'shop', kind: 'Deployment', name: 'web' });
  const { body } = await service.request('viewer').get(`/api/v1/workloads/${id}/profile`).expect(200);
  expect(body).toMatchObject({ pods: 1, containers: [{ name: 'nginx' }] });
});
