import type { Config } from '#libs/platform';
import type { JobHandler } from '#libs/queue';
import { addressPolicy, webhookJobHandlers, type WebhookMetrics } from '#libs/webhooks';
import type { DataSource } from 'typeorm';
import { describeEvent } from './describe-event.js';

/** The jobs of webhooks, for the worker. */
export function webhookHandlers(
  dataSource: DataSource,
  { webhooks }: Pick<Config, 'webhooks'>,
  { metrics, outboxWritten }: { readonly metrics: WebhookMetrics; readonly outboxWritten: () => void },
): readonly JobHandler[] {
  return webhookJobHandlers({
    dataSource,
    describe: (event, subject) => describeEvent(dataSource, event, subject),
    isAllowed: addressPolicy(webhooks.allowedNetworks ?? []),
    timeoutMs: webhooks.timeout,
    atMostOfOne: atMostOfOne(webhooks),
    disableAfterMs: webhooks.disableAfter,
    userAgent: 'policy-advisor',
    now: () => new Date(),
    chance: () => Math.random(),
    attempted: (outcome) => metrics.attempted(outcome),
    outboxWritten,
  });
}

/** Tries of one webhook that go on side by side: never all that a worker makes. */
export function atMostOfOne({
  concurrency,
  concurrencyOfOne,
}: Pick<Config['webhooks'], 'concurrency' | 'concurrencyOfOne'>): number {
  return Math.min(concurrencyOfOne, concurrency - 1);
}
