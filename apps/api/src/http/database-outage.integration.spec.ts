import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type PostgresServer, startPostgres } from '#libs/embedded-services';
import { createDataSource, migrate } from '#libs/persistence';
import { loadConfig } from '#libs/platform';
import { JobQueue } from '#libs/queue';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createApplication } from '../create-application.js';

const key = 'integration-test-bootstrap-key-0123456789';
const dataDirectory = mkdtempSync(join(tmpdir(), 'policy-advisor-outage-'));
let postgres: PostgresServer;
let app: NestFastifyApplication;

function start(preferredPort: number): Promise<PostgresServer> {
  return startPostgres({ dataDirectory, database: 'advisor', preferredPort, durable: false });
}

beforeAll(async () => {
  postgres = await start(0);
  const config = loadConfig(
    {
      DATABASE_URL: postgres.url,
      BOOTSTRAP_API_KEY_FILE: '/key',
      API_KEY_CACHE_TIME: '0s',
      DATABASE_STATEMENT_TIMEOUT: '1s',
      DATABASE_CONNECT_TIMEOUT: '1s',
      DATABASE_POOL_SIZE: '2',
      LOG_LEVEL: 'silent',
    },
    { readFile: () => key },
  );
  const dataSource = await createDataSource(config.database).initialize();
  await migrate(dataSource);
  await dataSource.destroy();
  app = await createApplication(config);
  await app.get(JobQueue).ready();
});
afterAll(async () => {
  await app.close();
  await postgres.stop();
  rmSync(dataDirectory, { recursive: true, force: true });
});

const ask = (url: string) => send('GET', url);

async function send(method: 'GET' | 'POST', url: string, payload?: object) {
  const { statusCode, headers, body } = await app.inject({
    method,
    url,
    headers: { authorization: `Bearer ${key}` },
    ...(payload === undefined ? {} : { payload }),
  });
  return { status: statusCode, retryAfter: headers['retry-after'], body: parsed(body) };
}

it('answers 503 while the database is away, stays alive, and goes on when it is back', async () => {
  expect((await ask('/api/v1/keys')).status).toBe(200);
  await postgres.stop();
  const refused = await ask('/api/v1/keys');
  expect([refused.status, refused.retryAfter]).toEqual([503, '2']);
  expect(refused.body).toMatchObject({ code: 'unavailable', detail: 'The database is not available.' });
  expect(await ask('/readyz')).toMatchObject({
    status: 503,
    body: { ready: false, checks: { database: 'failed' } },
  });
  expect((await ask('/healthz')).status).toBe(200);
  postgres = await start(Number(new URL(postgres.url).port));
  await vi.waitFor(async () => expect((await ask('/readyz')).status).toBe(200), { timeout: 10_000 });
  expect((await ask('/api/v1/keys')).status).toBe(200);
});

describe('a database that is there, but', () => {
  const busy = 'The database is busy: the request took too long, or was in the way of others.';

  let operator: Client;
  beforeEach(async () => {
    operator = new Client({ connectionString: postgres.url });
    await operator.connect();
  });
  afterEach(() => operator.end());

  it('lets a statement wait for longer than it may is busy: 503, and soon again', async () => {
    await operator.query('BEGIN; LOCK TABLE api_keys IN ACCESS EXCLUSIVE MODE');
    const refused = await ask('/api/v1/keys');
    expect([refused.status, refused.retryAfter, refused.body]).toMatchObject([503, '2', { detail: busy }]);
    await operator.query('ROLLBACK');
    expect((await ask('/api/v1/keys')).status).toBe(200);
  });

  it('has more requests than connections answers each of them within the bounds of both', async () => {
    await operator.query('BEGIN; LOCK TABLE api_keys IN ACCESS EXCLUSIVE MODE');
    const began = performance.now();
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask('/api/v1/keys')));
    expect(performance.now() - began).toBeLessThan(10_000);
    expect(new Set(answers.map(({ status, retryAfter }) => `${status} ${retryAfter}`))).toEqual(
      new Set(['503 2']),
    );
    await operator.query('ROLLBACK');
    expect((await ask('/api/v1/keys')).status).toBe(200);
  });

  it('has become a standby does not write, reads on, and writes once it is the primary again', async () => {
    const create = () => send('POST', '/api/v1/projects', { name: 'night' });
    await operator.query(`ALTER DATABASE advisor SET default_transaction_read_only = on`);
    await endConnections(operator);
    const refused = await create();
    expect([refused.status, refused.retryAfter]).toEqual([503, '2']);
    expect(refused.body).toMatchObject({ detail: 'The database is not available.' });
    expect((await ask('/api/v1/projects')).status).toBe(200);
    await operator.query('SET default_transaction_read_only = off');
    await operator.query(`ALTER DATABASE advisor RESET default_transaction_read_only`);
    await endConnections(operator);
    expect((await create()).status).toBe(201);
  });
});

/** As a failover does: all connections but this one are made anew. */
async function endConnections(operator: Client): Promise<void> {
  await operator.query(
    `SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
     WHERE datname = current_database() AND pid <> pg_backend_pid()`,
  );
}

function parsed(text: string): unknown {
  return JSON.parse(text);
}
