import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { gzipSync } from 'node:zlib';
import { type PostgresServer, startPostgres } from '#libs/embedded-services';
import { createDataSource, everywhereAs, issueApiKey, migrate, rows } from '#libs/persistence';
import { loadConfig } from '#libs/platform';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Registry } from 'prom-client';
import type { DataSource } from 'typeorm';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { TestAgent, writes } from '../../../../test/fixtures/runtime-events.js';
import { createApplication } from '../create-application.js';

const dataDirectory = mkdtempSync(join(tmpdir(), 'policy-advisor-intake-'));
const MiB = 1024 ** 2;
const mostBytes = 2 * MiB;
const settling = { timeout: 20_000, interval: 100 };
let postgres: PostgresServer;
let dataSource: DataSource;
let app: NestFastifyApplication;
let url: string;
const keys: string[] = [];

beforeAll(async () => {
  postgres = await startPostgres({ dataDirectory, database: 'advisor', preferredPort: 0, durable: false });
  const config = loadConfig({
    DATABASE_URL: postgres.url,
    LOG_LEVEL: 'silent',
    API_KEY_CACHE_TIME: '5m',
    INGESTION_MAX_WAITING_SIZE: '2MiB',
    HTTP_BODY_LIMIT: '512KiB',
  });
  dataSource = await createDataSource(config.database).initialize();
  await migrate(dataSource);
  for (const name of ['noisy', 'other']) {
    keys.push((await issueApiKey(dataSource.manager, { name, bindings: [everywhereAs('agent')] })).key);
  }
  app = await createApplication(config);
  await app.listen(0, '127.0.0.1');
  url = `${await app.getUrl()}/api/v1/runtime-events`;
});
afterAll(async () => {
  await app.close();
  await dataSource.destroy();
  await postgres.stop();
  rmSync(dataDirectory, { recursive: true, force: true });
});

interface Answer {
  readonly status: number;
  readonly retryAfter: string | null;
}

/** Bodies of about so many bytes, each of an agent of its own, with one observation of a count of 1 for each 150 bytes. */
function bodyOf(bytes: number, namespace: string): { readonly text: string; readonly observations: number } {
  const observations = Array.from({ length: Math.floor(bytes / 150) }, (_, n) => writes(`/data/${n % 20}`));
  const event = new TestAgent().event([{ namespace, pod: 'web', observations }]);
  return { text: JSON.stringify(event), observations: observations.length };
}

async function send(
  body: string | Uint8Array<ArrayBuffer>,
  key = 0,
  more: Record<string, string> = {},
): Promise<Answer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${keys[key] ?? ''}`, 'content-type': 'application/json', ...more },
    body,
  });
  await response.text();
  return { status: response.status, retryAfter: response.headers.get('retry-after') };
}

/** Stops every process of Postgres, as a machine that hangs would; the returned function lets them go on. */
async function stall(): Promise<() => void> {
  const backends = await rows(
    dataSource,
    z.object({ pid: z.int() }),
    `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
     UNION SELECT pg_backend_pid()`,
  );
  const pids = [postgres.process.pid, ...backends.map(({ pid }) => pid)];
  for (const pid of pids) process.kill(pid, 'SIGSTOP');
  return () => {
    for (const pid of pids) process.kill(pid, 'SIGCONT');
  };
}

/** Nothing of one test is to be in the way of the next, also where it failed. */
afterEach(() =>
  vi.waitFor(async () => {
    if ((await metric('ingestion_http_waiting_requests')) > 0) throw new Error('requests are left');
  }, settling),
);

async function metric(name: string): Promise<number> {
  const found = await app.get(Registry).getSingleMetric(name)?.get();
  return found?.values[0]?.value ?? Number.NaN;
}

async function countOf(namespace: string): Promise<number> {
  const [row] = await rows(
    dataSource,
    z.object({ count: z.coerce.number() }),
    `SELECT coalesce(sum(count), 0) AS count FROM runtime_observations
       JOIN runtime_containers c ON c.id = container_id JOIN workloads w ON w.id = workload_id
     WHERE namespace = $1`,
    [namespace],
  );
  return row?.count ?? -1;
}

function heapInUse(): number {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect === 'function') collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

describe('while Postgres hangs', () => {
  it('senders get 429 early, memory stays bounded, and what was let in is stored exactly once', async () => {
    await send(bodyOf(1_000, 'warm').text, 0);
    await send(bodyOf(1_000, 'warm').text, 1);
    const before = heapInUse();
    const goOn = await stall();
    const answers: Answer[] = [];
    const sent: { readonly observations: number; readonly answer: Promise<Answer> }[] = [];
    try {
      // 40 MiB, in waves: nobody waits for an answer that does not come.
      for (let wave = 0; wave < 20; wave += 1) {
        for (let n = 0; n < 10; n += 1) {
          const { text, observations } = bodyOf(200_000, 'stalled');
          const answer = send(text, n % 2);
          sent.push({ observations, answer });
          void answer.then((given) => answers.push(given));
        }
        await vi.waitFor(
          async () =>
            expect(answers.length + (await metric('ingestion_http_waiting_requests'))).toBe(sent.length),
          settling,
        );
        expect(await metric('ingestion_http_waiting_bytes')).toBeLessThanOrEqual(mostBytes);
      }
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([429]));
      expect(answers.every(({ retryAfter }) => Number(retryAfter) >= 1)).toBe(true);
      expect(await metric('ingestion_http_waiting_requests')).toBe(10);
      // Parsed, all that was sent takes more than 150 MiB. What clients and sockets still hold goes within moments.
      await vi.waitFor(() => expect((heapInUse() - before) / MiB).toBeLessThan(30), settling);
    } finally {
      goOn();
    }
    const all = await Promise.all(
      sent.map(async ({ observations, answer }) => ({ observations, status: (await answer).status })),
    );
    const taken = all.filter(({ status }) => status === 202);
    expect(taken).toHaveLength(10);
    expect(taken.length + answers.filter(({ status }) => status === 429).length).toBe(200);
    expect(await countOf('stalled')).toBe(taken.reduce((sum, { observations }) => sum + observations, 0));
    expect(await metric('ingestion_http_waiting_bytes')).toBe(0);
    expect(await metric('ingestion_http_refused_total')).toBe(190);
  });

  it('a sender that has filled its half leaves the other half to others', async () => {
    const goOn = await stall();
    const answers: Answer[] = [];
    const sent: Promise<unknown>[] = [];
    try {
      for (let n = 0; n < 10; n += 1)
        sent.push(send(bodyOf(200_000, 'half').text, 0).then((answer) => answers.push(answer)));
      await vi.waitFor(() => expect(answers).toHaveLength(5), settling);
      sent.push(send(bodyOf(200_000, 'half').text, 1));
      await vi.waitFor(async () => expect(await metric('ingestion_http_waiting_requests')).toBe(6), settling);
    } finally {
      goOn();
    }
    await Promise.all(sent);
    expect(answers.map(({ status }) => status).filter((status) => status === 202)).toHaveLength(5);
  });

  it('bodies that unfold are counted as what they unfold to', async () => {
    const goOn = await stall();
    const statuses: number[] = [];
    const sent: Promise<unknown>[] = [];
    try {
      for (let n = 0; n < 12; n += 1) {
        const body = new Uint8Array(gzipSync(bodyOf(300_000, 'unfolds').text));
        sent.push(
          send(body, n % 2, { 'content-encoding': 'gzip' }).then(({ status }) => statuses.push(status)),
        );
        await vi.waitFor(
          async () => expect(statuses.length + (await metric('ingestion_http_waiting_requests'))).toBe(n + 1),
          settling,
        );
      }
      expect(await metric('ingestion_http_waiting_bytes')).toBeLessThanOrEqual(mostBytes);
      expect(new Set(statuses)).toEqual(new Set([429]));
    } finally {
      goOn();
    }
    await Promise.all(sent);
    expect(statuses.filter((status) => status === 202)).toHaveLength(6);
    expect(await metric('ingestion_http_waiting_bytes')).toBe(0);
  });

  it('a body that turns out too large for the room is read away, and its connection answers 429', async () => {
    const goOn = await stall();
    const { text } = bodyOf(400_000, 'grows');
    const sent: Promise<Answer>[] = [];
    try {
      for (const key of [0, 0, 1, 1]) sent.push(send(text, key));
      await vi.waitFor(
        async () => expect(await metric('ingestion_http_waiting_bytes')).toBeGreaterThan(1_500_000),
        settling,
      );
      // So compressible that an eighth of it is far less than it unfolds to.
      const padded = new Uint8Array(gzipSync(`${text}${' '.repeat(100_000)}`, { level: 9 }));
      expect(padded.length * 8).toBeLessThan(200_000);
      expect((await send(padded, 0, { 'content-encoding': 'gzip' })).status).toBe(429);
      const chunks = new ReadableStream<Uint8Array>({
        start: (controller) => {
          for (let n = 0; n < 10; n += 1) controller.enqueue(Buffer.alloc(40_000, ' '));
          controller.close();
        },
      });
      const chunked = await fetch(url, {
        method: 'POST',
        headers: { authorization: `Bearer ${keys[1] ?? ''}`, 'content-type': 'application/json' },
        body: chunks,
        duplex: 'half',
      });
      expect(chunked.status).toBe(429);
    } finally {
      goOn();
    }
    expect((await Promise.all(sent)).map(({ status }) => status)).toEqual([202, 202, 202, 202]);
  });

  it('those of whom the database can not say who they are take no more than half of the room', async () => {
    const goOn = await stall();
    const statuses: number[] = [];
    const sent: Promise<unknown>[] = [];
    const body = bodyOf(500, 'strange').text;
    try {
      for (let n = 0; n < 80; n += 1) {
        const authorization = `Bearer pa_${'x'.repeat(40)}${n}`;
        sent.push(send(body, 0, { authorization }).then(({ status }) => statuses.push(status)));
      }
      await vi.waitFor(() => expect(statuses).toEqual(Array.from({ length: 16 }, () => 429)), settling);
      expect(await metric('ingestion_http_waiting_requests')).toBe(64);
    } finally {
      goOn();
    }
    await Promise.all(sent);
    expect(statuses.filter((status) => status === 401)).toHaveLength(64);
    expect((await send(body, 1)).status).toBe(202);
  });

  it('an impatient sender does not make room by going away; what it sent is stored once', async () => {
    const goOn = await stall();
    const { text, observations } = bodyOf(200_000, 'impatient');
    try {
      const impatient = new AbortController();
      const gone = fetch(url, {
        method: 'POST',
        headers: { authorization: `Bearer ${keys[0] ?? ''}`, 'content-type': 'application/json' },
        body: text,
        signal: impatient.signal,
      });
      const failed = gone.catch((error: unknown) => error);
      await vi.waitFor(
        async () => expect(await metric('ingestion_http_waiting_bytes')).toBeGreaterThan(190_000),
        settling,
      );
      impatient.abort();
      expect(await failed).toMatchObject({ name: 'AbortError' });
      expect(await metric('ingestion_http_waiting_requests')).toBe(1);
    } finally {
      goOn();
    }
    expect((await send(text)).status).toBe(202);
    expect(await countOf('impatient')).toBe(observations);
  });
});

describe('a request that is refused or cut short', () => {
  it.each([
    ['not JSON', '{', 400],
    ['not an event', '{}', 422],
    ['too large', JSON.stringify('x'.repeat(600 * 1024)), 413],
  ])('gives its room back: %s', async (_, body, status) => {
    expect((await send(body)).status).toBe(status);
    await vi.waitFor(async () => expect(await metric('ingestion_http_waiting_requests')).toBe(0), settling);
    expect(await metric('ingestion_http_waiting_bytes')).toBe(0);
  });
});
