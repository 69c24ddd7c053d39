import { createDataSource } from '#libs/persistence';
import { loadConfig } from '#libs/platform';
import { Registry } from 'prom-client';
import type { DataSource } from 'typeorm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createDatabase } from '../../../test/services/index.js';
import { DeadLetterRelay } from './dead-letter-relay.js';
import { IngestionMetrics } from './ingestion-metrics.js';

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const every = 1_000;
let dataSource: DataSource;

beforeAll(async () => {
  const config = loadConfig({ DATABASE_URL: await createDatabase() });
  dataSource = await createDataSource(config.database).initialize();
});
afterAll(() => dataSource.destroy());
beforeEach(async () => {
  await dataSource.query('TRUNCATE dead_letters');
  // More than go at once.
  await dataSource.query(
    `INSERT INTO dead_letters (topic, partition, message_offset, reason, mistakes)
     SELECT 't', 0, n, 'not-json', '[]' FROM generate_series(1, 250) AS n`,
  );
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** A relay, and the writes that it waits for. */
function relayed() {
  const writes: PromiseWithResolvers<void>[] = [];
  const writer = {
    write: (_: string, messages: readonly unknown[]) => {
      if (messages.length === 0) return Promise.resolve();
      const write = Promise.withResolvers<void>();
      writes.push(write);
      return write.promise;
    },
  };
  const metrics = new IngestionMetrics(new Registry());
  const relay = new DeadLetterRelay(dataSource, writer, 'letters', metrics, silent);
  relay.start(every);
  return { relay, writes };
}

const left = async (): Promise<number> => {
  const found: unknown[] = await dataSource.query('SELECT FROM dead_letters WHERE relayed_at IS NULL');
  return found.length;
};

describe('the relay of dead letters', () => {
  it('writes all there are, and looks again some time after that', async () => {
    const { relay, writes } = relayed();
    vi.advanceTimersByTime(every);
    for (let count = 1; count <= 3; count += 1) {
      await expect.poll(() => writes.length).toBe(count);
      writes.at(-1)?.resolve();
    }
    await expect.poll(left).toBe(0);
    await dataSource.query('UPDATE dead_letters SET relayed_at = NULL WHERE message_offset = 1');
    await expect
      .poll(() => {
        vi.advanceTimersByTime(every);
        return writes.length;
      })
      .toBe(4);
    writes.at(-1)?.resolve();
    await expect.poll(left).toBe(0);
    await relay.stop();
  });

  it('tries one thing at a time while brokers are away, and stops after that one', async () => {
    const { relay, writes } = relayed();
    vi.advanceTimersByTime(every);
    await expect.poll(() => writes.length).toBe(1);
    vi.advanceTimersByTime(20 * every);
    const stopped = relay.stop();
    writes[0]?.reject(new Error('no broker'));
    // Whatever else it may try would wait for ever.
    await stopped;
    vi.advanceTimersByTime(20 * every);
    expect([writes.length, await left()]).toEqual([1, 250]);
  });

  it('stops between two transactions, however many letters are left', async () => {
    const { relay, writes } = relayed();
    vi.advanceTimersByTime(every);
    await expect.poll(() => writes.length).toBe(1);
    const stopped = relay.stop();
    writes[0]?.resolve();
    await stopped;
    expect([writes.length, await left()]).toEqual([1, 150]);
  });

  it('gives up letters that nobody takes when it is to stop, and keeps them', async () => {
    const { relay, writes } = relayed();
    vi.advanceTimersByTime(every);
    await expect.poll(() => writes.length).toBe(1);
    const stopped = relay.stop();
    vi.advanceTimersByTime(2_000);
    await stopped;
    writes[0]?.reject(new Error('no broker'));
    expect([writes.length, await left()]).toEqual([1, 250]);
  });
});
