// The real services that tests run on. Import from here (relative path), in integration and end-to-end specs:
//
//   const url = await createDatabase();             a migrated Postgres database of your own
//   const url = await createEmptyDatabase();        the same without any table
//   const url = await redisUrl();                   a Redis database of your own
//   const brokers = await kafkaBrokers();           one Kafka broker for all: use names of your own for topics and groups
//   const { saslTls, caFile } = await kafkaListeners();   the same broker with TLS and logins
//
// Each service starts with the first test that asks for it, once for the whole run. A test that ends or restarts a
// service starts its own: startTestPostgres, startRedis, startKafka.
import { inject } from 'vitest';
import { z } from 'zod';
import type { KafkaListeners } from './kafka.js';

export { type KafkaBroker, type KafkaListeners, startKafka } from './kafka.js';
export { startTestPostgres, type TestPostgres } from './postgres.js';
export { type RedisServer, startRedis } from './redis.js';
export { createTopic } from './topics.js';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where the services of this run are asked for; set by test/global-setup.ts. */
    servicesUrl: string;
  }
}

async function ask<T>(path: string, schema: z.ZodType<T>): Promise<T> {
  const response = await fetch(inject('servicesUrl') + path, { signal: AbortSignal.timeout(180_000) });
  const body: unknown = await response.json();
  if (!response.ok) throw new Error(z.object({ error: z.string() }).parse(body).error);
  return schema.parse(body);
}

const withUrl = z.object({ url: z.string() });

/** A new database with the product's schema. Returns its URL. */
export async function createDatabase(): Promise<string> {
  return (await ask('/database', withUrl)).url;
}

/** A new database without any table. Returns its URL. */
export async function createEmptyDatabase(): Promise<string> {
  return (await ask('/empty-database', withUrl)).url;
}

/** A Redis database that no other test file uses. */
export async function redisUrl(): Promise<string> {
  return (await ask('/redis', withUrl)).url;
}

/** Bootstrap brokers, without encryption or login. Topics are not created by themselves. */
export async function kafkaBrokers(): Promise<readonly string[]> {
  return (await ask('/kafka', z.object({ brokers: z.array(z.string()) }))).brokers;
}

const listeners = z.object({
  plain: z.string(),
  tls: z.string(),
  mutualTls: z.string(),
  saslTls: z.string(),
  saslPlaintext: z.string(),
  caFile: z.string(),
  clientCertificateFile: z.string(),
  clientKeyFile: z.string(),
  username: z.string(),
  password: z.string(),
});

/** The listeners of the broker with TLS and logins. Always our own broker, TEST_KAFKA_BROKERS or not. */
export async function kafkaListeners(): Promise<KafkaListeners> {
  return ask('/kafka-listeners', listeners);
}
