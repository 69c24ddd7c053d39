import { randomUUID } from 'node:crypto';
import { createDataSource } from '#libs/persistence';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDatabase } from '../../../test/services/index.js';
import { unlimitedAccess } from './access.js';
import { addDelivery, claimDelivery, noteAttempt } from './delivery-store.js';
import { addWebhook } from './webhook-store.js';

let dataSource: DataSource;

beforeAll(async () => {
  const url = await createDatabase();
  const options = { url, poolSize: 2, connectTimeout: 10_000, statementTimeout: 60_000 };
  dataSource = await createDataSource(options).initialize();
});
afterAll(() => dataSource.destroy());

it('gives the turn of a try that has ended to a delivery that was made and refused while it went on', async () => {
  const begin = new Date('2026-03-01T00:00:00Z');
  const after = (seconds: number) => new Date(begin.getTime() + seconds * 1_000);
  const [webhook, first, second] = [randomUUID(), randomUUID(), randomUUID()];
  await addWebhook(
    dataSource,
    {
      id: webhook,
      url: 'https://ci.example.com',
      events: ['simulation.finished'],
      project: undefined,
      description: '',
      enabled: true,
      failingSince: undefined,
      disabled: undefined,
      revision: 1,
      createdAt: begin,
      createdBy: 'test',
      actsFor: undefined,
      previousSecretUntil: undefined,
    },
    { secret: Buffer.alloc(32), areas: unlimitedAccess.areas },
  );
  const add = (id: string, at: Date) => addDelivery(dataSource, { id, webhook, event: 'ping', at });
  const claim = (delivery: string, now: Date) =>
    claimDelivery(dataSource, { delivery, attempt: 1 }, { now, leaseMs: 60_000, atMost: 1 });

  await add(first, begin);
  expect(await claim(first, begin)).toMatchObject({ id: first });
  await add(second, after(1));
  expect(await claim(second, after(1))).toBeUndefined();
  await dataSource.query(`DELETE FROM outbox`); // their jobs have run
  await noteAttempt(
    dataSource,
    { delivery: first, attempt: 1 },
    { at: begin, durationMs: 2_000, status: 200, error: undefined, next: { state: 'delivered' } },
    { now: () => after(2), atMost: 1, disableAfterMs: 86_400_000, chance: 0.5 },
  );
  expect(await dataSource.query(`SELECT job, payload FROM outbox`)).toEqual([
    { job: 'deliver-webhook', payload: { delivery: second, attempt: 1 } },
  ]);
});
