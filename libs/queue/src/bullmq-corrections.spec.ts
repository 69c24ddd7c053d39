import pg from 'pg';
import { expect, it } from 'vitest';
import { correctBullmq } from './bullmq-corrections.js';

it('a connection that BullMQ makes itself bears an error that nobody has begun to listen for', () => {
  const original = pg.Client;
  expect(() => new original().emit('error', new Error('ended by Postgres'))).toThrow('ended by Postgres');
  correctBullmq();
  expect(new pg.Client().emit('error', new Error('ended by Postgres'))).toBe(true);
});

it('a connection that BullMQ has stopped listening to bears an error until it has ended', () => {
  correctBullmq();
  const client = new pg.Client();
  client.removeAllListeners();
  expect(client.emit('error', new Error('ended by Postgres'))).toBe(true);
});
