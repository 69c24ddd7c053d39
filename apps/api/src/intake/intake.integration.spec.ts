import { request as httpRequest } from 'node:http';
import { gzipSync } from 'node:zlib';
import { createDataSource, everywhereAs, issueApiKey } from '#libs/persistence';
import { loadConfig } from '#libs/platform';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Registry } from 'prom-client';
import type { DataSource } from 'typeorm';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { restrictedPolicy } from '../../../../test/e2e/manifests.js';
import { createDatabase } from '../../../../test/services/index.js';
import { createApplication } from '../create-application.js';

const KiB = 1024;
const soon = { timeout: 20_000, interval: 50 };
let dataSource: DataSource;
let app: NestFastifyApplication;
let url: string;
const keys: string[] = [];

beforeAll(async () => {
  const config = loadConfig({
    DATABASE_URL: await createDatabase(),
    LOG_LEVEL: 'silent',
    API_KEY_CACHE_TIME: '5m',
    HTTP_BODY_LIMIT: '1MiB',
    HTTP_MAX_WAITING_SIZE: '1MiB',
  });
  dataSource = await createDataSource(config.database).initialize();
  for (const name of ['one', 'other', 'third'])
    keys.push((await issueApiKey(dataSource.manager, { name, bindings: [everywhereAs('editor')] })).key);
  app = await createApplication(config);
  await app.listen(0, '127.0.0.1');
  url = await app.getUrl();
});
afterAll(async () => {
  await app.close();
  await dataSource.destroy();
});

async function metric(name: string): Promise<number> {
  const found = await app.get(Registry).getSingleMetric(name)?.get();
  return found?.values[0]?.value ?? Number.NaN;
}

/** Nothing of one test is to be in the way of the next. */
afterEach(() =>
  vi.waitFor(async () => {
    if ((await metric('http_body_bytes')) > 0) throw new Error('bodies are left');
  }, soon),
);

/** Manifests of that size, as JSON: most of it is an annotation. */
function manifests(bytes: number): string {
  const pod = (note: string) => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web', namespace: 'shop', annotations: { note } },
    spec: { containers: [{ name: 'main', image: 'web:1' }] },
  });
  return JSON.stringify([pod('x'.repeat(bytes - JSON.stringify([pod('')]).length))]);
}

async function upload(
  body: string | Uint8Array<ArrayBuffer>,
  key: number,
  more: Record<string, string> = {},
): Promise<{ readonly status: number; readonly retryAfter: string | null }> {
  const response = await fetch(`${url}/api/v1/clusters/cluster-${key}/manifests`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${keys[key] ?? ''}`, 'content-type': 'application/json', ...more },
    body,
  });
  await response.text();
  return { status: response.status, retryAfter: response.headers.get('retry-after') };
}

/** An upload that stays in work, as its statements wait. Resolves when nothing is left to be read of it. */
async function uploadWaiting(bytes: number, key: number, signal?: AbortSignal) {
  const before = await metric('http_bodies');
  const answer = fetch(`${url}/api/v1/clusters/cluster-${key}/manifests`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${keys[key] ?? ''}`, 'content-type': 'application/json' },
    body: manifests(bytes),
    ...(signal !== undefined && { signal }),
  }).then(
    (response) => response.status,
    () => 0,
  );
  await vi.waitFor(async () => expect(await metric('http_bodies')).toBe(before + 1), soon);
  return answer;
}

/** Whoever stores inventory waits until the work is done. */
async function whileNothingIsStored(work: () => Promise<void>): Promise<void> {
  await dataSource.transaction(async (transaction) => {
    await transaction.query('LOCK TABLE clusters, workloads IN ACCESS EXCLUSIVE MODE');
    await work();
  });
}

describe('large bodies', () => {
  it('take no more room together than there is: whoever comes then is answered 429, before anything is read', async () => {
    const inWork: Promise<number>[] = [];
    await whileNothingIsStored(async () => {
      inWork.push((async () => uploadWaiting(400 * KiB, 0))());
      await vi.waitFor(async () => expect(await metric('http_bodies')).toBe(1), soon);
      inWork.push((async () => uploadWaiting(500 * KiB, 1))());
      await vi.waitFor(async () => expect(await metric('http_bodies')).toBe(2), soon);
      const refused = await metric('http_bodies_refused_total');
      // The headers alone: what is answered is answered without a byte of the body.
      const answer = await new Promise<{ status: number | undefined; retryAfter: string | undefined }>(
        (resolve, reject) => {
          const request = httpRequest(`${url}/api/v1/clusters/cluster-2/manifests`, {
            method: 'PUT',
            headers: {
              authorization: `Bearer ${keys[2] ?? ''}`,
              'content-type': 'application/json',
              'content-length': 300 * KiB,
            },
          });
          request.on('error', reject).on('response', (response) => {
            resolve({ status: response.statusCode, retryAfter: response.headers['retry-after'] });
            request.destroy();
          });
          request.flushHeaders();
        },
      );
      expect(answer.status).toBe(429);
      expect(Number(answer.retryAfter)).toBeGreaterThanOrEqual(1);
      expect(await metric('http_bodies_refused_total')).toBe(refused + 1);
      expect(await metric('http_body_bytes')).toBe(900 * KiB);
    });
    expect(await Promise.all(inWork)).toEqual([200, 200]);
    expect(await upload(manifests(300 * KiB), 2)).toMatchObject({ status: 200 });
  });

  it('of one key take half of the room, and small bodies none', async () => {
    const inWork: Promise<number>[] = [];
    await whileNothingIsStored(async () => {
      inWork.push((async () => uploadWaiting(400 * KiB, 0))());
      await vi.waitFor(async () => expect(await metric('http_bodies')).toBe(1), soon);
      expect(await upload(manifests(200 * KiB), 0)).toMatchObject({ status: 429 });
      const small = await fetch(`${url}/api/v1/policies`, {
        method: 'POST',
        headers: { authorization: `Bearer ${keys[0] ?? ''}`, 'content-type': 'application/yaml' },
        body: restrictedPolicy,
      });
      expect(small.status).toBe(201);
      expect(await metric('http_bodies')).toBe(1);
    });
    expect(await Promise.all(inWork)).toEqual([200]);
  });

  it('are counted as what they unfold to, when that turns out', async () => {
    const inWork: Promise<number>[] = [];
    await whileNothingIsStored(async () => {
      inWork.push((async () => uploadWaiting(900 * KiB, 0))());
      await vi.waitFor(async () => expect(await metric('http_bodies')).toBe(1), soon);
      const packed = new Uint8Array(gzipSync(manifests(400 * KiB), { level: 9 }));
      expect(packed.length * 8).toBeLessThan(64 * KiB);
      expect(await upload(packed, 1, { 'content-encoding': 'gzip' })).toMatchObject({ status: 429 });
    });
    expect(await Promise.all(inWork)).toEqual([200]);
  });

  it('keep their room as long as they are worked on, though nobody waits for the answer any more', async () => {
    await whileNothingIsStored(async () => {
      const impatient = new AbortController();
      const answer = (async () => uploadWaiting(400 * KiB, 0, impatient.signal))();
      await vi.waitFor(async () => expect(await metric('http_bodies')).toBe(1), soon);
      await vi.waitFor(async () => {
        const waiting: unknown = await dataSource.query(
          `SELECT count(*)::int AS count FROM pg_locks WHERE NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
        );
        expect(waiting).toEqual([{ count: 1 }]);
      }, soon);
      impatient.abort();
      expect(await answer).toBe(0);
      expect(await upload(manifests(200 * KiB), 0)).toMatchObject({ status: 429 });
    });
  });

  it.each([
    ['not JSON', `{"${'x'.repeat(200 * KiB)}`, 400],
    ['not manifests', JSON.stringify(Array.from({ length: 60_000 }, () => 1)), 422],
    ['too large', manifests(1_200 * KiB), 413],
  ])('that are refused give their room back: %s', async (_, body, status) => {
    expect(await upload(body, 0)).toMatchObject({ status });
  });
});
