import { firstRow, rows } from '#libs/persistence';
import { type Sample, sampledGauge } from '#libs/platform';
import { Counter, type Registry } from 'prom-client';
import type { DataSource } from 'typeorm';
import { z } from 'zod';

/** What became of a try. */
export type AttemptResult = 'delivered' | 'retried' | 'failed';

/** Metrics of webhooks: the tries of this process, and what waits and fails, which all processes show alike. */
export class WebhookMetrics {
  readonly #attempts: Counter;

  constructor(registry: Registry, dataSource: DataSource) {
    this.#attempts = new Counter({
      name: 'webhook_attempts_total',
      help: 'Tries of deliveries to webhooks: delivered, retried (it is tried again), failed (given up).',
      labelNames: ['outcome'],
      registers: [registry],
    });
    sampledGauge(registry, {
      name: 'webhook_deliveries_pending',
      help: 'Deliveries to webhooks that have neither been taken nor given up.',
      sample: sample(dataSource, 'count(*)'),
    });
    sampledGauge(registry, {
      name: 'webhook_deliveries_oldest_seconds',
      help: 'For how long the oldest of these deliveries has been tried; 0 if there is none.',
      sample: sample(dataSource, 'coalesce(greatest(extract(epoch FROM now() - min(created_at)), 0), 0)'),
    });
    sampledGauge(registry, {
      name: 'webhooks_failing',
      help: 'Webhooks that have taken nothing since a try failed, and are tried less and less often.',
      sample: count(dataSource, 'enabled AND failing_since IS NOT NULL'),
    });
    sampledGauge(registry, {
      name: 'webhooks_disabled',
      help: 'Webhooks that the service has disabled, and nobody has changed since.',
      sample: count(dataSource, 'disabled_at IS NOT NULL'),
    });
  }

  attempted(outcome: AttemptResult): void {
    this.#attempts.inc({ outcome });
  }
}

function sample(dataSource: DataSource, value: string) {
  return async (): Promise<readonly Sample[]> => {
    const found = await firstRow(
      dataSource,
      z.object({ value: z.number() }),
      `SELECT (${value})::float8 AS value FROM webhook_deliveries WHERE state = 'pending'`,
    );
    return found === undefined ? [] : [found];
  };
}

/** How many webhooks there are of which that is so. */
function count(dataSource: DataSource, condition: string) {
  return (): Promise<readonly Sample[]> =>
    rows(
      dataSource,
      z.object({ value: z.int() }),
      `SELECT count(*)::int AS value FROM webhooks WHERE ${condition}`,
    );
}
