import { authSettings } from './auth.js';
import { computationSettings } from './computations.js';
import { dataSettings } from './data.js';
import { databaseSettings } from './database.js';
import { httpSettings } from './http.js';
import { ingestionSettings } from './ingestion.js';
import { kafkaSettings } from './kafka.js';
import { kubernetesSettings } from './kubernetes.js';
import { loggingSettings } from './logging.js';
import { rateLimitSettings } from './rate-limits.js';
import { redisSettings } from './redis.js';
import { retentionSettings } from './retention.js';
import { oidcSettings } from './oidc.js';
import type { ValuesOf } from './setting.js';
import { simulationSettings } from './simulations.js';
import { tracingSettings } from './tracing.js';
import { webhookSettings } from './webhooks.js';

/** Every setting there is, by topic, in the order of docs/settings.md. */
export const topics = {
  http: httpSettings,
  database: databaseSettings,
  redis: redisSettings,
  kafka: kafkaSettings,
  kubernetes: kubernetesSettings,
  auth: authSettings,
  oidc: oidcSettings,
  rateLimits: rateLimitSettings,
  ingestion: ingestionSettings,
  computations: computationSettings,
  simulations: simulationSettings,
  webhooks: webhookSettings,
  retention: retentionSettings,
  logging: loggingSettings,
  tracing: tracingSettings,
  data: dataSettings,
} as const;

type Topics = typeof topics;

/** What the environment says, parsed: `config.http.port`. Durations are milliseconds, sizes bytes. */
export type Config = { readonly [T in keyof Topics]: ValuesOf<Topics[T]> };

/** The injection token of the configuration. */
export const CONFIG = Symbol('config');
