import { createHash, randomUUID } from 'node:crypto';
import { byName, IngestionMetrics, RequestIngestion } from '#libs/ingestion';
import { beginTerm, readInventory, storeInventory } from '#libs/inventory';
import { readDocuments } from '#libs/kubernetes';
import {
  createDataSource,
  eraseData,
  type ErasureStep,
  readDeletion,
  requestDeletion,
  rows,
} from '#libs/persistence';
import { loadConfig } from '#libs/platform';
import { Registry } from 'prom-client';
import type { DataSource } from 'typeorm';
import { afterAll, beforeEach, afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { auditSession, auditUse } from '../../../../test/fixtures/audit-events.js';
import { calls, falcoSnapshot, TestAgent, uses } from '../../../../test/fixtures/runtime-events.js';
import { tellInventory } from '../../../../test/fixtures/watched-cluster.js';
import { createDatabase } from '../../../../test/services/index.js';
import { erasureSteps } from './erase-handler.js';

let dataSource: DataSource;
let ingestion: RequestIngestion;
const agents = new Map<string, TestAgent>();

beforeEach(async () => {
  const config = loadConfig({ DATABASE_URL: await createDatabase() });
  dataSource = await createDataSource(config.database).initialize();
  ingestion = new RequestIngestion({
    dataSource,
    resolver: byName,
    settings: config,
    metrics: new IngestionMetrics(new Registry()),
    now: () => new Date('2026-03-02T00:00:00Z'),
  });
  agents.clear();
});
afterEach(() => dataSource.destroy());
afterAll(() => agents.clear());

async function observe(cluster: string, namespace: string, name: string): Promise<void> {
  const agent = agents.get(cluster) ?? new TestAgent({ cluster });
  agents.set(cluster, agent);
  await ingestion.ingest({
    json: agent.event([
      {
        namespace,
        pod: `${name}-7d9c5-x2x8q`,
        uid: `${cluster}-${namespace}-${name}`,
        owner: { kind: 'ReplicaSet', name: `${name}-7d9c5` },
        observations: [uses('CHOWN'), calls('read'), calls('write')],
      },
    ]),
  });
}

/** What an agent counts of its own loss. */
async function lose(cluster: string): Promise<void> {
  const json = falcoSnapshot({ kernel: 3, start: 1 });
  await ingestion.ingest({ json }, undefined, { cluster, covers: ['exec'] });
}

/** What the audit log tells of a pod. */
async function audit(cluster: string, namespace: string): Promise<void> {
  const pod = 'web-7d9c5-x2x8q';
  const times = { from: '2026-03-01T10:00:00Z', to: '2026-03-01T10:05:00Z' };
  const events = [auditSession({ namespace, pod, ...times }), auditUse({ namespace, pod })];
  await ingestion.ingest({ json: events }, undefined, { cluster });
}

async function upload(cluster: string): Promise<void> {
  const deployment = (namespace: string, name: string) => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace },
    spec: { template: { spec: { containers: [{ name: 'main', image: 'web:1' }] } } },
  });
  const controlledBy = (name: string) => ({
    ownerReferences: [{ apiVersion: 'apps/v1', kind: 'Deployment', name, uid: 'd', controller: true }],
  });
  const replicaSet = (namespace: string) => ({
    ...deployment(namespace, 'web-7d9c5'),
    kind: 'ReplicaSet',
    metadata: { name: 'web-7d9c5', namespace, ...controlledBy('web') },
  });
  const documents = [
    deployment('shop', 'web'),
    deployment('bank', 'web'),
    replicaSet('shop'),
    replicaSet('bank'),
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } },
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'robot', namespace: 'shop' } },
  ];
  const read = readInventory(
    readDocuments(documents.map((each) => JSON.stringify(each)).join('\n')).documents,
    {
      cluster,
      defaultNamespace: 'default',
      pointer: '',
    },
  );
  await storeInventory(dataSource, cluster, read, { replace: true, now: new Date() });
}

/**
 * What a watch tells of a pod in each of the namespaces, and of one that could not be created. It is not known of which
 * workload that is, so that it does not go with one.
 */
async function watch(cluster: string, ...namespaces: readonly string[]): Promise<void> {
  const at = new Date('2026-03-01T10:00:00Z');
  await beginTerm(dataSource, { cluster, term: 1 }, { name: 'collector', clusterIdentity: cluster }, at);
  const replicaSet = { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web-7d9c5' };
  const pods = namespaces.map((namespace) => ({
    metadata: {
      namespace,
      name: 'web-7d9c5-x2x8q',
      uid: `watched-${namespace}`,
      creationTimestamp: at.toISOString(),
      ownerReferences: [{ ...replicaSet, uid: 'rs', controller: true }],
    },
    spec: { containers: [{ name: 'main', image: `${namespace}:1` }] },
    status: {
      containerStatuses: [{ name: 'main', containerID: `containerd://${idOfContainer(namespace)}` }],
    },
  }));
  const events = namespaces.map((namespace) => ({
    metadata: {
      namespace,
      name: 'refused',
      uid: `refused-${namespace}`,
      creationTimestamp: at.toISOString(),
    },
    reason: 'FailedCreate',
    message: 'PodSecurityPolicy: unable to admit pod: []',
    involvedObject: { ...replicaSet, name: 'unknown-7d9c5', namespace, uid: 'unknown' },
  }));
  await tellInventory(dataSource, cluster, { kind: 'Pod', present: pods, at });
  await tellInventory(dataSource, cluster, { kind: 'Event', present: events, at });
}

function idOfContainer(namespace: string): string {
  return createHash('sha256').update(namespace).digest('hex');
}

/** A simulation that goes on, in the history of which the verdict of a workload of each of the namespaces became another. */
async function simulate(cluster: string, ...namespaces: readonly string[]): Promise<void> {
  const id = randomUUID();
  await dataSource.query(
    `INSERT INTO simulations (id, status, continuous, request, created_at, created_by, summary)
     VALUES ($1, 'active', true, '{}', '2026-03-01', 'test', '{}')`,
    [id],
  );
  await dataSource.query(
    `INSERT INTO simulation_history (simulation_id, seq, at, cluster, namespace, kind, name, document)
     SELECT $1, place, '2026-03-01', $2, namespace, 'Deployment', 'web', '{}'
     FROM unnest($3::text[]) WITH ORDINALITY AS each (namespace, place)`,
    [id, cluster, namespaces],
  );
}

async function request(cluster: string, namespace?: string): Promise<string> {
  const { id } = await dataSource.transaction((transaction) =>
    requestDeletion(transaction, { id: randomUUID(), cluster, namespace, by: 'test' }),
  );
  return id;
}

/** Rows of each table that has a cluster, of that cluster, and of tables that refer to what is gone. */
async function left(cluster: string): Promise<Record<string, number>> {
  const of = (table: string) => `SELECT '${table}' AS name, count(*)::int FROM ${table} WHERE cluster = $1`;
  const orphans = (table: string) =>
    `SELECT '${table} without container', count(*)::int FROM ${table}
     WHERE $1::text IS NOT NULL AND container_id NOT IN (SELECT id FROM runtime_containers)`;
  const counts = await rows(
    dataSource,
    z.object({ name: z.string(), count: z.int() }),
    [
      ...[
        'workloads',
        'runtime_pods',
        'runtime_agents',
        'runtime_loss_totals',
        'runtime_nodes',
        'runtime_transmissions',
        'runtime_interactions',
        'runtime_service_account_uses',
        'inventory_workloads',
        'inventory_objects',
        'inventory_owners',
        'inventory_pods',
        'inventory_containers',
        'inventory_shapes',
        'inventory_failures',
        'simulation_history',
      ].map(of),
      `SELECT 'clusters', count(*)::int FROM clusters WHERE name = $1`,
      orphans('runtime_observations'),
      orphans('runtime_watches'),
    ].join(' UNION ALL '),
    [cluster],
  );
  return Object.fromEntries(counts.filter(({ count }) => count > 0).map(({ name, count }) => [name, count]));
}

/** What `watch`, `upload` and `simulate` tell of so many namespaces. */
function ofWatchAndSimulation(namespaces: number): Record<string, number> {
  const tables = [
    'inventory_owners',
    'inventory_pods',
    'inventory_containers',
    'inventory_shapes',
    'inventory_failures',
    'simulation_history',
  ];
  return Object.fromEntries(tables.map((table) => [table, namespaces]));
}

describe('deleting', () => {
  it('a cluster leaves nothing of it, and all of others', async () => {
    for (const cluster of ['old', 'new']) {
      await upload(cluster);
      await watch(cluster, 'shop', 'bank');
      await simulate(cluster, 'shop', 'bank');
      await observe(cluster, 'shop', 'web');
      await observe(cluster, 'shop', 'api');
      await audit(cluster, 'shop');
      await lose(cluster);
    }
    const before = await left('new');
    expect(before).toMatchObject({ runtime_loss_totals: 1, ...ofWatchAndSimulation(2) });
    const id = await request('old');
    // The cluster takes with it what refers to it: before it is deleted, nothing is to be left that does.
    const leftBefore: unknown[] = [];
    const steps = erasureSteps.map((step): ErasureStep => {
      if (step.name !== 'clusters') return step;
      return {
        ...step,
        erase: async (...given) => {
          leftBefore.push(await left('old'));
          return step.erase(...given);
        },
      };
    });
    expect(await eraseData(dataSource, id, steps, () => true)).toBe(true);
    expect(leftBefore).toEqual([{ clusters: 1 }]);
    expect(await left('old')).toEqual({});
    expect(await left('new')).toEqual(before);
    expect(await readDeletion(dataSource, id)).toMatchObject({
      status: 'succeeded',
      cluster: 'old',
      tries: 0,
    });
  });

  it('a namespace leaves the rest of the cluster', async () => {
    await upload('c');
    await watch('c', 'shop', 'bank');
    await simulate('c', 'shop', 'bank');
    await observe('c', 'shop', 'web');
    await observe('c', 'bank', 'web');
    expect(await left('c')).toMatchObject(ofWatchAndSimulation(2));
    await audit('c', 'shop');
    await audit('c', 'bank');
    await eraseData(dataSource, await request('c', 'shop'), erasureSteps, () => true);
    const names = await rows(
      dataSource,
      z.object({ namespace: z.string() }),
      `SELECT DISTINCT namespace FROM workloads`,
    );
    expect(names).toEqual([{ namespace: 'bank' }]);
    expect(await left('c')).toMatchObject({
      clusters: 1,
      inventory_workloads: 1,
      runtime_pods: 1,
      runtime_agents: 1,
      runtime_interactions: 1,
      runtime_service_account_uses: 1,
      ...ofWatchAndSimulation(1),
    });
    expect(await left('c')).not.toHaveProperty('inventory_objects');
  });

  it('goes on where it was stopped, as often as it is, and counts every row once', async () => {
    const whole = async (chunk: number, transactions: number): Promise<number> => {
      await upload('c');
      await observe('c', 'shop', 'web');
      const id = await request('c');
      for (let ended = false; !ended;) {
        let done = 0;
        ended = await eraseData(dataSource, id, erasureSteps, () => (done += 1) <= transactions, chunk);
      }
      expect(await left('c')).toEqual({});
      return (await readDeletion(dataSource, id))?.removed ?? 0;
    };
    const atOnce = await whole(5_000, Infinity);
    expect(atOnce).toBeGreaterThan(10);
    // Each time at least one transaction must get done, behind the steps that are done already.
    expect(await whole(1, erasureSteps.length + 1)).toBe(atOnce);
  });

  it('leaves what comes into being later, also what is still being told while it goes on', async () => {
    for (let index = 0; index < 60; index += 1) await observe('c', 'shop', `web-${index}`);
    const id = await request('c');
    const telling = (async () => {
      for (let index = 0; index < 60; index += 1) await observe('c', 'shop', `web-${index % 7}`);
    })();
    await eraseData(dataSource, id, erasureSteps, () => true, 10);
    await telling;
    await observe('c', 'shop', 'web-1');
    const found = await left('c');
    expect(found).not.toHaveProperty('runtime_observations without container');
    expect(found).not.toHaveProperty('runtime_watches without container');
    expect(found['workloads']).toBeGreaterThanOrEqual(1);
    expect(found['workloads']).toBeLessThanOrEqual(7);
  });
});
