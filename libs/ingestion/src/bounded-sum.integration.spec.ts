import { createDataSource, Reach, rows } from '#libs/persistence';
import { loadConfig } from '#libs/platform';
import { itemBounds } from '#libs/profiles';
import { Registry } from 'prom-client';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { calls, TestAgent } from '../../../test/fixtures/runtime-events.js';
import { createDatabase } from '../../../test/services/index.js';
import { IngestionMetrics } from './ingestion-metrics.js';
import { readClusterCoverage } from './profiles/cluster-coverage.js';
import { readProfiles } from './profiles/read-profiles.js';
import { RequestIngestion } from './requests/request-ingestion.js';
import { byName } from './workload-resolver.js';

const most = 9_007_199_254_740_991;
const largest = 2 ** 40;
const cluster = 'much';
const workload = { cluster, namespace: 'shop', kind: 'Deployment', name: 'web' };

let dataSource: DataSource;
let ingestion: RequestIngestion;

beforeAll(async () => {
  const settings = loadConfig({ DATABASE_URL: await createDatabase() });
  dataSource = await createDataSource(settings.database).initialize();
  const metrics = new IngestionMetrics(new Registry());
  const now = () => new Date('2026-03-05T00:00:00Z');
  ingestion = new RequestIngestion({ dataSource, resolver: byName, settings, metrics, now });
});
afterAll(() => dataSource.destroy());

const agent = new TestAgent({ cluster, covers: ['syscall'] });

/** So many observations of a call, each of as many times as one may be of. */
async function show(observations: number, day: string, changes: object = {}): Promise<void> {
  const at = `${day}T10:00:00Z`;
  const seen = {
    pod: 'web-7d9c5b6f84-x2z4q',
    owner: { kind: 'ReplicaSet', name: 'web-7d9c5b6f84' },
    observations: Array.from({ length: observations }, () =>
      calls('read', { count: largest, first: at, last: at }),
    ),
  };
  await ingestion.ingest({ json: agent.event([seen], { sentAt: at, ...changes }) });
}

async function countsOf(): Promise<readonly number[]> {
  const profiles = await readProfiles(dataSource, [workload], {}, itemBounds(2_000));
  return [...profiles.values()].flatMap(({ containers }) =>
    containers.flatMap(({ items }) => items.map(({ seen }) => seen.count)),
  );
}

/** What is stored of the days. */
function stored() {
  return rows(
    dataSource,
    z.object({ day: z.string(), count: z.string(), received: z.string(), lost: z.string() }),
    `SELECT day::text, count::text, received::text, lost::text
     FROM runtime_observations JOIN runtime_transmissions USING (day) WHERE cluster = $1 ORDER BY day`,
    [cluster],
  );
}

it('sums of counts stay at the largest that is counted, and what they are part of can be read', async () => {
  await show(1, '2026-03-01', { lost: { syscall: 7 } });
  expect(await countsOf()).toEqual([largest]);
  await show(8_191, '2026-03-01', { lost: { syscall: largest } });
  expect(await countsOf()).toEqual([most]);
  // Once more on that day, and on another one: within a row, and over days.
  await show(9_000, '2026-03-01');
  await show(9_000, '2026-03-02');
  expect(await stored()).toEqual([
    { day: '2026-03-01', count: String(most), received: String(most), lost: String(largest + 7) },
    { day: '2026-03-02', count: String(most), received: String(most), lost: '0' },
  ]);
  await dataSource.query(`UPDATE runtime_transmissions SET lost = ${most} WHERE day = '2026-03-02'`);
  await show(1, '2026-03-02', { lost: { syscall: largest } });
  expect(await countsOf()).toEqual([most]);
  expect(await stored()).toEqual([
    { day: '2026-03-01', count: String(most), received: String(most), lost: String(largest + 7) },
    { day: '2026-03-02', count: String(most), received: String(most), lost: String(most) },
  ]);
  const days = { from: '2026-03-01', to: '2026-03-05' };
  const coverage = await readClusterCoverage(dataSource, Reach.everything, cluster, days, { ofNodes: true });
  expect(coverage.dimensions.find(({ dimension }) => dimension === 'syscall')?.sent).toEqual({
    received: most,
    lost: most,
  });
});
