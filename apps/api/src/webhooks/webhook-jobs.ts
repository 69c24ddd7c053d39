import type { Config } from '#libs/platform';
import type { JobHandler } from '#libs/queue';
import { addressPolicy, webhookJobHandlers, type WebhookMetrics } from '#libs/webhooks';
import type { DataSource } from 'typeorm';
import { describeEvent } from './describe-event.js';

/** The jobs of webhooks, for the worker. */
export function webhookHandlers(
  dataSource: DataSource,
  { webhooks }: Pick<Config, 'webhooks'>,
  metrics: WebhookMetrics,
): readonly JobHandler[] {
  return webhookJobHandlers({
    dataSource,
    describe: (event, subject) => describeEvent(dataSource, event, subject),
    isAllowed: addressPolicy(webhooks.allowedNetworks ?? []),
    timeoutMs: webhooks.timeout,
    userAgent: 'policy-advisor',
    now: () => new Date(),
    chance: () => Math.random(),
    attempted: (outcome) => metrics.attempted(outcome),
  });
}
