import { context, type Span, SpanStatusCode, trace } from '@opentelemetry/api';
import {
  InMemorySpanExporter,
  NodeTracerProvider,
  type ReadableSpan,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-node';
import { Pool } from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createEmptyDatabase } from '../../../../test/services/index.js';
import { PooledClient } from '../postgres-client.js';
import { traceStatements } from './trace-statements.js';

const exporter = new InMemorySpanExporter();
const provider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
const tracer = trace.getTracer('test');
let url: string;
let client: PooledClient;

beforeAll(async () => {
  provider.register();
  traceStatements();
  url = await createEmptyDatabase();
  client = new PooledClient({ connectionString: url });
  await client.connect();
  await client.query('CREATE TABLE things (id int PRIMARY KEY, name text)');
});
afterEach(() => exporter.reset());
afterAll(async () => {
  await client.end();
  await provider.shutdown();
});

/** Runs it within a span; returns that. */
async function within(run: () => Promise<unknown>, name = 'work'): Promise<Span> {
  const span = tracer.startSpan(name);
  await context.with(trace.setSpan(context.active(), span), run);
  span.end();
  return span;
}

const statements = (): readonly ReadableSpan[] =>
  exporter.getFinishedSpans().filter(({ instrumentationScope }) => instrumentationScope.name !== 'test');
const told = () => statements().map(({ name, attributes }) => [name, attributes['db.query.text']]);

describe('a statement', () => {
  it('is a span below what sends it, without what it was given', async () => {
    const span = await within(() =>
      client.query('INSERT INTO things (id, name) VALUES ($1, $2)', [1, 'a secret']),
    );
    const [statement] = statements();
    expect(statement).toMatchObject({
      name: 'INSERT things',
      parentSpanContext: { spanId: span.spanContext().spanId },
      status: { code: SpanStatusCode.UNSET },
    });
    expect(statement?.attributes).toEqual({
      'db.system.name': 'postgresql',
      'db.operation.name': 'INSERT',
      'db.collection.name': 'things',
      'db.query.text': 'INSERT INTO things (id, name) VALUES ($1, $2)',
    });
  });

  it('is traced however it is sent', async () => {
    await within(async () => {
      await client.query({ text: 'SELECT 1 AS one' });
      await client.query({ text: 'SELECT $1::int AS two', values: [2] });
      const { rows } = await new Promise<{ readonly rows: unknown }>((resolve, reject) => {
        client.query('SELECT $1::int AS three', [3], (error: Error | null, result) => {
          if (error === null || error === undefined) resolve(result);
          else reject(error);
        });
      });
      expect(rows).toEqual([{ three: 3 }]);
    });
    expect(told()).toEqual([
      ['SELECT', 'SELECT 1 AS one'],
      ['SELECT', 'SELECT $1::int AS two'],
      ['SELECT', 'SELECT $1::int AS three'],
    ]);
  });

  it('that fails is told by its code, not by the message that quotes what it was given', async () => {
    const insert = () => client.query('INSERT INTO things VALUES ($1, $2)', [7, 'a secret']);
    await insert();
    await within(() => expect(insert()).rejects.toThrow('duplicate key'));
    const [statement] = statements();
    expect(statement).toMatchObject({
      status: { code: SpanStatusCode.ERROR },
      attributes: { 'error.type': '23505', 'db.response.status_code': '23505' },
      events: [],
    });
    expect(statement?.status.message).toBeUndefined();
  });

  it('is no span where nobody asked for it, or whoever did is through', async () => {
    await client.query('SELECT 1');
    const span = tracer.startSpan('over');
    span.end();
    await context.with(trace.setSpan(context.active(), span), () => client.query('SELECT 1'));
    expect(statements()).toEqual([]);
  });

  it('that waits for a connection belongs to who waits, not to who gives the connection back', async () => {
    const pool = new Pool({ connectionString: url, max: 1, Client: PooledClient });
    const [one, other] = await Promise.all([
      within(() => pool.query('SELECT pg_sleep(0.05), 1 AS one'), 'one'),
      within(() => pool.query('SELECT 2 AS other'), 'other'),
    ]);
    await pool.end();
    const parents = statements().map(({ attributes, parentSpanContext }) => [
      attributes['db.query.text'],
      parentSpanContext?.spanId,
    ]);
    expect(parents).toEqual([
      ['SELECT pg_sleep(0.05), 1 AS one', one.spanContext().spanId],
      ['SELECT 2 AS other', other.spanContext().spanId],
    ]);
  });
});
