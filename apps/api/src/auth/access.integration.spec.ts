import {
  createDataSource,
  everywhereAs,
  issueApiKey,
  type Role,
  roles,
  revokeApiKey,
} from '#libs/persistence';
import { type Config, loadConfig } from '#libs/platform';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { wasLetPass } from '../../../../test/fixtures/documented-answers.js';
import { createDatabase } from '../../../../test/services/index.js';
import { createApplication } from '../create-application.js';

const bootstrapKey = 'integration-test-bootstrap-key-0123456789';
const openApi = z.object({
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.object({
        'x-access': z.union([z.literal('public'), z.array(z.enum(roles))]),
        responses: z.record(z.string(), z.unknown()),
      }),
    ),
  ),
});
const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

let app: NestFastifyApplication;
let config: Config;
let dataSource: DataSource;

beforeAll(async () => {
  const environment = {
    DATABASE_URL: await createDatabase(),
    BOOTSTRAP_API_KEY_FILE: '/key',
    API_KEY_CACHE_TIME: '0s',
    LOG_LEVEL: 'silent',
  };
  config = loadConfig(environment, { readFile: () => bootstrapKey });
  dataSource = await createDataSource(config.database).initialize();
  app = await createApplication(config);
});
afterAll(async () => {
  await app.close();
  await dataSource.destroy();
});

async function issue(role: Role, expiresAt?: Date) {
  const expiry = expiresAt === undefined ? {} : { expiresAt };
  return issueApiKey(dataSource.manager, {
    name: `test ${role}`,
    bindings: [everywhereAs(role)],
    ...expiry,
  });
}

async function statusOf(
  method: (typeof methods)[number],
  url: string,
  authorization?: string,
): Promise<number> {
  const headers = authorization === undefined ? {} : { authorization };
  return (await app.inject({ method, url, headers })).statusCode;
}

async function operations() {
  const body: unknown = JSON.parse((await app.inject({ method: 'GET', url: '/api/openapi.json' })).body);
  return Object.entries(openApi.parse(body).paths).flatMap(([path, item]) =>
    Object.entries(item).map(([name, { 'x-access': access, responses }]) => {
      const method = methods.find((known) => known.toLowerCase() === name);
      if (method === undefined) throw new Error(`method ${name} is not among those tested`);
      // An id that there is not: what passes the guard finds nothing and changes nothing.
      return {
        method,
        access,
        documented: Object.keys(responses),
        path,
        url: path.replaceAll(/\{[^}]+\}/g, '00000000-0000-4000-8000-000000000000'),
      };
    }),
  );
}

describe('every operation', () => {
  it('answers 401 without a valid key, 403 to the wrong role, and lets the right roles pass', async () => {
    const keys = new Map<Role, string>();
    for (const role of roles) keys.set(role, (await issue(role)).key);
    const found: string[] = [];
    const expected: string[] = [];
    for (const { method, access, documented, path, url } of await operations()) {
      const callers = [
        ['nobody', undefined],
        ['a wrong key', 'Bearer pak_wrong'],
        ...roles.map((role) => [role, `Bearer ${keys.get(role) ?? ''}`] as const),
      ] as const;
      for (const [caller, authorization] of callers) {
        const status = await statusOf(method, url, authorization);
        const role = roles.find((known) => known === caller);
        const passes = access === 'public' || (role !== undefined && access.includes(role));
        expected.push(`${method} ${path} ${caller}: ${passes ? 'passes' : role === undefined ? 401 : 403}`);
        const hasPassed = status === 404 || wasLetPass(status, documented);
        found.push(`${method} ${path} ${caller}: ${hasPassed ? 'passes' : status}`);
      }
    }
    expect(found).toEqual(expected);
    expect(found.length).toBeGreaterThan(15);
  });

  it('lets agents do nothing but send runtime events', async () => {
    const forAgents = (await operations()).filter(
      ({ access }) => access !== 'public' && access.includes('agent'),
    );
    expect(forAgents.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /api/v1/clusters/{cluster}/runtime-events',
      'POST /api/v1/runtime-events',
    ]);
  });

  it('lets viewers change nothing', async () => {
    const forViewers = (await operations()).filter(
      ({ access }) => access !== 'public' && access.includes('viewer'),
    );
    const asking = /\/(evaluate|compare|generate|tighten|consolidate)$/;
    expect(forViewers.filter(({ method, path }) => method !== 'GET' && !asking.test(path))).toEqual([]);
  });
});

describe('a key', () => {
  const protectedPath = '/api/v1/no-such-resource';

  it('is taken in any letter case of the scheme, and in no other scheme', async () => {
    expect(await statusOf('GET', protectedPath, `bearer ${bootstrapKey}`)).toBe(404);
    expect(await statusOf('GET', protectedPath, `Basic ${bootstrapKey}`)).toBe(401);
    expect(await statusOf('GET', protectedPath, bootstrapKey)).toBe(401);
    expect(await statusOf('GET', `${protectedPath}?api_key=${bootstrapKey}`)).toBe(401);
  });

  it('is refused once revoked', async () => {
    const { key, entity } = await issue('viewer');
    expect(await statusOf('GET', protectedPath, `Bearer ${key}`)).toBe(404);
    await revokeApiKey(dataSource.manager, entity.id, new Date());
    expect(await statusOf('GET', protectedPath, `Bearer ${key}`)).toBe(401);
  });

  it('is refused once expired', async () => {
    const { key } = await issue('viewer', new Date(Date.now() - 1));
    expect(await statusOf('GET', protectedPath, `Bearer ${key}`)).toBe(401);
  });

  it('that is missing or wrong is told how to be sent', async () => {
    const missing = await app.inject({ method: 'GET', url: protectedPath });
    expect(missing.headers['www-authenticate']).toBe('Bearer realm="policy-advisor"');
    const wrong = await app.inject({
      method: 'GET',
      url: protectedPath,
      headers: { authorization: 'Bearer x' },
    });
    expect(wrong.headers['www-authenticate']).toBe('Bearer realm="policy-advisor", error="invalid_token"');
  });

  it('from the bootstrap file changes when the file does', async () => {
    const nextKey = 'integration-test-bootstrap-key-9876543210';
    const next = await createApplication({ ...config, auth: { ...config.auth, bootstrapKey: nextKey } });
    try {
      expect(await statusOf('GET', protectedPath, `Bearer ${bootstrapKey}`)).toBe(401);
      expect(await statusOf('GET', protectedPath, `Bearer ${nextKey}`)).toBe(404);
    } finally {
      await next.close();
    }
  });
});
