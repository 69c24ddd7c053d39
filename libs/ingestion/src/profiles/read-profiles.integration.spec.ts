import { createDataSource } from '#libs/persistence';
import { loadConfig } from '#libs/platform';
import { itemBounds } from '#libs/profiles';
import { Registry } from 'prom-client';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { calls, TestAgent, writes } from '../../../../test/fixtures/runtime-events.js';
import { createDatabase } from '../../../../test/services/index.js';
import { IngestionMetrics } from '../ingestion-metrics.js';
import { RequestIngestion } from '../requests/request-ingestion.js';
import { byName } from '../workload-resolver.js';
import { readProfiles } from './read-profiles.js';

let dataSource: DataSource;
let ingestion: RequestIngestion;

beforeAll(async () => {
  const settings = loadConfig({ DATABASE_URL: await createDatabase() });
  dataSource = await createDataSource(settings.database).initialize();
  const metrics = new IngestionMetrics(new Registry());
  const now = () => new Date('2026-03-08T00:00:00Z');
  ingestion = new RequestIngestion({ dataSource, resolver: byName, settings, metrics, now });
});
afterAll(() => dataSource.destroy());

const owner = { kind: 'StatefulSet', name: 'db' };
const days = [1, 2, 3].map((day) => `2026-03-0${day}`);

/** What an agent watches of a pod on a day; it knows its UID, or its name alone. */
async function watch(
  by: TestAgent,
  namespace: string,
  day: string,
  pod: { readonly uid?: string; readonly digest?: string; readonly observed: 'file' | 'syscall' },
): Promise<void> {
  const at = { first: `${day}T10:00:00Z`, last: `${day}T10:00:00Z` };
  const observations = [pod.observed === 'file' ? writes('/data', at) : calls('read', at)];
  const { uid = `${namespace}/db-0`, digest } = pod;
  const more = digest === undefined ? {} : { imageDigest: `sha256:${digest.repeat(64)}` };
  const event = by.event([{ namespace, pod: 'db-0', uid, owner, more, observations }], {
    sentAt: `${day}T10:30:00Z`,
  });
  await ingestion.ingest({ json: event });
}

async function coverageOf(namespace: string) {
  const reference = { cluster: 'prod', namespace, kind: 'StatefulSet', name: 'db' };
  const profiles = await readProfiles(dataSource, [reference], {}, itemBounds(2_000));
  return profiles.get(`prod/${namespace}/StatefulSet/db`)?.containers[0]?.coverage;
}

describe('a pod that is watched in the same way on several days', () => {
  it('is one pod, of all the days, from the first to the last', async () => {
    const agent = new TestAgent();
    for (const day of days) await watch(agent, 'same', day, { uid: 'uid-a', observed: 'syscall' });
    expect((await coverageOf('same'))?.syscall).toMatchObject({
      pods: 1,
      days: 3,
      from: '2026-03-01T10:00:00.000000000Z',
      to: '2026-03-03T10:30:00.000000000Z',
    });
  });

  it('is on each day the one that had the name, where an agent knows no more than that', async () => {
    const [known, named] = [new TestAgent({ covers: ['syscall'] }), new TestAgent({ covers: ['file'] })];
    const [first = '', second = '', third = ''] = days;
    await watch(known, 'named', first, { uid: 'uid-1', digest: 'a', observed: 'syscall' });
    await watch(known, 'named', second, { uid: 'uid-2', digest: 'b', observed: 'syscall' });
    for (const day of [first, second, third]) await watch(named, 'named', day, { observed: 'file' });
    const coverage = await coverageOf('named');
    expect([coverage?.syscall?.pods, coverage?.file?.pods]).toEqual([2, 2]);
    expect(
      coverage?.file?.versions?.map(({ imageDigest, days: on }) => [imageDigest?.slice(0, 8), on]),
    ).toEqual([
      ['sha256:b', 1],
      ['sha256:a', 2],
    ]);
  });
});
