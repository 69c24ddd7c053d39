import { byName, IngestionMetrics } from '#libs/ingestion';
import { createDataSource, rows } from '#libs/persistence';
import { loadConfig, Readiness } from '#libs/platform';
import { Registry } from 'prom-client';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { createDatabase } from '../../../../test/services/index.js';
import { EventConsumer } from './event-consumer.js';

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

it('a consumer whose brokers are away stops in time, with dead letters that it has not got rid of', async () => {
  const config = loadConfig({ DATABASE_URL: await createDatabase(), KAFKA_DEAD_LETTER_TOPIC: 'letters' });
  const dataSource = await createDataSource(config.database).initialize();
  await dataSource.query(
    `INSERT INTO dead_letters (topic, partition, message_offset, reason, mistakes)
     SELECT 't', 0, n, 'not-json', '[]' FROM generate_series(1, 250) AS n`,
  );
  const consumer = new EventConsumer({
    config,
    // A port that nothing listens on.
    kafka: { ...config.kafka, brokers: ['127.0.0.1:1'] },
    dataSource,
    resolver: byName,
    metrics: new IngestionMetrics(new Registry()),
    readiness: new Readiness(),
    logger: silent,
    sources: new Map(),
  });
  consumer.start();
  // The relay has its letters, and waits for the brokers.
  const waiting = () =>
    rows(
      dataSource,
      z.object({ count: z.int() }).transform(({ count }) => count),
      `SELECT count(*)::int AS count FROM pg_stat_activity
       WHERE datname = current_database() AND state = 'idle in transaction'`,
    );
  await expect.poll(waiting, { timeout: 30_000, interval: 20 }).toEqual([1]);
  const began = performance.now();
  await consumer.stop();
  await dataSource.destroy();
  // What is bounded takes 5 s; without bounds it was 16 s. Between them is room for a busy machine.
  expect(performance.now() - began).toBeLessThan(12_000);
});
