import { everywhereAs } from '#libs/persistence';
import { loadConfig } from '#libs/platform';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createDatabase } from '../../../../test/services/index.js';
import { createApplication } from '../create-application.js';

const bootstrapKey = 'integration-test-bootstrap-key-0123456789';
const issued = z.looseObject({ id: z.uuid(), key: z.string() });
const page = z.object({ items: z.array(z.looseObject({ name: z.string() })), next: z.string().optional() });

let app: NestFastifyApplication;

beforeAll(async () => {
  const environment = {
    DATABASE_URL: await createDatabase(),
    BOOTSTRAP_API_KEY_FILE: '/key',
    API_KEY_CACHE_TIME: '0s',
    LOG_LEVEL: 'silent',
  };
  app = await createApplication(loadConfig(environment, { readFile: () => bootstrapKey }));
});
afterAll(() => app.close());

async function call(method: 'GET' | 'POST' | 'DELETE', path: string, payload?: object, key = bootstrapKey) {
  const response = await app.inject({
    method,
    url: `/api/v1${path}`,
    headers: { authorization: `Bearer ${key}` },
    ...(payload === undefined ? {} : { payload }),
  });
  const body: unknown = response.body === '' ? undefined : JSON.parse(response.body);
  return { status: response.statusCode, headers: response.headers, body };
}

describe('an API key', () => {
  it('is not made with a name that is half of a surrogate pair, which no database holds', async () => {
    const payload = { name: '\ud83d', bindings: [everywhereAs('viewer')] };
    const { status, body } = await call('POST', '/keys', payload);
    expect(status).toBe(422);
    expect(body).toMatchObject({ errors: [{ pointer: '/name', detail: 'must be well-formed Unicode' }] });
  });

  it('is shown once, works, and is refused after it was revoked', async () => {
    const created = await call('POST', '/keys', {
      name: 'node agents',
      bindings: [{ role: 'agent', project: 'all', clusters: ['prod'], namespaces: 'all' }],
    });
    const { id, key } = issued.parse(created.body);
    expect([created.status, created.headers.location, created.headers['cache-control']]).toEqual([
      201,
      `/api/v1/keys/${id}`,
      'no-store',
    ]);
    const read = await call('GET', `/keys/${id}`);
    expect(read.body).toEqual({
      id,
      name: 'node agents',
      bindings: [{ role: 'agent', project: 'all', clusters: ['prod'], namespaces: 'all' }],
      state: 'valid',
      fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/),
      createdAt: expect.any(String),
    });
    expect((await call('GET', '/no-such-resource', undefined, key)).status).toBe(404);
    expect((await call('GET', '/keys', undefined, key)).status).toBe(403);
    expect((await call('DELETE', `/keys/${id}`)).status).toBe(204);
    expect((await call('GET', '/no-such-resource', undefined, key)).status).toBe(401);
    expect((await call('GET', `/keys/${id}`)).body).toMatchObject({
      state: 'revoked',
      revokedAt: expect.any(String),
    });
    expect((await call('DELETE', `/keys/${id}`)).status).toBe(204);
  });

  it('is not made from a body with mistakes', async () => {
    const { status, body } = await call('POST', '/keys', {
      name: ' ',
      bindings: [{ role: 'root', project: 'all', clusters: 'all' }],
      admin: true,
    });
    expect(status).toBe(422);
    expect(body).toMatchObject({
      errors: [
        { pointer: '/name', detail: 'Too small: expected string to have >=1 characters' },
        {
          pointer: '/bindings/0/role',
          detail: 'Invalid option: expected one of "admin"|"editor"|"viewer"|"agent"',
        },
        {
          pointer: '/bindings/0/namespaces',
          detail: 'must be all, or a list of 1 to 1000 names',
        },
        { pointer: '/admin', detail: 'unknown field' },
      ],
    });
    const bindings = [everywhereAs('viewer'), { ...everywhereAs('viewer'), project: 'nowhere' }];
    expect((await call('POST', '/keys', { name: 'lost', bindings })).body).toMatchObject({
      errors: [{ pointer: '/bindings/1/project', detail: 'there is no project nowhere' }],
    });
    const nul = await call('POST', '/keys', { name: 'a\0', bindings: [everywhereAs('viewer')] });
    expect([nul.status, nul.body]).toEqual([
      422,
      expect.objectContaining({ errors: [{ pointer: '/name', detail: 'may not contain NUL' }] }),
    ]);
    const expired = await call('POST', '/keys', {
      name: 'old',
      bindings: [everywhereAs('viewer')],
      expiresAt: '2020-01-01T00:00:00Z',
    });
    expect(expired.status).toBe(422);
    expect(expired.body).toMatchObject({
      errors: [{ pointer: '/expiresAt', detail: 'must be in the future' }],
    });
  });

  it('that there is not is not found', async () => {
    const path = '/keys/00000000-0000-4000-8000-000000000000';
    expect((await call('GET', path)).status).toBe(404);
    expect((await call('DELETE', path)).status).toBe(404);
  });

  it('stands in a list by name, in pages, each key once', async () => {
    for (const name of ['a', 'B', 'a', 'ä', 'c'])
      await call('POST', '/keys', { name: `page ${name}`, bindings: [everywhereAs('viewer')] });
    const names: string[] = [];
    let cursor = '';
    do {
      const { items, next } = page.parse((await call('GET', `/keys?limit=2${cursor}`)).body);
      names.push(...items.map(({ name }) => name));
      cursor = next === undefined ? '' : `&cursor=${next}`;
    } while (cursor !== '');
    expect(names.filter((name) => name.startsWith('page '))).toEqual([
      'page B',
      'page a',
      'page a',
      'page c',
      'page ä',
    ]);
    expect((await call('GET', '/keys?cursor=x')).status).toBe(422);
  });
});

describe('a key that is rotated', () => {
  const bindings = [everywhereAs('viewer')];
  const worksWith = async (key: string) => (await call('GET', '/policies', undefined, key)).status;
  const make = async (payload: object = {}) =>
    issued.parse((await call('POST', '/keys', { name: 'rotated', bindings, ...payload })).body);

  it('has another secret, and the one before is taken for a while yet', async () => {
    const { id, key } = await make();
    const { fingerprint } = z
      .looseObject({ fingerprint: z.string() })
      .parse((await call('GET', `/keys/${id}`)).body);
    const rotated = await call('POST', `/keys/${id}/rotate`, { graceSeconds: 3_600 });
    const next = issued.parse(rotated.body);
    expect([rotated.status, rotated.headers['cache-control'], next.id]).toEqual([200, 'no-store', id]);
    expect(next.key).not.toBe(key);
    expect(rotated.body).toMatchObject({
      name: 'rotated',
      bindings,
      previous: { fingerprint, validUntil: expect.any(String) },
    });
    expect([await worksWith(key), await worksWith(next.key)]).toEqual([200, 200]);
    // Of three secrets the first has ended.
    const last = issued.parse((await call('POST', `/keys/${id}/rotate`, {})).body);
    expect([await worksWith(key), await worksWith(next.key), await worksWith(last.key)]).toEqual([
      401, 200, 200,
    ]);
    expect((await call('DELETE', `/keys/${id}`)).status).toBe(204);
    expect([await worksWith(next.key), await worksWith(last.key)]).toEqual([401, 401]);
    expect((await call('GET', `/keys/${id}`)).body).not.toHaveProperty('previous');
  });

  it('gives up the secret before at once if no time is left to it, and may get another end', async () => {
    const { id, key } = await make({ expiresAt: '2099-01-01T00:00:00Z' });
    const rotated = await call('POST', `/keys/${id}/rotate`, {
      graceSeconds: 0,
      expiresAt: '2098-01-01T00:00:00Z',
    });
    expect(rotated.body).toMatchObject({ expiresAt: '2098-01-01T00:00:00.000Z' });
    expect(await worksWith(key)).toBe(401);
    expect((await call('POST', `/keys/${id}/rotate`, { expiresAt: '2020-01-01T00:00:00Z' })).status).toBe(
      422,
    );
    expect((await call('POST', `/keys/${id}/rotate`, { graceSeconds: 2_592_001 })).status).toBe(422);
  });

  it('needs no body: the secret before is taken for a day then, and its end stays', async () => {
    const { id } = await make({ expiresAt: '2099-01-01T00:00:00Z' });
    const before = Date.now();
    const { status, body } = await call('POST', `/keys/${id}/rotate`);
    const { expiresAt, previous } = z
      .looseObject({ expiresAt: z.string(), previous: z.looseObject({ validUntil: z.coerce.date() }) })
      .parse(body);
    expect([status, expiresAt]).toEqual([200, '2099-01-01T00:00:00.000Z']);
    const day = 24 * 60 * 60 * 1_000;
    expect(previous.validUntil.getTime()).toBeGreaterThanOrEqual(before + day);
    expect(previous.validUntil.getTime()).toBeLessThanOrEqual(Date.now() + day);
    expect((await call('POST', `/keys/${id}/rotate`, [])).status).toBe(422);
    expect((await call('POST', `/keys/${id}/rotate`, { grace: 1 })).status).toBe(422);
  });

  it('has to be one that is valid, and not the bootstrap key', async () => {
    const { id } = await make();
    await call('DELETE', `/keys/${id}`);
    expect((await call('POST', `/keys/${id}/rotate`, {})).status).toBe(409);
    const { items } = z
      .object({ items: z.array(z.looseObject({ id: z.string(), name: z.string() })) })
      .parse((await call('GET', '/keys?limit=1000')).body);
    const bootstrap = items.find(({ name }) => name === 'bootstrap');
    expect((await call('POST', `/keys/${bootstrap?.id ?? ''}/rotate`, {})).status).toBe(409);
    expect((await call('POST', '/keys/00000000-0000-4000-8000-000000000000/rotate', {})).status).toBe(404);
  });
});
