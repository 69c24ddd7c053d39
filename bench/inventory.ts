/**
 * A watched cluster: how long a list of everything takes to be stored, the same again when nothing has changed, and events
 * that change nothing but status; on a real Postgres.
 */
import {
  beginTerm,
  inventoryResolver,
  LiveInventory,
  watchedResources,
  type WatchedResource,
} from '#libs/inventory';
import { parkEverything } from '#libs/ingestion';
import { createDataSource, migrate, rows } from '#libs/persistence';
import { loadConfig } from '#libs/platform';
import { z } from 'zod';
import { startTestPostgres } from '../test/services/postgres.js';
import { benchArguments } from './arguments.js';

benchArguments(`Usage: npm run bench:inventory

Measures how a watched cluster of 100,000 pods (BENCH_PODS) of 20,000 Deployments is stored; prints JSON Lines.

  inventory.list.seconds               Deployments, ReplicaSets and pods, in pages of 500, reconciled
  inventory.relist.seconds             the same again
  inventory.relist.rows_written        rows that the second list wrote; 0 is right
  inventory.status_events_per_second   changes of pods in which nothing has changed that counts, in batches of 500
  inventory.known_pods_per_second      pods of events that are looked up
  inventory.peak_rss_mb                of this process, which makes the objects as well
`);

type Json = Readonly<Record<string, unknown>>;

function watcherNamed(name: string) {
  return { name, clusterIdentity: 'c1' };
}

const PODS = Number(process.env['BENCH_PODS'] ?? 100_000);
const PODS_PER_WORKLOAD = 5;
const NAMESPACES = 200;
const PAGE = 500;
const EVENTS = 20_000;
const cluster = 'bench';

function print(figure: string, value: number, unit: string): void {
  process.stdout.write(`${JSON.stringify({ figure, value: Number(value.toPrecision(4)), unit })}\n`);
}

async function timed(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1_000;
}

function resourceOf(kind: string): WatchedResource {
  const found = watchedResources.find((each) => each.kind === kind);
  if (found === undefined) throw new Error(`${kind} is not watched`);
  return found;
}

function metadata(index: number, name: string, owner?: readonly [string, string]): Json {
  return {
    namespace: `team-${index % NAMESPACES}`,
    name,
    uid: `00000000-0000-4000-8000-${name.slice(-12).padStart(12, '0')}-${index}`,
    creationTimestamp: '2026-03-01T09:00:00Z',
    labels: { app: `app-${index}`, 'pod-template-hash': '7d9c8b6f5' },
    managedFields: [{ manager: 'kubelet', fieldsV1: { 'f:status': { 'f:conditions': {} } } }],
    ...(owner !== undefined && {
      ownerReferences: [
        { apiVersion: 'apps/v1', kind: owner[0], name: owner[1], uid: 'u', controller: true },
      ],
    }),
  };
}

function containers(index: number): Json[] {
  const env = Array.from({ length: 10 }, (_, n) => ({ name: `VARIABLE_${n}`, value: `value ${index} ${n}` }));
  const one = (name: string) => ({
    name,
    image: `registry.example/team/${name}:${index % 50}`,
    env,
    ports: [{ containerPort: 8080 }],
    volumeMounts: [{ name: 'data', mountPath: '/data' }],
    securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
  });
  return [one('app'), one('metrics')];
}

function workload(index: number): Json {
  const labels = { app: `app-${index}` };
  const spec = { containers: containers(index), volumes: [{ name: 'data', emptyDir: {} }] };
  return { metadata: metadata(index, `app-${index}`), spec: { template: { metadata: { labels }, spec } } };
}

function replicaSet(index: number): Json {
  const owner = ['Deployment', `app-${index}`] as const;
  return { ...workload(index), metadata: metadata(index, `app-${index}-7d9c8b6f5`, owner) };
}

function pod(number: number, phase: string): Json {
  const index = Math.floor(number / PODS_PER_WORKLOAD);
  const injected = { name: 'proxy', image: 'registry.example/mesh/proxy:1' };
  const name = `app-${index}-7d9c8b6f5-p${number}`;
  return {
    metadata: metadata(index, name, ['ReplicaSet', `app-${index}-7d9c8b6f5`]),
    spec: {
      nodeName: `node-${number % 1_000}`,
      containers: [...containers(index), injected],
      volumes: [
        { name: 'data', emptyDir: {} },
        { name: `kube-api-access-${String(number).padStart(5, '0').slice(-5)}`, projected: {} },
      ],
    },
    status: { phase, conditions: [{ type: 'Ready', status: 'True' }] },
  };
}

async function list(
  inventory: LiveInventory,
  kind: string,
  count: number,
  make: (n: number) => Json,
): Promise<void> {
  const resource = resourceOf(kind);
  const present = new Set<string>();
  for (let at = 0; at < count; at += PAGE) {
    const page = Array.from({ length: Math.min(PAGE, count - at) }, (_, n) => make(at + n));
    for (const { metadata: meta } of page) {
      const { uid, namespace, name } = identity.parse(meta);
      present.add(kind === 'Pod' ? uid : `${namespace}/${name}`);
    }
    await inventory.store({
      resource,
      apiVersion: resource.versions[0]?.apiVersion ?? '',
      present: page,
      gone: [],
    });
  }
  await inventory.reconcile(resource, present);
}

const identity = z.object({ uid: z.string(), namespace: z.string(), name: z.string() });

const postgres = await startTestPostgres();
try {
  const url = await postgres.createDatabase('inventory');
  const dataSource = await createDataSource(loadConfig({ DATABASE_URL: url }).database).initialize();
  await migrate(dataSource);
  await beginTerm(dataSource, { cluster, term: 1 }, watcherNamed('bench'), new Date());
  const inventory = new LiveInventory(dataSource, { cluster, term: 1 }, () => new Date());
  const everything = async (): Promise<void> => {
    await list(inventory, 'Deployment', PODS / PODS_PER_WORKLOAD, workload);
    await list(inventory, 'ReplicaSet', PODS / PODS_PER_WORKLOAD, replicaSet);
    await list(inventory, 'Pod', PODS, (n) => pod(n, 'Running'));
  };
  const written = async (): Promise<number> => {
    await dataSource.query(`SELECT pg_stat_force_next_flush()`);
    const [row] = await rows(
      dataSource,
      z.object({ rows: z.string().transform(Number) }),
      `SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0)::text AS rows FROM pg_stat_user_tables
       WHERE relname LIKE 'inventory%' OR relname = 'workloads'`,
    );
    return row?.rows ?? 0;
  };
  print('inventory.list.seconds', await timed(everything), 's');
  await dataSource.query('ANALYZE');
  const before = await written();
  print('inventory.relist.seconds', await timed(everything), 's');
  print('inventory.relist.rows_written', (await written()) - before, 'rows');
  const resource = resourceOf('Pod');
  const seconds = await timed(async () => {
    for (let at = 0; at < EVENTS; at += PAGE) {
      const present = Array.from({ length: PAGE }, (_, n) => pod((at + n) % PODS, 'Pending'));
      await inventory.store({ resource, apiVersion: 'v1', present, gone: [] });
    }
  });
  print('inventory.status_events_per_second', EVENTS / seconds, 'events/s');
  const resolver = inventoryResolver(dataSource, { otherwise: parkEverything });
  const lookups = await timed(async () => {
    for (let at = 0; at < EVENTS; at += PAGE) {
      const asked = Array.from({ length: PAGE }, (_, n) => {
        const { uid, namespace, name } = identity.parse(pod((at + n) % PODS, '')['metadata']);
        return { cluster, namespace, pod: name, uid };
      });
      await resolver.resolve(asked);
    }
  });
  print('inventory.known_pods_per_second', EVENTS / lookups, 'pods/s');
  print('inventory.peak_rss_mb', process.resourceUsage().maxRSS / 1024, 'MB');
  await dataSource.destroy();
} finally {
  await postgres.stop();
}
