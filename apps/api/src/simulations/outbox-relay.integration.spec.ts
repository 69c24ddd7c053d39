import { setImmediate } from 'node:timers/promises';
import { createDataSource } from '#libs/persistence';
import { JobQueue } from '#libs/queue';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { createDatabase } from '../../../../test/services/index.js';
import { OutboxRelay } from './queue.module.js';

let dataSource: DataSource;
let queue: JobQueue;

beforeAll(async () => {
  const url = await createDatabase();
  const options = { url, poolSize: 2, connectTimeout: 10_000, statementTimeout: 60_000 };
  dataSource = await createDataSource(options).initialize();
  queue = new JobQueue({ kind: 'postgres', connectionString: url }, () => undefined);
  await queue.ready();
});
afterAll(async () => {
  await queue.close();
  await dataSource.destroy();
});

it('the outbox is looked through after each kick, whenever in the course of a relay that comes', async () => {
  const looks = vi.spyOn(dataSource, 'transaction').mockResolvedValue(0);
  // By far more moments than a relay of nothing has.
  for (let moment = 0; moment < 60; moment += 1) {
    const relay = new OutboxRelay(dataSource, queue);
    relay.kick();
    for (let passed = 0; passed < moment; passed += 1) await Promise.resolve();
    const before = looks.mock.calls.length;
    relay.kick();
    await setImmediate();
    expect(looks.mock.calls.length, `after ${moment} moments`).toBe(before + 1);
  }
  looks.mockRestore();
});
