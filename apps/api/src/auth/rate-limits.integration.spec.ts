import { createDataSource, everywhereAs, issueApiKey } from '#libs/persistence';
import { loadConfig } from '#libs/platform';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterEach, describe, expect, it } from 'vitest';
import { createDatabase, redisUrl } from '../../../../test/services/index.js';
import { createApplication } from '../create-application.js';

const running: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of running.splice(0)) await stop();
});

async function start(environment: Readonly<Record<string, string>>, databaseUrl: string) {
  const config = loadConfig({
    DATABASE_URL: databaseUrl,
    LOG_LEVEL: 'silent',
    RATE_LIMIT_REQUESTS: '3',
    RATE_LIMIT_EVENTS: '2',
    RATE_LIMIT_WINDOW: '1h',
    ...environment,
  });
  const app = await createApplication(config);
  running.push(() => app.close());
  return app;
}

async function issue(databaseUrl: string, requestLimit?: number): Promise<string> {
  const dataSource = await createDataSource(loadConfig({ DATABASE_URL: databaseUrl }).database).initialize();
  const bindings = [everywhereAs('editor')];
  const { key } = await issueApiKey(dataSource.manager, { name: 'caller', bindings, requestLimit });
  await dataSource.destroy();
  return key;
}

async function call(
  app: NestFastifyApplication,
  key: string,
  path = '/policies',
  method: 'GET' | 'POST' = 'GET',
) {
  const headers = { authorization: `Bearer ${key}` };
  const response = await app.inject({ method, url: `/api/v1${path}`, headers });
  return { status: response.statusCode, headers: response.headers };
}

async function statuses(app: NestFastifyApplication, key: string, count: number): Promise<readonly number[]> {
  const found: number[] = [];
  for (let index = 0; index < count; index += 1) found.push((await call(app, key)).status);
  return found;
}

describe('the requests of a caller', () => {
  it('are counted, and those beyond its limit are answered 429, with when to come back', async () => {
    const database = await createDatabase();
    const app = await start({}, database);
    const key = await issue(database);
    const first = await call(app, key);
    expect(first).toMatchObject({
      status: 200,
      headers: {
        'ratelimit-policy': '"requests";q=3;w=3600',
        ratelimit: expect.stringMatching(/^"requests";r=2;t=3(600|599)$/),
      },
    });
    expect(await statuses(app, key, 2)).toEqual([200, 200]);
    const refused = await call(app, key);
    expect(refused.status).toBe(429);
    expect(refused.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(3_500);
    expect(refused.headers['ratelimit']).toMatch(/^"requests";r=0;t=/);
    // Others have limits of their own, and what nobody calls has none.
    expect((await call(app, await issue(database))).status).toBe(200);
    expect((await call(app, 'pak_wrong')).status).toBe(401);
    const health = await app.inject({ method: 'GET', url: '/healthz' });
    expect([health.statusCode, health.headers['ratelimit']]).toEqual([200, undefined]);
  });

  it('with events are counted apart', async () => {
    const database = await createDatabase();
    const app = await start({}, database);
    const key = await issue(database);
    const send = async () => (await call(app, key, '/runtime-events', 'POST')).status;
    const sent = [await send(), await send(), await send()];
    expect(sent.map((status) => status === 429)).toEqual([false, false, true]);
    expect((await call(app, key)).status).toBe(200);
  });

  it('may be limited for a key alone, or not at all', async () => {
    const database = await createDatabase();
    const app = await start({}, database);
    expect(await statuses(app, await issue(database, 1), 2)).toEqual([200, 429]);
    expect(await statuses(app, await issue(database, 5), 6)).toEqual([200, 200, 200, 200, 200, 429]);
    const free = await start({ RATE_LIMIT_REQUESTS: '0' }, database);
    const key = await issue(database);
    expect(await statuses(free, key, 5)).toEqual([200, 200, 200, 200, 200]);
    expect((await call(free, key)).headers['ratelimit']).toBeUndefined();
  });

  it('are counted by all processes together where there is Redis', async () => {
    const database = await createDatabase();
    const redis = { REDIS_URL: await redisUrl() };
    const [one, other] = [await start(redis, database), await start(redis, database)];
    const key = await issue(database);
    expect((await call(one, key)).status).toBe(200);
    expect(await statuses(other, key, 2)).toEqual([200, 200]);
    expect((await call(one, key)).status).toBe(429);
    expect((await call(other, key)).status).toBe(429);
  });

  it('are counted by each process for itself while Redis is away', async () => {
    const database = await createDatabase();
    const app = await start({ REDIS_URL: 'redis://127.0.0.1:1' }, database);
    expect(await statuses(app, await issue(database), 4)).toEqual([200, 200, 200, 429]);
  });
});

describe('wrong keys', () => {
  const wrong = async (app: NestFastifyApplication, key: string, from: string, proxied = '') => {
    const { statusCode, headers } = await app.inject({
      method: 'GET',
      url: '/api/v1/policies',
      remoteAddress: from,
      headers: {
        ...(key !== '' && { authorization: `Bearer ${key}` }),
        ...(proxied !== '' && { 'x-forwarded-for': proxied }),
      },
    });
    return { status: statusCode, retryAfter: headers['retry-after'] };
  };
  const limited = { RATE_LIMIT_FAILURES: '2', RATE_LIMIT_REQUESTS: '0' };

  it('are answered 429 when too many came from an address; others and who is known are not concerned', async () => {
    const database = await createDatabase();
    const app = await start(limited, database);
    const [known, other] = [await issue(database), await issue(database)];
    expect((await wrong(app, known, '192.0.2.1')).status).toBe(200);
    for (const key of ['pak_wrong', 'pak_other'])
      expect((await wrong(app, key, '192.0.2.1')).status).toBe(401);
    const refused = await wrong(app, 'pak_wrong', '192.0.2.1');
    expect(refused.status).toBe(429);
    expect(Number(refused.retryAfter)).toBeGreaterThan(3_500);
    // Nothing is looked up any more; what was taken just before is.
    expect((await wrong(app, other, '192.0.2.1')).status).toBe(429);
    expect((await wrong(app, known, '192.0.2.1')).status).toBe(200);
    expect((await wrong(app, '', '192.0.2.1')).status).toBe(401);
    expect((await wrong(app, other, '192.0.2.2')).status).toBe(200);
  });

  it('of right keys and of nobody are none', async () => {
    const database = await createDatabase();
    const app = await start(limited, database);
    const key = await issue(database);
    for (let n = 0; n < 5; n += 1) {
      expect((await wrong(app, '', '192.0.2.1')).status).toBe(401);
      expect((await wrong(app, key, '192.0.2.1')).status).toBe(200);
    }
  });

  it.each([
    ['false', 429],
    ['true', 401],
  ])(
    'with HTTP_TRUST_PROXY=%s are those of whom the proxy names, or of the proxy: %i',
    async (trust, status) => {
      const app = await start({ ...limited, HTTP_TRUST_PROXY: trust }, await createDatabase());
      for (const client of ['198.51.100.1', '198.51.100.1'])
        expect((await wrong(app, 'pak_wrong', '192.0.2.9', client)).status).toBe(401);
      expect((await wrong(app, 'pak_wrong', '192.0.2.9', '198.51.100.2')).status).toBe(status);
      expect((await wrong(app, 'pak_wrong', '192.0.2.9', '198.51.100.1')).status).toBe(429);
    },
  );
});
