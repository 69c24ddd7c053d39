import { beginTerm, latestTerm, readWatch } from '#libs/inventory';
import type { KafkaLogger } from '#libs/kafka';
import { createDataSource } from '#libs/persistence';
import { Registry } from 'prom-client';
import type { DataSource } from 'typeorm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createDatabase } from '../../../../test/services/index.js';
import { ClusterWatcher, type WatcherParts } from './cluster-watcher.js';
import { InventoryMetrics } from './inventory-metrics.js';
import { KubernetesApiError } from './kubernetes-api.js';

const silent: KafkaLogger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const soon = { timeout: 30_000, interval: 20 };

let dataSource: DataSource;
let cluster = '';
let count = 0;
let running: ClusterWatcher[] = [];

beforeAll(async () => {
  const url = await createDatabase();
  dataSource = createDataSource({ url, poolSize: 5, connectTimeout: 10_000, statementTimeout: 60_000 });
  await dataSource.initialize();
});
afterAll(() => dataSource.destroy());
beforeEach(() => {
  count += 1;
  cluster = `elected-${count}`;
});
afterEach(async () => {
  await Promise.all(running.map((watcher) => watcher.stop()));
  running = [];
});

/** An API server with nothing but a namespace, and Leases. `listing`: is awaited before each list. */
function emptyCluster(
  listing: (path: string) => Promise<void> = () => Promise.resolve(),
): WatcherParts['api'] {
  const leases = new Map<string, object>();
  return {
    request: async (method, path, { body }) => {
      if (path.includes('/leases')) {
        if (method === 'GET') {
          const found = leases.get(path);
          if (found === undefined) throw new KubernetesApiError(404, 'not found');
          return found;
        }
        const { metadata, spec } = Object(body);
        const lease = { metadata: { ...metadata, resourceVersion: '1' }, spec };
        leases.set(method === 'POST' ? `${path}/${metadata.name}` : path, lease);
        return lease;
      }
      await listing(path);
      const items = path === '/api/v1/namespaces' ? [{ metadata: { name: 'kube-system', uid: 'c1' } }] : [];
      return { metadata: { resourceVersion: '1' }, items };
    },
    watch: (_path, _query, signal) => Promise.resolve(nothingUntil(signal)),
  };
}

// oxlint-disable-next-line require-yield -- a watch of which nothing is heard
async function* nothingUntil(signal: AbortSignal): AsyncGenerator<string> {
  await new Promise((resolve) => signal.addEventListener('abort', resolve));
  signal.throwIfAborted();
}

function start(
  api: WatcherParts['api'],
  namespace: string,
  pause?: (ms: number, signal: AbortSignal) => Promise<unknown>,
): ClusterWatcher {
  const watcher = new ClusterWatcher({
    dataSource,
    api,
    cluster,
    lease: { namespace, name: 'inventory', identity: `collector in ${namespace}`, duration: 600 },
    pageSize: 500,
    ...(pause !== undefined && { pause }),
    metrics: new InventoryMetrics(new Registry(), cluster),
    logger: silent,
  });
  running.push(watcher);
  watcher.start();
  return watcher;
}

async function isWatchedFrom(namespace: string): Promise<void> {
  await vi.waitFor(async () => {
    const watch = await readWatch(dataSource, cluster);
    expect(watch?.watcher).toBe(`collector in ${namespace}`);
    expect(watch?.syncedAt).toBeInstanceOf(Date);
  }, soon);
}

describe('collectors with different Leases', () => {
  it('do not take a cluster from each other: the second says why it waits, until the first has stopped', async () => {
    const api = emptyCluster();
    const first = start(api, 'old');
    await isWatchedFrom('old');
    let pauses = 0;
    start(api, 'new', () => {
      pauses += 1;
      return new Promise(setImmediate);
    });
    await vi.waitFor(async () => {
      expect(pauses).toBeGreaterThan(3);
      // Until the first one says again that it lives.
      expect((await readWatch(dataSource, cluster))?.error).toContain('old/inventory');
    }, soon);
    expect(await readWatch(dataSource, cluster)).toMatchObject({ watcher: 'collector in old', term: 1 });
    await first.stop();
    await isWatchedFrom('new');
  });
});

describe('a watcher that somebody else replaces', () => {
  it('waits longer each time before it takes the cluster again, until everything could be listed', async () => {
    const pauses: number[] = [];
    const between = (failures: number) => {
      const ms = pauses.at(-1);
      expect(ms).toBeGreaterThanOrEqual(250 * 2 ** (failures - 1));
      expect(ms).toBeLessThanOrEqual(500 * 2 ** (failures - 1));
    };
    // By one of whose Lease nothing is known.
    const replace = async () => {
      const term = (await latestTerm(dataSource, cluster)) + 1;
      await beginTerm(dataSource, { cluster, term }, { name: 'other', clusterIdentity: 'c1' }, new Date());
    };
    let replaced = 0;
    const api = emptyCluster(async (path) => {
      if (path !== '/api/v1/pods' || replaced === 4) return;
      if (replaced > 0) between(replaced);
      replaced += 1;
      await replace();
    });
    start(api, 'here', (ms) => Promise.resolve(pauses.push(ms)));
    await isWatchedFrom('here');
    expect(pauses).toHaveLength(4);
    between(4);
    await replace();
    await vi.waitFor(() => expect(pauses).toHaveLength(5), soon);
    between(1);
    await isWatchedFrom('here');
    expect((await readWatch(dataSource, cluster))?.error).toBeUndefined();
  });
});
