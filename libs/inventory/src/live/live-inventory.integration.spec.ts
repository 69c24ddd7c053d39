import { readDocuments } from '#libs/kubernetes';
import { createDataSource, ensureWorkloads, rows, workloadId } from '#libs/persistence';
import type { DataSource, EntityManager } from 'typeorm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createDatabase } from '../../../../test/services/index.js';
import { readWorkloads, selectWorkloads, storeInventory } from '../inventory-store.js';
import { readInventory } from '../read-inventory.js';
import { readTemplates } from '../workload-templates.js';
import { inventoryResolver } from '../workload-resolver.js';
import { LiveInventory } from './live-inventory.js';
import { isWatched, readWatch } from './read-watch.js';
import { readLiveShapes } from './read-live-shapes.js';
import { attributeFailures, type Concerned, readFailures } from './store-failures.js';
import { watchedResources, type WatchedResource } from './watched-resources.js';
import {
  beginTerm,
  ClusterNameTakenError,
  endTerm,
  latestTerm,
  OtherLeaseError,
  StaleTermError,
} from './watch-term.js';

type Json = Readonly<Record<string, unknown>>;

function watcherNamed(name: string) {
  return { name, clusterIdentity: 'c1' };
}

let dataSource: DataSource;
let inventory: LiveInventory;
let cluster = '';
let count = 0;
const start = new Date('2026-03-01T10:00:00Z');

beforeAll(async () => {
  const url = await createDatabase();
  dataSource = createDataSource({ url, poolSize: 5, connectTimeout: 10_000, statementTimeout: 60_000 });
  await dataSource.initialize();
});
afterAll(() => dataSource.destroy());
beforeEach(async () => {
  count += 1;
  cluster = `live-${count}`;
  await beginTerm(dataSource, { cluster, term: 1 }, watcherNamed('collector-1'), start);
  inventory = new LiveInventory(dataSource, { cluster, term: 1 }, () => start);
});

function resourceOf(kind: string): WatchedResource {
  const found = watchedResources.find((each) => each.kind === kind);
  if (found === undefined) throw new Error(`${kind} is not watched`);
  return found;
}

async function store(kind: string, present: readonly Json[], gone: readonly Json[] = []): Promise<number> {
  const resource = resourceOf(kind);
  return inventory.store({ resource, apiVersion: resource.versions[0]?.apiVersion ?? '', present, gone });
}

function controller(kind: string, name: string, apiVersion = 'v1'): Json {
  return { ownerReferences: [{ apiVersion, kind, name, uid: `uid-of-${name}`, controller: true }] };
}

const template = {
  metadata: { labels: { app: 'web' } },
  spec: { containers: [{ name: 'app', image: 'app:1' }] },
};

function deployment(name: string, spec: Json = {}): Json {
  return { metadata: { namespace: 'shop', name, uid: name }, spec: { template, ...spec } };
}

function replicaSet(name: string, owner: Json = controller('Deployment', 'web')): Json {
  return { metadata: { namespace: 'shop', name, uid: name, ...owner }, spec: { template } };
}

function pod(
  name: string,
  more: { uid?: string; owner?: Json; labels?: Json; spec?: Json; annotations?: Json },
): Json {
  const {
    uid = `uid-${name}`,
    owner = controller('ReplicaSet', 'web-7d9c8b6f5'),
    labels,
    annotations,
  } = more;
  return {
    metadata: {
      namespace: 'shop',
      name,
      uid,
      creationTimestamp: '2026-03-01T09:00:00Z',
      labels: { app: 'web', ...labels },
      ...(annotations !== undefined && { annotations }),
      ...owner,
      managedFields: [{ manager: 'kubelet' }],
    },
    spec: {
      nodeName: 'node-1',
      containers: [{ name: 'app', image: 'app:1', env: [{ name: 'TOKEN', value: 'hidden' }] }],
      ...more.spec,
    },
    status: { phase: 'Running' },
  };
}

const bare = { ownerReferences: [] };
const sidecar = {
  name: 'proxy',
  image: 'proxy:1',
  securityContext: { capabilities: { add: ['NET_ADMIN'] } },
};

function idOf(kind: string, name: string): string {
  return workloadId({ cluster, namespace: 'shop', kind, name });
}

async function workloads(): Promise<readonly string[]> {
  const ids = await selectWorkloads(dataSource, { clusters: [cluster] });
  return (await readWorkloads(dataSource, ids)).map(({ workload }) => `${workload.kind}/${workload.name}`);
}

async function shapesOf(id: string) {
  const [stored] = await readWorkloads(dataSource, [id]);
  return stored?.shapes.map(({ origin, pod: { spec } }) => [origin, spec.containers.map(({ name }) => name)]);
}

async function attributions() {
  return rows(
    dataSource,
    z.object({ uid: z.string(), kind: z.string().nullable(), name: z.string().nullable() }),
    `SELECT p.uid, w.kind, w.name FROM inventory_pods p LEFT JOIN workloads w ON w.id = p.workload_id
     WHERE p.cluster = $1 ORDER BY p.uid`,
    [cluster],
  );
}

describe('the inventory of a watched cluster', () => {
  it('knows the workload of a pod, whichever is told first', async () => {
    const told = [
      () => store('Deployment', [deployment('web')]),
      () => store('ReplicaSet', [replicaSet('web-7d9c8b6f5')]),
      () => store('Pod', [pod('web-7d9c8b6f5-aaaaa', {})]),
    ];
    const expected = [{ uid: 'uid-web-7d9c8b6f5-aaaaa', kind: 'Deployment', name: 'web' }];
    for (const tell of told) await tell();
    expect(await attributions()).toEqual(expected);
    await inventory.reconcile(resourceOf('Pod'), new Set());
    await dataSource.query(`DELETE FROM inventory_owners WHERE cluster = $1`, [cluster]);
    await dataSource.query(`DELETE FROM inventory_pods WHERE cluster = $1`, [cluster]);
    for (const tell of told.toReversed()) await tell();
    expect(await attributions()).toEqual(expected);
  });

  it('does not say whose a pod is before it knows what made it', async () => {
    await store('Pod', [pod('web-7d9c8b6f5-aaaaa', {})]);
    expect(await attributions()).toEqual([{ uid: 'uid-web-7d9c8b6f5-aaaaa', kind: null, name: null }]);
    await store('ReplicaSet', [replicaSet('web-7d9c8b6f5', {})]);
    expect(await attributions()).toEqual([
      { uid: 'uid-web-7d9c8b6f5-aaaaa', kind: 'ReplicaSet', name: 'web-7d9c8b6f5' },
    ]);
    await store('ReplicaSet', [replicaSet('web-7d9c8b6f5')]);
    expect(await attributions()).toEqual([
      { uid: 'uid-web-7d9c8b6f5-aaaaa', kind: 'Deployment', name: 'web' },
    ]);
  });

  it('has bare pods, static pods and pods of custom controllers as workloads, while there is a pod', async () => {
    const pods = [
      pod('alone', { owner: bare }),
      pod('etcd-node-1', {
        owner: controller('Node', 'node-1'),
        annotations: { 'kubernetes.io/config.mirror': 'h1' },
      }),
      pod('db-0', { owner: controller('Postgres', 'db') }),
    ];
    await store('Pod', pods);
    expect(await workloads()).toEqual(['Pod/alone', 'Pod/etcd-node-1', 'Postgres/db']);
    expect(await shapesOf(idOf('Postgres', 'db'))).toEqual([['live', ['app']]]);
    const stored = await readWorkloads(dataSource, [idOf('Pod', 'alone'), idOf('Pod', 'etcd-node-1')]);
    expect(stored.map(({ manifest }) => manifest)).toEqual([
      {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'alone', namespace: 'shop', labels: { app: 'web' } },
        spec: { containers: [{ name: 'app', image: 'app:1' }] },
      },
      {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: {
          name: 'etcd-node-1',
          namespace: 'shop',
          labels: { app: 'web' },
          annotations: { 'kubernetes.io/config.mirror': 'h1' },
        },
        spec: { containers: [{ name: 'app', image: 'app:1' }] },
      },
    ]);
    await store('Pod', [], pods.slice(1));
    expect(await workloads()).toEqual(['Pod/alone']);
    await inventory.reconcile(resourceOf('Pod'), new Set());
    expect(await workloads()).toEqual([]);
  });

  it('tells controllers of other groups apart from those of Kubernetes of the same kind and name', async () => {
    const statefulSet = { metadata: { namespace: 'shop', name: 'web' }, spec: { template } };
    await store('StatefulSet', [statefulSet]);
    await store('Job', [{ metadata: { namespace: 'shop', name: 'train' }, spec: { template } }]);
    await store('Pod', [
      pod('own', { owner: controller('StatefulSet', 'web', 'apps/v1') }),
      pod('kruise', { owner: controller('StatefulSet', 'web', 'apps.kruise.io/v1beta1') }),
      pod('volcano', { owner: controller('Job', 'train', 'batch.volcano.sh/v1alpha1') }),
    ]);
    expect(await attributions()).toEqual([
      { uid: 'uid-kruise', kind: 'StatefulSet.apps.kruise.io', name: 'web' },
      { uid: 'uid-own', kind: 'StatefulSet', name: 'web' },
      { uid: 'uid-volcano', kind: 'Job.batch.volcano.sh', name: 'train' },
    ]);
    const known = [
      'Job/train',
      'Job.batch.volcano.sh/train',
      'StatefulSet/web',
      'StatefulSet.apps.kruise.io/web',
    ];
    expect(await workloads()).toEqual(known);
    expect(await shapesOf(idOf('StatefulSet.apps.kruise.io', 'web'))).toEqual([['live', ['app']]]);
    const resolver = inventoryResolver(dataSource, {
      otherwise: { resolve: async () => [] },
      mostParked: 10,
    });
    const unheardOf = (name: string, kind: string) => ({
      cluster,
      namespace: 'shop',
      pod: `${name}-1`,
      uid: `uid-of-new-${name}`,
      owner: { kind, name },
    });
    // Of which of two the pod is that a node agent tells of, its UID will say.
    const found = await resolver.resolve([unheardOf('web', 'StatefulSet'), unheardOf('train', 'CloneSet')]);
    expect(found.map(({ by }) => by)).toEqual(['parked', 'parked']);
    await inventory.reconcile(resourceOf('Job'), new Set());
    await inventory.synced();
    expect(await workloads()).toEqual(known.slice(1));
    const later = inventoryResolver(dataSource, { otherwise: { resolve: async () => [] }, mostParked: 10 });
    const [now] = await later.resolve([unheardOf('train', 'Job')]);
    expect([now?.by, now?.workload?.kind]).toEqual(['inventory', 'Job.batch.volcano.sh']);
  });

  it('has a Deployment that an operator made, as it holds the template', async () => {
    const owned = {
      metadata: { namespace: 'shop', name: 'web', ...controller('App', 'shop') },
      spec: { template },
    };
    await store('Deployment', [owned]);
    expect(await workloads()).toEqual(['Deployment/web']);
  });

  it('writes nothing where nothing but status has changed', async () => {
    const objects = [deployment('web')];
    const pods = [pod('web-7d9c8b6f5-aaaaa', {})];
    const versions = () =>
      rows(
        dataSource,
        z.object({ xmin: z.string() }),
        `SELECT xmin::text FROM inventory_pods WHERE cluster = $1
         UNION ALL SELECT updated_at::text FROM inventory_workloads WHERE cluster = $1`,
        [cluster],
      );
    await store('Deployment', objects);
    await store('Pod', pods);
    const before = await versions();
    expect(before).toHaveLength(2);
    const moved = pods.map((each) => ({ ...each, status: { phase: 'Unknown', podIP: '10.0.0.7' } }));
    await store('Pod', moved);
    await store('Deployment', [{ ...deployment('web'), status: { replicas: 3 } }]);
    expect(await versions()).toEqual(before);
  });

  it('passes over what can not be read, and counts it', async () => {
    const role = {
      metadata: { namespace: 'shop', name: 'r' },
      rules: [{ resources: ['pods'], apiGroups: [''] }],
    };
    expect(await store('Role', [role])).toBe(1);
    expect(await store('Pod', [{ metadata: {} }, pod('alone', { owner: bare })])).toBe(1);
    expect(await workloads()).toEqual(['Pod/alone']);
  });
});

describe('a complete list', () => {
  it('removes what the cluster no longer has, and nothing else', async () => {
    await store('Deployment', [deployment('web'), deployment('api')]);
    await store('ServiceAccount', [
      { metadata: { namespace: 'shop', name: 'kept' } },
      { metadata: { namespace: 'shop', name: 'gone' } },
    ]);
    await inventory.reconcile(resourceOf('Deployment'), new Set(['shop/api', 'shop/other']));
    await inventory.reconcile(resourceOf('ServiceAccount'), new Set(['shop/kept']));
    expect(await workloads()).toEqual(['Deployment/api']);
    expect(
      await rows(
        dataSource,
        z.object({ name: z.string() }),
        `SELECT name FROM inventory_objects WHERE cluster = $1`,
        [cluster],
      ),
    ).toEqual([{ name: 'kept' }]);
  });

  it('of everything replaces what was uploaded before', async () => {
    const uploaded = `
apiVersion: v1
kind: PodTemplate
metadata: { name: old, namespace: shop }
template: { spec: { containers: [{ name: c, image: i }] } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: old, namespace: shop }
spec: { template: { spec: { containers: [{ name: c, image: i }] } } }
`;
    const other = `uploaded-${count}`;
    const read = readInventory(readDocuments(uploaded).documents, {
      cluster: other,
      defaultNamespace: 'default',
      pointer: '',
    });
    await storeInventory(dataSource, other, read, { replace: true, now: start });
    expect(await beginTerm(dataSource, { cluster: other, term: 1 }, watcherNamed('collector-1'), start)).toBe(
      true,
    );
    const watched = new LiveInventory(dataSource, { cluster: other, term: 1 }, () => start);
    for (const resource of watchedResources) await watched.reconcile(resource, new Set());
    await watched.synced();
    expect(await selectWorkloads(dataSource, { clusters: [other] })).toEqual([]);
  });
});

describe('the shapes of a workload', () => {
  beforeEach(async () => {
    await store('Deployment', [deployment('web')]);
    await store('ReplicaSet', [replicaSet('web-7d9c8b6f5')]);
  });

  it('are the template alone where pods are as it says', async () => {
    await store('Pod', [pod('web-7d9c8b6f5-aaaaa', {}), pod('web-7d9c8b6f5-bbbbb', {})]);
    expect(await shapesOf(idOf('Deployment', 'web'))).toEqual([['template', ['app']]]);
  });

  it('hold each distinct injection once', async () => {
    const app = { name: 'app', image: 'app:1' };
    const names = ['aaaaa', 'bbbbb', 'ccccc'].map((end) => `web-7d9c8b6f5-${end}`);
    await store(
      'Pod',
      names.map((name, index) =>
        pod(name, { spec: index === 0 ? {} : { nodeName: `node-${index}`, containers: [app, sidecar] } }),
      ),
    );
    expect(await shapesOf(idOf('Deployment', 'web'))).toEqual([
      ['template', ['app']],
      ['live', ['app', 'proxy']],
    ]);
    const stored = await readLiveShapes(dataSource, [idOf('Deployment', 'web')]);
    expect(stored.get(idOf('Deployment', 'web'))?.map(({ pods }) => pods)).toEqual([2, 1]);
    expect(JSON.stringify([...stored])).not.toContain('hidden');
  });

  it('are without what the policy that admitted the pods filled in', async () => {
    const any = { rule: 'RunAsAny' };
    await store('PodSecurityPolicy', [
      {
        metadata: { name: 'base' },
        spec: {
          requiredDropCapabilities: ['NET_RAW'],
          runAsUser: any,
          fsGroup: any,
          seLinux: any,
          supplementalGroups: any,
        },
      },
    ]);
    const drop = { capabilities: { drop: ['NET_RAW'] } };
    const containers = [
      { name: 'app', image: 'app:1', securityContext: drop },
      { name: 'proxy', image: 'proxy:1', securityContext: drop },
    ];
    await store('Pod', [
      pod('web-7d9c8b6f5-aaaaa', { annotations: { 'kubernetes.io/psp': 'base' }, spec: { containers } }),
    ]);
    const [stored] = await readWorkloads(dataSource, [idOf('Deployment', 'web')]);
    expect(stored?.shapes[1]?.pod.spec.containers).toEqual([
      { name: 'app', image: 'app:1' },
      { name: 'proxy', image: 'proxy:1' },
    ]);
  });

  it('are those of the latest version alone', async () => {
    const labels = (hash: string) => ({ 'pod-template-hash': hash });
    const old = pod('web-7d9c8b6f5-aaaaa', { labels: labels('old'), spec: { containers: [sidecar] } });
    const latest = pod('web-7d9c8b6f5-bbbbb', { labels: labels('new') });
    await store('Pod', [
      old,
      { ...latest, metadata: { ...Object(latest['metadata']), creationTimestamp: '2026-03-01T09:30:00Z' } },
    ]);
    expect(await shapesOf(idOf('Deployment', 'web'))).toEqual([['template', ['app']]]);
  });

  it('are not those of pods that have finished, which are known still', async () => {
    const injected = pod('web-7d9c8b6f5-aaaaa', { spec: { containers: [sidecar] } });
    const id = idOf('Deployment', 'web');
    await store('Pod', [injected, pod('web-7d9c8b6f5-bbbbb', {})]);
    expect(await shapesOf(id)).toHaveLength(2);
    for (const phase of ['Succeeded', 'Failed']) {
      await store('Pod', [{ ...injected, status: { phase } }]);
      expect(await shapesOf(id)).toEqual([['template', ['app']]]);
      expect((await readLiveShapes(dataSource, [id])).get(id)?.map(({ pods }) => pods)).toEqual([1]);
    }
    expect(await attributions()).toHaveLength(2);
    await store('Pod', [{ ...pod('web-7d9c8b6f5-bbbbb', {}), status: { phase: 'Succeeded' } }]);
    const [templated] = await readTemplates(dataSource, [id]);
    expect(templated?.template).toBeDefined();
    await store('Pod', [injected]);
    expect(await shapesOf(id)).toHaveLength(2);
    expect((await readTemplates(dataSource, [id]))[0]?.template).toBeUndefined();
  });

  it('are bounded in number, and go with their last pod', async () => {
    const pods = Array.from({ length: 80 }, (_, index) =>
      pod(`web-7d9c8b6f5-${index}`, { spec: { containers: [{ name: `c${index}`, image: 'i' }] } }),
    );
    const kept = () =>
      rows(
        dataSource,
        z.object({ count: z.string() }),
        `SELECT count(*) FROM inventory_shapes WHERE cluster = $1`,
        [cluster],
      );
    await store('Pod', pods);
    expect(await kept()).toEqual([{ count: '50' }]);
    await store('Pod', [], pods.slice(1));
    expect(Number((await kept())[0]?.count)).toBeLessThanOrEqual(1);
  });
});

describe('the shapes of a workload of which no template is known', () => {
  const asRoot = { runAsUser: 0, capabilities: { add: ['SYS_ADMIN'] } };
  const main = (securityContext: Json) => [{ name: 'main', image: 'train:1', securityContext }];
  const ownedBy = (kind: string, name: string, spec: Json, more: Json = {}) => ({
    owner: controller(kind, name),
    spec,
    ...more,
  });
  const specsOf = async (id: string) => {
    const [stored] = await readWorkloads(dataSource, [id]);
    return stored?.shapes.map(({ origin, pod: { spec } }) => [
      origin,
      spec.containers.map(({ name, securityContext }) => [name, securityContext]),
    ]);
  };

  it('are all that its pods have, also where containers have the same names', async () => {
    const worker = ownedBy('PyTorchJob', 'train', { containers: main({ runAsUser: 5 }) });
    await store('Pod', [
      pod('train-worker-0', worker),
      pod('train-master-0', ownedBy('PyTorchJob', 'train', { containers: main(asRoot) })),
      pod('train-worker-1', worker),
    ]);
    expect(await specsOf(idOf('PyTorchJob', 'train'))).toEqual([
      ['live', [['main', { runAsUser: 5 }]]],
      ['live', [['main', asRoot]]],
    ]);
  });

  it('are never mixed to a pod that there is not', async () => {
    await store('Pod', [
      pod('ray-head', ownedBy('RayCluster', 'ray', { containers: [{ name: 'head', image: 'ray:1' }] })),
      pod('ray-worker', ownedBy('RayCluster', 'ray', { containers: [{ name: 'worker', image: 'ray:1' }] })),
    ]);
    const shapes = (await shapesOf(idOf('RayCluster', 'ray'))) ?? [];
    expect(shapes.map(([origin, names]) => `${String(origin)} ${String(names)}`).toSorted()).toEqual([
      'live head',
      'live worker',
    ]);
  });

  it('are as they were before the policy that admitted them, under the name of the workload', async () => {
    const any = { rule: 'RunAsAny' };
    const spec = { fsGroup: any, runAsUser: any, seLinux: any, supplementalGroups: any };
    await store('PodSecurityPolicy', [
      { metadata: { name: 'base' }, spec: { ...spec, requiredDropCapabilities: ['NET_RAW'] } },
    ]);
    const dropped = { capabilities: { drop: ['NET_RAW'] } };
    const annotations = { 'kubernetes.io/psp': 'base' };
    await store('Pod', [
      pod('a', ownedBy('Workflow', 'w', { containers: main(dropped) }, { annotations })),
      pod('b', ownedBy('Workflow', 'w', { containers: main({ ...dropped, runAsUser: 0 }) }, { annotations })),
    ]);
    const [stored] = await readWorkloads(dataSource, [idOf('Workflow', 'w')]);
    const found = stored?.shapes.map(
      ({
        pod: {
          metadata,
          spec: { containers },
        },
      }) => [metadata.namespace, metadata.name, metadata.annotations, containers[0]?.securityContext],
    );
    expect(new Set(found)).toEqual(
      new Set([
        ['shop', 'w', undefined, undefined],
        ['shop', 'w', undefined, { runAsUser: 0 }],
      ]),
    );
  });

  it('are bounded in number', async () => {
    await store(
      'Pod',
      Array.from({ length: 80 }, (_, index) =>
        pod(`step-${index}`, ownedBy('Workflow', 'many', { containers: main({ runAsUser: index }) })),
      ),
    );
    expect(await shapesOf(idOf('Workflow', 'many'))).toHaveLength(50);
  });

  it('come with the document of the pod that was created last, in whichever order they are told of', async () => {
    const created = (name: string, time: string): Json => {
      const made = pod(name, ownedBy('Workflow', 'w', { containers: [{ name, image: 'i' }] }));
      const labels = { step: name };
      return { ...made, metadata: { ...Object(made['metadata']), creationTimestamp: time, labels } };
    };
    const first = created('first', '2026-03-01T09:00:00Z');
    const last = created('last', '2026-03-01T09:30:00Z');
    const documentOf = async () => (await readWorkloads(dataSource, [idOf('Workflow', 'w')]))[0]?.manifest;
    const expected = {
      metadata: { name: 'w', namespace: 'shop', labels: { step: 'last' } },
      spec: { containers: [{ name: 'last', image: 'i' }] },
    };
    for (const told of [
      [first, last],
      [last, first],
    ]) {
      await store('Pod', told);
      expect(await documentOf()).toMatchObject(expected);
      await store('Pod', [], told);
      for (const each of told) await store('Pod', [each]);
      expect(await documentOf()).toMatchObject(expected);
      await store('Pod', [], [last]);
      expect(await documentOf()).toMatchObject({ metadata: { labels: { step: 'first' } } });
      await inventory.reconcile(resourceOf('Pod'), new Set());
    }
  });

  it('are those of running pods, or else of the one created last', async () => {
    const step = (name: string, phase: string): Json => ({
      ...pod(name, ownedBy('Workflow', 'w', { containers: [{ name, image: 'i' }] })),
      status: { phase },
    });
    const id = idOf('Workflow', 'w');
    await store('Pod', [step('first', 'Running'), step('second', 'Succeeded')]);
    expect(await shapesOf(id)).toEqual([['live', ['first']]]);
    await store('Pod', [step('first', 'Succeeded')]);
    expect(await shapesOf(id)).toHaveLength(1);
    expect(await workloads()).toEqual(['Workflow/w']);
  });

  it('are known also where what stands between it and its pods comes after them', async () => {
    await store('Pod', [pod('web-7d9c8b6f5-aaaaa', {})]);
    await store('ReplicaSet', [replicaSet('web-7d9c8b6f5', controller('Rollout', 'web'))]);
    expect(await workloads()).toEqual(['Rollout/web']);
    expect(await shapesOf(idOf('Rollout', 'web'))).toEqual([['live', ['app']]]);
    const found = await selectWorkloads(dataSource, { clusters: [cluster], labelSelector: 'app=web' });
    expect(found).toEqual([idOf('Rollout', 'web')]);
  });
});

describe('a workload is looked at anew', () => {
  const isContinuous = (answer: string) =>
    dataSource.query(
      `CREATE OR REPLACE FUNCTION is_simulated_continuously() RETURNS boolean LANGUAGE sql STABLE AS $$ SELECT ${answer} $$`,
    );
  const marks = async (told: Json): Promise<number> => {
    const id = idOf('Deployment', 'web');
    await dataSource.query(`DELETE FROM change_marks`);
    await store('Pod', [told]);
    const found = await rows(
      dataSource,
      z.object({ cause: z.string() }),
      `SELECT cause FROM change_marks WHERE workload_id = $1`,
      [id],
    );
    return found.length;
  };

  it('when the last running pod of a shape finishes, not when one that has finished changes', async () => {
    await store('Deployment', [deployment('web')]);
    await store('ReplicaSet', [replicaSet('web-7d9c8b6f5')]);
    await store(
      'Pod',
      ['a', 'b'].map((end) => pod(`web-7d9c8b6f5-${end}`, {})),
    );
    const told = (end: string, phase: string, labels: Json = {}) => ({
      ...pod(`web-7d9c8b6f5-${end}`, { labels }),
      status: { phase },
    });
    await isContinuous('true');
    try {
      expect(await marks(told('a', 'Succeeded'))).toBe(0);
      expect(await marks(told('b', 'Failed'))).toBe(1);
      expect(await marks(told('b', 'Failed', { tier: 'back' }))).toBe(0);
      expect(await marks(told('a', 'Running'))).toBe(1);
    } finally {
      await isContinuous('EXISTS (SELECT FROM simulations WHERE continuous AND finished_at IS NULL)');
    }
  });
});

describe('a pod of which the first word is that it is gone', () => {
  const goneAt = () =>
    rows(
      dataSource,
      z.object({ uid: z.string(), gone_at: z.date().nullable() }),
      `SELECT uid, gone_at FROM inventory_pods WHERE cluster = $1 ORDER BY uid`,
      [cluster],
    );
  const id = 'c1'.repeat(32);
  const short = {
    ...pod('web-7d9c8b6f5-aaaaa', { spec: { containers: [sidecar] } }),
    status: { phase: 'Running', containerStatuses: [{ name: 'proxy', containerID: `containerd://${id}` }] },
  };

  it('is known by its UID, its owner and its containers, and counts for nothing else', async () => {
    await store('Deployment', [deployment('web')]);
    await store('Pod', [], [short, pod('alone', { owner: bare })]);
    expect(await goneAt()).toEqual([
      { uid: 'uid-alone', gone_at: start },
      { uid: 'uid-web-7d9c8b6f5-aaaaa', gone_at: start },
    ]);
    // Its ReplicaSet is told of last.
    await store('ReplicaSet', [replicaSet('web-7d9c8b6f5')]);
    expect(await attributions()).toEqual([
      { uid: 'uid-alone', kind: 'Pod', name: 'alone' },
      { uid: 'uid-web-7d9c8b6f5-aaaaa', kind: 'Deployment', name: 'web' },
    ]);
    expect(await workloads()).toEqual(['Deployment/web']);
    expect(await shapesOf(idOf('Deployment', 'web'))).toEqual([['template', ['app']]]);
    const containers = await rows(
      dataSource,
      z.object({ pod_uid: z.string() }),
      `SELECT pod_uid FROM inventory_containers WHERE cluster = $1 AND id = $2`,
      [cluster, id],
    );
    expect(containers).toEqual([{ pod_uid: 'uid-web-7d9c8b6f5-aaaaa' }]);
    const shapes = await rows(
      dataSource,
      z.object({ id: z.string() }),
      `SELECT id FROM inventory_shapes WHERE cluster = $1`,
      [cluster],
    );
    expect(shapes).toEqual([]);
  });

  it('is gone since it was first told so, however often that is said', async () => {
    await store('Pod', [], [short]);
    const later = new LiveInventory(
      dataSource,
      { cluster, term: 1 },
      () => new Date(start.getTime() + 60_000),
    );
    const resource = resourceOf('Pod');
    await later.store({ resource, apiVersion: 'v1', present: [], gone: [short, short] });
    expect(await goneAt()).toEqual([{ uid: 'uid-web-7d9c8b6f5-aaaaa', gone_at: start }]);
  });
});

describe('pods that pods have made', () => {
  const executor = (name: string, driver = 'pi-driver') =>
    pod(name, {
      owner: controller('Pod', driver),
      spec: { containers: [{ name: 'executor', image: 'spark:1' }] },
    });
  const driver = (owner: Json = bare) =>
    pod('pi-driver', { owner, spec: { containers: [{ name: 'driver', image: 'spark:1' }] } });
  const all = (kind: string | null, name: string | null, uids: readonly string[]) =>
    uids.map((uid) => ({ uid, kind, name }));

  it('belong to the workload of their maker, whichever is told of first', async () => {
    const uids = ['uid-pi-1', 'uid-pi-driver'];
    const spark = driver(controller('SparkApplication', 'pi'));
    await store('Pod', [executor('pi-1')]);
    expect(await attributions()).toEqual(all(null, null, ['uid-pi-1']));
    await store('Pod', [spark]);
    expect(await attributions()).toEqual(all('SparkApplication', 'pi', uids));
    expect(await shapesOf(idOf('SparkApplication', 'pi'))).toHaveLength(2);
    await dataSource.query(`DELETE FROM inventory_pods WHERE cluster = $1`, [cluster]);
    await store('Pod', [spark]);
    await store('Pod', [executor('pi-1')]);
    expect(await attributions()).toEqual(all('SparkApplication', 'pi', uids));
  });

  it('belong to a bare pod that is told of together with them, and are judged beside it', async () => {
    await store('Pod', [executor('a-1'), driver(), executor('z-1')]);
    expect(await attributions()).toEqual(all('Pod', 'pi-driver', ['uid-a-1', 'uid-pi-driver', 'uid-z-1']));
    const [stored] = await readWorkloads(dataSource, [idOf('Pod', 'pi-driver')]);
    expect(stored?.manifest['spec']).toEqual({ containers: [{ name: 'driver', image: 'spark:1' }] });
    expect(await shapesOf(idOf('Pod', 'pi-driver'))).toEqual([
      ['template', ['driver']],
      ['live', ['executor']],
    ]);
  });

  it('belong to it also where something stands between them', async () => {
    await store('Pod', [pod('step-1', { owner: controller('Job', 'step') })]);
    const job = { namespace: 'shop', name: 'step', ...controller('Pod', 'pi-driver') };
    await store('Job', [{ metadata: job, spec: { template } }]);
    expect(await attributions()).toEqual(all(null, null, ['uid-step-1']));
    await store('Pod', [driver()]);
    expect(await attributions()).toEqual(all('Pod', 'pi-driver', ['uid-pi-driver', 'uid-step-1']));
  });

  it('are of nobody known while their maker is not, and two that say they made each other never are', async () => {
    await store('Pod', [executor('lost', 'unheard-of'), executor('one', 'other'), executor('other', 'one')]);
    expect(await attributions()).toEqual(all(null, null, ['uid-lost', 'uid-one', 'uid-other']));
  });
});

describe('failures of pods', () => {
  const refusal =
    'Error creating: pods "web-7d9c8b6f5-" is forbidden: PodSecurityPolicy: unable to admit pod: [spec.x]';
  function event(uid: string, more: Json = {}): Json {
    return {
      metadata: { uid, name: uid, namespace: 'shop', creationTimestamp: '2026-03-01T09:00:00Z' },
      type: 'Warning',
      reason: 'FailedCreate',
      message: refusal,
      involvedObject: { kind: 'ReplicaSet', name: 'web-7d9c8b6f5', namespace: 'shop', uid: 'rs' },
      firstTimestamp: '2026-03-01T09:00:00Z',
      lastTimestamp: '2026-03-01T09:10:00Z',
      count: 3,
      ...more,
    };
  }
  const failuresOf = async (kind: string, name: string) =>
    (await readFailures(dataSource, [idOf(kind, name)], new Date(0))).get(idOf(kind, name)) ?? [];
  const seen = async (kind: string, name: string) =>
    (await failuresOf(kind, name)).map(({ count, lastSeen }) => [count, lastSeen]);

  it('are those of the workload that their controller belongs to, whichever comes first', async () => {
    await store('Event', [event('early')]);
    expect(await failuresOf('Deployment', 'web')).toEqual([]);
    await store('Deployment', [deployment('web')]);
    await store('ReplicaSet', [replicaSet('web-7d9c8b6f5')]);
    expect(await failuresOf('Deployment', 'web')).toEqual([
      {
        stage: 'admission',
        reason: 'pod-security-policy',
        message: refusal,
        object: { kind: 'ReplicaSet', name: 'web-7d9c8b6f5' },
        count: 3,
        firstSeen: '2026-03-01T09:00:00.000Z',
        lastSeen: '2026-03-01T09:10:00.000Z',
      },
    ]);
    await store('Event', [event('late', { lastTimestamp: '2026-03-01T09:20:00Z' })]);
    expect(await seen('Deployment', 'web')).toEqual([
      [3, '2026-03-01T09:20:00.000Z'],
      [3, '2026-03-01T09:10:00.000Z'],
    ]);
  });

  it('are those of the workload of the pod whose container does not start', async () => {
    await store('Deployment', [deployment('web')]);
    await store('ReplicaSet', [replicaSet('web-7d9c8b6f5')]);
    await store('Pod', [pod('web-7d9c8b6f5-aaaaa', {})]);
    const message =
      'Error: container has runAsNonRoot and image will run as root (pod: "web-7d9c8b6f5-aaaaa_shop(u)", container: app)';
    const involvedObject = {
      kind: 'Pod',
      name: 'web-7d9c8b6f5-aaaaa',
      uid: 'uid-web-7d9c8b6f5-aaaaa',
      fieldPath: 'spec.containers{app}',
    };
    await store('Event', [event('start', { reason: 'Failed', message, involvedObject })]);
    expect(await failuresOf('Deployment', 'web')).toMatchObject([
      { stage: 'start', reason: 'run-as-non-root', container: 'app', object: { kind: 'Pod' } },
    ]);
  });

  it('are those of a controller that comes last, or whose ReplicaSet does', async () => {
    await store('Event', [event('early')]);
    await store('ReplicaSet', [replicaSet('web-7d9c8b6f5')]);
    expect(await failuresOf('Deployment', 'web')).toEqual([]);
    await store('Deployment', [deployment('web')]);
    expect(await seen('Deployment', 'web')).toEqual([[3, '2026-03-01T09:10:00.000Z']]);
  });

  it('are those of a pod whose owner comes last', async () => {
    const message = 'Error: container has runAsNonRoot and image will run as root (pod: "web")';
    const involvedObject = { kind: 'Pod', name: 'web-7d9c8b6f5-a', uid: 'uid-web-7d9c8b6f5-a' };
    await store('Event', [event('start', { reason: 'Failed', message, involvedObject })]);
    await store('Pod', [pod('web-7d9c8b6f5-a', {})]);
    expect(await failuresOf('Deployment', 'web')).toEqual([]);
    await store('ReplicaSet', [replicaSet('web-7d9c8b6f5')]);
    expect(await seen('Deployment', 'web')).toEqual([[3, '2026-03-01T09:10:00.000Z']]);
  });

  it('are looked at when what they are about changes, not when anything else does', async () => {
    // What belongs to nobody, and of which somebody may write as much as is kept.
    await dataSource.query(
      `INSERT INTO inventory_failures (cluster, uid, namespace, object_kind, object_name, object_uid, stage, reason,
         message, count, first_seen, last_seen)
       SELECT $1, 'nobody-' || n, 'shop', 'ReplicaSet', 'nobody-' || n, 'nobody-' || n, 'admission',
         'pod-security-policy', 'x', 1, $2, $2 FROM generate_series(1, 5000) AS n`,
      [cluster, start],
    );
    await store('Event', [event('early')]);
    await dataSource.query(`ANALYZE inventory_failures`);
    const state = async (transaction: EntityManager) => {
      const [found] = await rows(
        transaction,
        z.object({ read: z.int(), attributed: z.boolean() }),
        `SELECT (seq_tup_read + idx_tup_fetch)::int AS read, (SELECT workload_id IS NOT NULL
           FROM inventory_failures WHERE cluster = $1 AND uid = 'early') AS attributed
         FROM pg_stat_xact_user_tables WHERE relname = 'inventory_failures'`,
        [cluster],
      );
      return found ?? { read: 0, attributed: false };
    };
    /** How many rows of failures are read, and whether the one is found to be the Deployment's. */
    const looked = (concerned: Concerned | 'everything') =>
      dataSource.transaction(async (transaction) => {
        const before = await state(transaction);
        await attributeFailures(transaction, cluster, concerned);
        const { read, attributed } = await state(transaction);
        return { read: read - before.read, attributed };
      });
    await store('ReplicaSet', [replicaSet('web-7d9c8b6f5'), replicaSet('other-1', bare)]);
    await store('Deployment', [deployment('other')]);
    const named = (kind: string, name: string) => ({ namespace: 'shop', kind, name });
    const others = {
      pods: ['uid-other'],
      objects: [named('Deployment', 'other'), named('ReplicaSet', 'other-1')],
    };
    // The planner looks at the ends of an index, and the test at the one.
    const unconcerned = await looked(others);
    expect(unconcerned.attributed).toBe(false);
    expect(unconcerned.read).toBeLessThan(10);
    expect((await looked('everything')).read).toBeGreaterThan(5_000);
    await store('Deployment', [deployment('web')]);
    expect(await seen('Deployment', 'web')).toEqual([[3, '2026-03-01T09:10:00.000Z']]);
  });

  it('whose controller became known otherwise are found with the next list of Events', async () => {
    await store('ReplicaSet', [replicaSet('web-7d9c8b6f5')]);
    await store('Event', [event('early')]);
    // By what a node agent tells, for example.
    await ensureWorkloads(dataSource.manager, [
      { cluster, namespace: 'shop', kind: 'Deployment', name: 'web' },
    ]);
    await store('Deployment', [deployment('other')]);
    expect(await failuresOf('Deployment', 'web')).toEqual([]);
    await inventory.reconcile(resourceOf('Event'), new Set());
    expect(await seen('Deployment', 'web')).toEqual([[3, '2026-03-01T09:10:00.000Z']]);
  });

  it('are counted on by the same Event, not by one that comes twice or late', async () => {
    await store('Deployment', [deployment('web')]);
    await store('ReplicaSet', [replicaSet('web-7d9c8b6f5')]);
    const later = event('one', { count: 7, lastTimestamp: '2026-03-01T09:30:00Z' });
    await store('Event', [event('one')]);
    await store('Event', [later]);
    await store('Event', [later, event('one')]);
    await store('Event', [event('one')]);
    expect(await seen('Deployment', 'web')).toEqual([[7, '2026-03-01T09:30:00.000Z']]);
  });

  it('stay when their Event expires, for a week after they were told of last', async () => {
    await store('Deployment', [deployment('web')]);
    await store('ReplicaSet', [replicaSet('web-7d9c8b6f5')]);
    await store('Event', [event('old', { lastTimestamp: '2026-02-22T09:59:59Z' }), event('new')]);
    await store('Event', [], [event('new')]);
    await inventory.reconcile(resourceOf('Event'), new Set());
    expect(await seen('Deployment', 'web')).toEqual([[3, '2026-03-01T09:10:00.000Z']]);
  });

  it('are the latest twenty of a workload, and what else Events tell of is passed over', async () => {
    await store('Deployment', [deployment('web')]);
    await store('ReplicaSet', [replicaSet('web-7d9c8b6f5')]);
    const many = Array.from({ length: 30 }, (_, index) =>
      event(`many-${index}`, { lastTimestamp: `2026-03-01T09:${10 + index}:00Z` }),
    );
    const quota = event('quota', { message: 'Error creating: pods "web" is forbidden: exceeded quota' });
    expect(await store('Event', [...many, quota, { metadata: {} }])).toBe(1);
    const kept = await seen('Deployment', 'web');
    expect(kept).toHaveLength(20);
    expect([kept[0], kept[19]]).toEqual([
      [3, '2026-03-01T09:39:00.000Z'],
      [3, '2026-03-01T09:20:00.000Z'],
    ]);
  });
});

describe('the watcher of a cluster', () => {
  const fallSilent = () =>
    dataSource.query(
      `UPDATE cluster_watches SET heartbeat_at = heartbeat_at - interval '5 minutes' WHERE cluster = $1`,
      [cluster],
    );

  it('is one at a time: what one of an earlier term wants to write is refused', async () => {
    expect(await latestTerm(dataSource, cluster)).toBe(1);
    expect(await beginTerm(dataSource, { cluster, term: 1 }, watcherNamed('collector-2'), start)).toBe(false);
    expect(await beginTerm(dataSource, { cluster, term: 2 }, watcherNamed('collector-2'), start)).toBe(true);
    await expect(store('Deployment', [deployment('web')])).rejects.toThrow(StaleTermError);
    await expect(inventory.reconcile(resourceOf('Deployment'), new Set())).rejects.toThrow(StaleTermError);
    await expect(inventory.synced()).rejects.toThrow(StaleTermError);
    await expect(inventory.heartbeat({})).rejects.toThrow(StaleTermError);
    expect(await workloads()).toEqual([]);
    expect((await readWatch(dataSource, cluster))?.watcher).toBe('collector-2');
  });

  it('is of one cluster: another may not go by its name while it lives', async () => {
    const elsewhere = { name: 'collector-2', clusterIdentity: 'c2' };
    // Whatever the clocks of the two say.
    const wrongClock = new Date(start.getTime() + 10 * 60_000);
    const begin = () => beginTerm(dataSource, { cluster, term: 2 }, elsewhere, wrongClock);
    await expect(begin()).rejects.toThrow(ClusterNameTakenError);
    expect(await latestTerm(dataSource, cluster)).toBe(1);
    await fallSilent();
    expect(await begin()).toBe(true);
  });

  it('goes by one Lease: whoever goes by another may not begin while it lives, unless it has stopped', async () => {
    const by = (lease: string) => ({ ...watcherNamed(`collector of ${lease}`), lease });
    const begin = (term: number, lease: string) => beginTerm(dataSource, { cluster, term }, by(lease), start);
    // The Lease of term 1 is not known.
    expect(await begin(2, 'a/inventory')).toBe(true);
    await expect(begin(3, 'b/inventory')).rejects.toThrow(OtherLeaseError);
    await expect(begin(3, 'b/inventory')).rejects.toThrow('with the Lease a/inventory');
    expect(await begin(3, 'a/inventory')).toBe(true);
    // It was replaced before.
    await endTerm(dataSource, { cluster, term: 2 });
    await expect(begin(4, 'b/inventory')).rejects.toThrow(OtherLeaseError);
    await endTerm(dataSource, { cluster, term: 3 });
    expect(await begin(4, 'b/inventory')).toBe(true);
    await fallSilent();
    expect(await begin(5, 'c/inventory')).toBe(true);
    expect(await beginTerm(dataSource, { cluster, term: 6 }, watcherNamed('unknown'), start)).toBe(true);
  });

  it('says how it goes', async () => {
    await inventory.synced();
    await inventory.report('deployments.apps', 'synced');
    await inventory.report('podsecuritypolicies.policy', 'absent');
    await inventory.report('pods', 'failing', 'pods is forbidden');
    await inventory.heartbeat({ lastEventAt: start });
    expect(await readWatch(dataSource, cluster)).toEqual({
      watcher: 'collector-1',
      term: 1,
      since: start,
      live: true,
      heartbeatAt: expect.any(Date),
      syncedAt: start,
      lastEventAt: start,
      error: undefined,
      pods: 0,
      resources: [
        { resource: 'deployments.apps', state: 'synced', listedAt: start, error: undefined },
        { resource: 'pods', state: 'failing', listedAt: undefined, error: 'pods is forbidden' },
        { resource: 'podsecuritypolicies.policy', state: 'absent', listedAt: undefined, error: undefined },
      ],
    });
  });

  it('that lives lets nobody upload manifests; one that is silent does', async () => {
    const upload = (now: Date) =>
      storeInventory(dataSource, cluster, { workloads: [], objects: [], owners: [] }, { replace: true, now });
    await expect(upload(start)).rejects.toThrow(`Cluster ${cluster} is watched by a collector`);
    const later = new Date(start.getTime() + 10 * 60_000);
    await expect(upload(later)).rejects.toThrow(`Cluster ${cluster} is watched by a collector`);
    await fallSilent();
    expect(await isWatched(dataSource, cluster)).toBe(false);
    await store('Pod', [pod('alone', { owner: bare })]);
    await upload(later);
    expect(await readWatch(dataSource, cluster)).toMatchObject({ live: false, pods: 0 });
    // What it says later comes from before the upload.
    await expect(store('Deployment', [deployment('web')])).rejects.toThrow(StaleTermError);
  });
});
