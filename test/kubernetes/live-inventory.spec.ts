import { readFileSync } from 'node:fs';
import { readDocuments } from '#libs/kubernetes';
import { createDataSource, workloadId } from '#libs/persistence';
import { readWatch, readWorkloads, selectWorkloads, watchedResources } from '#libs/inventory';
import type { KafkaLogger } from '#libs/kafka';
import { Registry } from 'prom-client';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { ClusterWatcher } from '../../apps/collector/src/inventory/cluster-watcher.js';
import { InventoryMetrics } from '../../apps/collector/src/inventory/inventory-metrics.js';
import { KubernetesApi } from '../../apps/collector/src/inventory/kubernetes-api.js';
import { createDatabase } from '../services/index.js';
import type { Manifest } from './cluster.js';
import { namespace, startWatchedCluster, type WatchedCluster } from './watched-cluster.js';

const cluster = 'watched';
const silent: KafkaLogger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const soon = { timeout: 40_000, interval: 50 };

let watched: WatchedCluster;
let dataSource: DataSource;
let registry: Registry;
let watcher: ClusterWatcher;

function newWatcher(identity: string): ClusterWatcher {
  registry = new Registry();
  return new ClusterWatcher({
    dataSource,
    api: new KubernetesApi(watched.kubeconfig),
    cluster,
    lease: { namespace: 'policy-advisor', name: 'policy-advisor-inventory', identity, duration: 2_000 },
    pageSize: 3, // so that every list has pages
    watchSeconds: 10,
    metrics: new InventoryMetrics(registry, cluster),
    logger: silent,
  });
}

beforeAll(async () => {
  watched = await startWatchedCluster();
  const url = await createDatabase();
  dataSource = createDataSource({ url, poolSize: 5, connectTimeout: 10_000, statementTimeout: 60_000 });
  await dataSource.initialize();
  const any = { rule: 'RunAsAny' };
  await watched.create(namespace('shop'), account('default'), {
    apiVersion: 'policy/v1beta1',
    kind: 'PodSecurityPolicy',
    metadata: { name: 'base' },
    spec: {
      requiredDropCapabilities: ['NET_RAW'],
      allowedCapabilities: ['NET_ADMIN'],
      runAsUser: any,
      fsGroup: any,
      seLinux: any,
      supplementalGroups: any,
      volumes: ['*'],
    },
  });
  for (let index = 0; index < 7; index += 1) await watched.create(deployment(`app-${index}`));
  watcher = newWatcher('collector-1');
  watcher.start();
  await synced();
});
afterAll(async () => {
  await watcher.stop();
  await dataSource.destroy();
  await watched.stop();
});

const template = {
  metadata: { labels: { app: 'web' } },
  spec: { containers: [{ name: 'app', image: 'app:1' }] },
};

function account(name: string): Manifest {
  return { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace: 'shop' } };
}

function deployment(name: string, more: Record<string, unknown> = {}): Manifest {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: 'shop' },
    spec: { selector: { matchLabels: { app: 'web' } }, template, ...more },
  };
}

// There are no controllers here: what they would make is made by the test.
function owned(kind: string, name: string) {
  return [
    { apiVersion: 'apps/v1', kind, name, uid: '11111111-1111-4111-8111-111111111111', controller: true },
  ];
}

function replicaSet(name: string, of: string): Manifest {
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: { name, namespace: 'shop', ownerReferences: owned('Deployment', of) },
    spec: { selector: { matchLabels: { app: 'web' } }, template },
  };
}

function pod(
  name: string,
  owner: readonly [string, string] | undefined,
  containers: readonly object[],
): Manifest {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace: 'shop',
      ...(owner !== undefined && { ownerReferences: owned(...owner) }),
    },
    spec: { containers, terminationGracePeriodSeconds: 0 },
  };
}

const app = { name: 'app', image: 'app:1' };
const proxy = { name: 'proxy', image: 'proxy:1', securityContext: { capabilities: { add: ['NET_ADMIN'] } } };

async function names(): Promise<readonly string[]> {
  const ids = await selectWorkloads(dataSource, { clusters: [cluster], namespaces: ['shop'] });
  return (await readWorkloads(dataSource, ids)).map(({ workload }) => `${workload.kind}/${workload.name}`);
}

function idOf(kind: string, name: string): string {
  return workloadId({ cluster, namespace: 'shop', kind, name });
}

async function synced(): Promise<void> {
  await vi.waitFor(async () => {
    const watch = await readWatch(dataSource, cluster);
    expect(watch?.syncedAt).toBeInstanceOf(Date);
  }, soon);
}

async function lists(resource: string): Promise<number> {
  const metric = await registry.getSingleMetric('inventory_lists_total')?.get();
  return metric?.values.find(({ labels }) => labels['resource'] === resource)?.value ?? 0;
}

async function events(resource: string, type: string): Promise<number> {
  const metric = await registry.getSingleMetric('inventory_watch_events_total')?.get();
  const found = metric?.values.find(
    ({ labels }) => labels['resource'] === resource && labels['type'] === type,
  );
  return found?.value ?? 0;
}

async function has(...expected: readonly string[]): Promise<void> {
  await vi.waitFor(async () => expect(await names()).toEqual(expect.arrayContaining([...expected])), soon);
}

async function lacks(name: string): Promise<void> {
  await vi.waitFor(async () => expect(await names()).not.toContain(name), soon);
}

/** Waits until Deployments are watched, not listed any more. */
async function deploymentsAreWatched(marker: string): Promise<void> {
  const before = await events('deployments.apps', 'present');
  await watched.create(deployment(marker));
  await vi.waitFor(
    async () => expect(await events('deployments.apps', 'present')).toBeGreaterThan(before),
    soon,
  );
}

describe('a watched cluster', () => {
  it('is listed page by page, with the rights of the ClusterRole alone', async () => {
    expect(await names()).toEqual([0, 1, 2, 3, 4, 5, 6].map((index) => `Deployment/app-${index}`));
    const watch = await readWatch(dataSource, cluster);
    expect(watch).toMatchObject({ watcher: 'collector-1', term: 1, live: true, error: undefined });
    // Events are listed last, and nobody waits for them.
    await vi.waitFor(async () => {
      const { resources } = (await readWatch(dataSource, cluster)) ?? { resources: [] };
      expect(resources).toHaveLength(watchedResources.length);
      expect(resources.filter(({ state }) => state !== 'synced')).toEqual([]);
    }, soon);
  });

  it('is followed: what is made appears, what is changed changes, what is deleted goes', async () => {
    await watched.create(deployment('web'), account('builder'));
    await has('Deployment/web');
    await watched.patch({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web', namespace: 'shop' },
      spec: { template: { spec: { hostNetwork: true } } },
    });
    await vi.waitFor(async () => {
      const [stored] = await readWorkloads(dataSource, [idOf('Deployment', 'web')]);
      expect(stored?.shapes[0]?.pod.spec.hostNetwork).toBe(true);
    }, soon);
    await watched.remove(deployment('web'));
    await lacks('Deployment/web');
    expect(await lists('deployments.apps')).toBe(1);
  });

  it('shows what was injected into running pods, without what the policy filled in', async () => {
    await watched.create(
      deployment('side'),
      replicaSet('side-7d9c8b6f5', 'side'),
      pod('side-7d9c8b6f5-x2k4q', ['ReplicaSet', 'side-7d9c8b6f5'], [app, proxy]),
      pod('side-7d9c8b6f5-b2k4q', ['ReplicaSet', 'side-7d9c8b6f5'], [app, proxy]),
    );
    await vi.waitFor(async () => {
      const [stored] = await readWorkloads(dataSource, [idOf('Deployment', 'side')]);
      expect(stored?.shapes.map(({ origin, pod: { spec } }) => [origin, spec.containers.length])).toEqual([
        ['template', 1],
        ['live', 2],
      ]);
      expect(stored?.shapes[1]?.pod.spec.containers[1]?.securityContext).toEqual({
        capabilities: { add: ['NET_ADMIN'] },
      });
    }, soon);
  });

  it('has bare pods and those of custom controllers', async () => {
    await watched.create(pod('alone', undefined, [app]), pod('db-0', ['Postgres', 'db'], [app]));
    await has('Pod/alone', 'Postgres/db');
    await watched.remove(pod('alone', undefined, [app]));
    await watched.remove(pod('db-0', ['Postgres', 'db'], [app]));
    await lacks('Pod/alone');
    await lacks('Postgres/db');
    expect((await readWatch(dataSource, cluster))?.pods).toBe(2);
  });
});

describe('the watch of a cluster goes on', () => {
  it('from where it was after the connection was lost', async () => {
    await deploymentsAreWatched('before-outage');
    const before = await lists('deployments.apps');
    watched.cable.cut();
    await watched.create(deployment('during-outage'));
    await watched.remove(deployment('app-6'));
    await vi.waitFor(async () => {
      const watch = await readWatch(dataSource, cluster);
      expect(watch?.resources.find(({ resource }) => resource === 'deployments.apps')?.state).toBe('failing');
      expect(watch?.error).toEqual(expect.any(String));
    }, soon);
    watched.cable.mend();
    await has('Deployment/during-outage');
    await lacks('Deployment/app-6');
    await vi.waitFor(async () => {
      const watch = await readWatch(dataSource, cluster);
      expect(watch?.resources.filter(({ state }) => state !== 'synced')).toEqual([]);
      expect(watch?.error).toBeUndefined();
    }, soon);
    expect(await lists('deployments.apps')).toBe(before);
    expect((await readWatch(dataSource, cluster))?.term).toBe(1);
  });

  it('after a crash of the API server', async () => {
    await watched.server.kill();
    await watched.server.restart();
    await watched.create(deployment('after-crash'));
    await has('Deployment/after-crash');
    expect((await readWatch(dataSource, cluster))?.term).toBe(1);
  });

  it('after Postgres has ended its connections', async () => {
    for (const name of ['before', 'while', 'after']) {
      await watched.create(deployment(`${name}-postgres`));
      await dataSource
        .query(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
           WHERE datname = current_database() AND pid <> pg_backend_pid()`,
        )
        .catch(() => undefined);
    }
    await has('Deployment/before-postgres', 'Deployment/while-postgres', 'Deployment/after-postgres');
    expect((await readWatch(dataSource, cluster))?.term).toBe(1);
  });

  it('with a new list where the server no longer knows where it was, and what is gone disappears', async () => {
    await deploymentsAreWatched('before-compaction');
    const before = await lists('deployments.apps');
    const expired = await events('deployments.apps', 'expired');
    watched.cable.cut();
    await watched.remove(deployment('app-5'));
    await watched.create(deployment('after-compaction'));
    await watched.server.kill();
    await watched.server.compact();
    await watched.server.restart();
    watched.cable.mend();
    await has('Deployment/after-compaction');
    await lacks('Deployment/app-5');
    await vi.waitFor(async () => expect(await lists('deployments.apps')).toBe(before + 1), soon);
    expect(await events('deployments.apps', 'expired')).toBe(expired + 1);
  });

  it('with the next token when the one before is no longer taken', async () => {
    await watched.rotateToken();
    // A server that has just started remembers no token that it has seen.
    await watched.server.kill();
    await watched.server.restart();
    await watched.create(deployment('after-rotation'));
    await has('Deployment/after-rotation');
    expect((await readWatch(dataSource, cluster))?.term).toBe(1);
  });

  it('of everything else where one resource may no longer be read', async () => {
    const rights = readDocuments(readFileSync('deploy/kubernetes/watcher-rbac.yaml', 'utf8')).documents;
    const rules = z
      .array(z.looseObject({ resources: z.array(z.string()) }))
      .parse(rights.find(({ value }) => value['kind'] === 'ClusterRole')?.value['rules']);
    const role = (granted: typeof rules): Manifest => ({
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: { name: 'policy-advisor-watcher' },
      rules: granted,
    });
    const failing = async () => {
      const watch = await readWatch(dataSource, cluster);
      return watch?.resources.flatMap(({ resource, state, error }) =>
        state === 'failing' ? [[resource, error]] : [],
      );
    };
    await watched.patch(role(rules.filter(({ resources }) => !resources.includes('podsecuritypolicies'))));
    await vi.waitFor(async () => {
      expect(await failing()).toEqual([
        ['podsecuritypolicies.policy', expect.stringContaining('podsecuritypolicies.policy is forbidden')],
      ]);
    }, soon);
    await watched.create(deployment('without-policies'));
    await has('Deployment/without-policies');
    await watched.patch(role(rules));
    await vi.waitFor(async () => expect(await failing()).toEqual([]), soon);
  });

  it('by bookmarks: the server says how far a watch is before it ends it', async () => {
    // It says so only of a watch that has seen a change: one that was made just before the watch ended is of no use.
    let changes = 0;
    await vi.waitFor(
      async () => {
        changes += 1;
        await watched.create(deployment(`before-bookmark-${changes}`));
        expect(await events('deployments.apps', 'bookmark')).toBeGreaterThan(0);
      },
      { ...soon, interval: 1_000 },
    );
  });
});
