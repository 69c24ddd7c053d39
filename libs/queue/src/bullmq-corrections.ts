import { createRequire } from 'node:module';
import { PooledClient } from '#libs/platform';
import { z } from 'zod';

const postgresModule = z.custom<{ Client: unknown }>(
  (value) => typeof value === 'object' && value !== null && 'Client' in value,
  'pg has a Client',
);

/**
 * BullMQ 6.7.0 makes the connection that it listens on itself, with the Client of the module pg, and hears of its errors
 * only from the moment after it is connected (PostgresConnection.getListenClient): a connection that Postgres ends in
 * between ends the process. Here it is a connection that bears that, like all others. Must run before the first queue or
 * worker is made; may run any number of times.
 */
export function correctBullmq(): void {
  postgresModule.parse(createRequire(import.meta.url)('pg')).Client = PooledClient;
}
