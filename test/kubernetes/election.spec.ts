import { type ChildProcess, execFileSync, fork } from 'node:child_process';
import { createDataSource } from '#libs/persistence';
import { readWatch, selectWorkloads } from '#libs/inventory';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { createDatabase } from '../services/index.js';
import type { Manifest } from './cluster.js';
import { namespace, startWatchedCluster, type WatchedCluster } from './watched-cluster.js';

const cluster = 'elected';
const soon = { timeout: 40_000, interval: 100 };
const collectors: ChildProcess[] = [];

let watched: WatchedCluster;
let url: string;
let dataSource: DataSource;

beforeAll(async () => {
  execFileSync(process.execPath, ['scripts/build.mjs'], { stdio: 'inherit' });
  watched = await startWatchedCluster();
  await watched.create(namespace('shop'));
  url = await createDatabase();
  dataSource = createDataSource({ url, poolSize: 2, connectTimeout: 10_000, statementTimeout: 60_000 });
  await dataSource.initialize();
});
afterAll(async () => {
  for (const collector of collectors) collector.kill('SIGKILL');
  await dataSource.destroy();
  await watched.stop();
});

/** A collector as it is delivered; nothing less can be killed. */
function startCollector(): ChildProcess {
  const collector = fork('dist/apps/collector/src/main.js', {
    env: {
      ...process.env,
      DATABASE_URL: url,
      KUBERNETES_WATCH: 'true',
      KUBERNETES_CLUSTER: cluster,
      KUBECONFIG: watched.kubeconfigFile,
      KUBERNETES_LEASE_DURATION: '6s',
      COLLECTOR_HEALTH_PORT: '0',
    },
    stdio: 'ignore',
  });
  collectors.push(collector);
  return collector;
}

function deployment(name: string): Manifest {
  const template = { metadata: { labels: { app: 'a' } }, spec: { containers: [{ name: 'c', image: 'i' }] } };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: 'shop' },
    spec: { selector: { matchLabels: { app: 'a' } }, template },
  };
}

async function watchIn(term: number): Promise<string> {
  return vi.waitFor(async () => {
    const watch = await readWatch(dataSource, cluster);
    expect(watch?.term).toBe(term);
    expect(watch?.syncedAt).toBeInstanceOf(Date);
    return watch?.watcher ?? '';
  }, soon);
}

async function hasWorkloads(count: number): Promise<void> {
  await vi.waitFor(async () => {
    expect(await selectWorkloads(dataSource, { clusters: [cluster] })).toHaveLength(count);
  }, soon);
}

it('the watcher is killed, then its successor is stopped and goes on: one watches at a time, and nothing is lost', async () => {
  const first = startCollector();
  const firstWatcher = await watchIn(1);
  await watched.create(deployment('one'));
  await hasWorkloads(1);

  const second = startCollector();
  first.kill('SIGKILL');
  await watched.create(deployment('two'));
  const secondWatcher = await watchIn(2);
  expect(secondWatcher).not.toBe(firstWatcher);
  await hasWorkloads(2);

  second.kill('SIGSTOP');
  startCollector();
  const thirdWatcher = await watchIn(3);
  expect(thirdWatcher).not.toBe(secondWatcher);
  second.kill('SIGCONT');
  // It hears of these too, from watches that it still has.
  await watched.create(deployment('three'), deployment('four'));
  await watched.remove(deployment('one'));
  await hasWorkloads(3);
  expect((await readWatch(dataSource, cluster))?.watcher).toBe(thirdWatcher);
});
