import { randomUUID } from 'node:crypto';
import { createDataSource } from '#libs/persistence';
import { Registry } from 'prom-client';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDatabase } from '../../../test/services/index.js';
import { unlimitedAccess } from './access.js';
import { WebhookMetrics } from './webhook-metrics.js';
import { addWebhook, changeWebhook } from './webhook-store.js';

let dataSource: DataSource;
const registry = new Registry();
const failing = randomUUID();
const disabled = randomUUID();
const silenced = randomUUID();

beforeAll(async () => {
  const url = await createDatabase();
  const options = { url, poolSize: 2, connectTimeout: 10_000, statementTimeout: 60_000 };
  dataSource = await createDataSource(options).initialize();
  const metrics = new WebhookMetrics(registry, dataSource);
  metrics.attempted('delivered');
  metrics.attempted('failed');
  for (const id of [failing, disabled, silenced, randomUUID()]) {
    const webhook = {
      id,
      url: 'https://ci.example.com',
      events: ['simulation.finished' as const],
      project: undefined,
      description: '',
      enabled: true,
      failingSince: undefined,
      disabled: undefined,
      revision: 1,
      createdAt: new Date(),
      createdBy: 'test',
      actsFor: undefined,
      previousSecretUntil: undefined,
    };
    await addWebhook(dataSource, webhook, { secret: Buffer.alloc(32), areas: unlimitedAccess.areas });
  }
});
afterAll(() => dataSource.destroy());

async function shown(): Promise<Readonly<Record<string, number>>> {
  const lines = (await registry.metrics()).split('\n').filter((line) => /^webhooks?_/.test(line));
  return Object.fromEntries(
    lines.map((line) => {
      const [name = '', value] = line.split(' ');
      return [name, Number(value)] as const;
    }),
  );
}

it('counts tries by what became of them, and webhooks that fail, or that the service has disabled', async () => {
  const tries = {
    'webhook_attempts_total{outcome="delivered"}': 1,
    'webhook_attempts_total{outcome="failed"}': 1,
  };
  const nothingWaits = { webhook_deliveries_pending: 0, webhook_deliveries_oldest_seconds: 0 };
  expect(await shown()).toEqual({ ...tries, ...nothingWaits, webhooks_failing: 0, webhooks_disabled: 0 });
  // One that somebody has disabled fails no more, and is nobody's concern.
  await dataSource.query(
    `UPDATE webhooks SET failures = 3, failing_since = now() WHERE id = ANY ($1::uuid[])`,
    [[failing, disabled, silenced]],
  );
  await changeWebhook(dataSource, silenced, { enabled: false });
  await dataSource.query(
    `UPDATE webhooks SET enabled = false, disabled_at = now(), disabled_reason = 'gone' WHERE id = $1`,
    [disabled],
  );
  expect(await shown()).toMatchObject({ webhooks_failing: 1, webhooks_disabled: 1 });
  await changeWebhook(dataSource, disabled, { enabled: false });
  await changeWebhook(dataSource, failing, { enabled: true });
  expect(await shown()).toMatchObject({ webhooks_failing: 0, webhooks_disabled: 0 });
});
