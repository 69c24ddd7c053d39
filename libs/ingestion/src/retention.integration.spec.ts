import { applyRetention, createDataSource, rows } from '#libs/persistence';
import { loadConfig } from '#libs/platform';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { createDatabase } from '../../../test/services/index.js';
import { DayPartitions } from './day-partitions.js';
import { ingestionRetention } from './retention.js';

const day = 86_400_000;
const keep = { observations: 90 * day, deadLetters: 14 * day, eventIds: 3 * day, deadLettersRelayed: false };
const rules = ingestionRetention(keep);
const now = new Date('2026-04-05T00:00:00Z');
let dataSource: DataSource;

beforeAll(async () => {
  const config = loadConfig({ DATABASE_URL: await createDatabase() });
  dataSource = await createDataSource(config.database).initialize();
});
afterAll(() => dataSource.destroy());

it('every rule comes after those whose rows refer to its own', () => {
  const names = rules.map(({ name }) => name);
  const wrong = rules.filter(({ after = [] }, index) =>
    after.some((name) => !names.slice(0, index).includes(name)),
  );
  expect(wrong).toEqual([]);
});

it('a day that a flush writes to keeps what it may refer to, and nothing else', async () => {
  const window = { now: new Date('2026-01-02T00:00:00Z'), retention: keep.observations };
  await new DayPartitions(dataSource).ensure(['2026-01-02'], window);
  await dataSource.query(
    `INSERT INTO runtime_items (id, dimension, item, last_day) VALUES (gen_random_uuid(), 'exec', '{}', '2026-01-02')`,
  );
  await dataSource.query(`INSERT INTO runtime_images (id, description, last_day)
    VALUES (gen_random_uuid(), '{}', '2026-01-02')`);
  await dataSource.query(`INSERT INTO runtime_loss_totals (cluster, node, agent, run, totals, revision, last_day)
    VALUES ('c', 'n', 'falco', 'old', '{}', 1, '2026-01-02')`);
  await dataSource.query(`INSERT INTO dead_letters (topic, partition, message_offset, reason, mistakes, received_at)
    VALUES ('t', 0, 1, 'invalid', '[]', '2026-01-02')`);
  const left = () =>
    rows(
      dataSource,
      z.object({ name: z.string() }).transform(({ name }) => name),
      `SELECT 'item' AS name FROM runtime_items UNION ALL SELECT 'image' FROM runtime_images
       UNION ALL SELECT 'loss' FROM runtime_loss_totals UNION ALL SELECT 'letter' FROM dead_letters
       UNION ALL SELECT 'day' FROM pg_class WHERE relname = 'runtime_watches_20260102'`,
    );
  const flush = dataSource.createQueryRunner();
  await flush.startTransaction();
  await flush.query('LOCK TABLE runtime_watches IN ROW EXCLUSIVE MODE');
  await expect(applyRetention(dataSource, rules, { now })).rejects.toMatchObject({ code: '55P03' });
  expect(await left()).toEqual(['item', 'image', 'day']);
  await flush.rollbackTransaction();
  await flush.release();
  expect([await applyRetention(dataSource, rules, { now }), await left()]).toEqual([true, []]);
});
