import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type PostgresServer, startPostgres } from '#libs/embedded-services';
import { createDataSource, migrate } from '#libs/persistence';
import { loadConfig } from '#libs/platform';
import { JobQueue } from '#libs/queue';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
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

async function ask(url: string) {
  const { statusCode, headers, body } = await app.inject({
    method: 'GET',
    url,
    headers: { authorization: `Bearer ${key}` },
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

function parsed(text: string): unknown {
  return JSON.parse(text);
}
