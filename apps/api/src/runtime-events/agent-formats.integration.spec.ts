import { gzipSync } from 'node:zlib';
import { Interner, normaliseMessage } from '#libs/events';
import { createDataSource, everywhereAs, issueApiKey, rows } from '#libs/persistence';
import { loadConfig } from '#libs/platform';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import fc from 'fast-check';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { changedMessage } from '../../../../test/arbitraries/changed-message.js';
import { agentMessages } from '../../../../test/fixtures/agent-messages.js';
import { createDatabase } from '../../../../test/services/index.js';
import { createApplication } from '../create-application.js';

let app: NestFastifyApplication;
let key: string;

beforeAll(async () => {
  const config = loadConfig({ DATABASE_URL: await createDatabase(), LOG_LEVEL: 'silent' });
  const dataSource = await createDataSource(config.database).initialize();
  ({ key } = await issueApiKey(dataSource.manager, { name: 'agent', bindings: [everywhereAs('agent')] }));
  await dataSource.destroy();
  app = await createApplication(config);
});
afterAll(() => app.close());

async function send(
  payload: string | Buffer,
  query: string,
  headers: Record<string, string>,
): Promise<{ status: number; body: unknown }> {
  const response = await app.inject({
    method: 'POST',
    url: `/api/v1/runtime-events?covers=capability,exec,syscall&coversPartly=file&${query}`,
    headers: { authorization: `Bearer ${key}`, ...headers },
    payload,
  });
  return { status: response.statusCode, body: JSON.parse(response.body) };
}

const receipt = z.object({ events: z.int() });
const json = { 'content-type': 'application/json' };
const compressed = { 'content-type': 'application/x-ndjson', 'content-encoding': 'gzip' };

const formatOf: Readonly<Record<string, string>> = {
  audit: 'kubernetes-audit',
  inspektorGadget: 'inspektor-gadget',
  logs: 'tetragon',
};
const formats = Object.entries(agentMessages).map(
  ([name, messages]) => [formatOf[name] ?? name, name, messages] as const,
);

/** The text of a message; undefined for what is too deep to be written. */
function written(message: unknown): string | undefined {
  try {
    return JSON.stringify([message]);
  } catch {
    return undefined;
  }
}

/** Events in the messages, those that are sent again included. */
function eventsIn(messages: readonly object[], cluster: string): number {
  const settings = { cluster, covers: ['capability', 'exec', 'syscall'], coversPartly: ['file'] } as const;
  const counts = messages.map((message) => {
    const outcome = normaliseMessage(message, new Interner(), settings);
    return outcome.outcome === 'ok' ? outcome.value.length : 0;
  });
  return counts.reduce((sum, count) => sum + count, 0);
}

describe("other agents' events over HTTP", () => {
  it.each(formats)(
    'of the format %s (%s) are taken as an array and, compressed, line by line',
    async (format, name, messages) => {
      const lines = gzipSync(messages.map((message) => JSON.stringify(message)).join('\n'));
      const answers = [
        await send(JSON.stringify(messages), `format=${format}&cluster=array-${name}`, json),
        await send(lines, `format=${format}&cluster=lines-${name}`, compressed),
        await send(lines, `cluster=looks-${name}`, compressed),
      ];
      expect(answers.map(({ status }) => status)).toEqual([202, 202, 202]);
      const taken = answers.map(({ body }) => receipt.parse(body));
      const expected = eventsIn(messages, 'eu');
      expect(taken.map(({ events }) => events)).toEqual([expected, expected, expected]);
      expect(expected).toBeGreaterThan(0);
    },
  );

  it.each([
    ['an object', (message: string) => message],
    ['an array', (message: string) => `[ ${message} ]`],
  ])('keep all digits of times that are numbers, in %s of JSON', async (name, write) => {
    const cluster = `exact-${name.replace(' ', '-')}`;
    const message = JSON.stringify(agentMessages['tracee']?.[0]).replace(
      '"1772360400123456789"',
      '1772360400123456789',
    );
    const { status } = await send(write(message), `format=tracee&cluster=${cluster}`, json);
    expect(status).toBe(202);
    const stored = await rows(
      app.get(DataSource),
      z.object({ first: z.string() }),
      `SELECT DISTINCT first_ns::text AS first FROM runtime_observations o
         JOIN runtime_containers c ON c.id = o.container_id JOIN workloads w ON w.id = c.workload_id
       WHERE w.cluster = $1`,
      [cluster],
    );
    expect(stored).toEqual([{ first: '1772360400123456789' }]);
  });

  it('are stored or refused, whatever stands in them: the service and its database bear all of it', async () => {
    const messages = fc.sample(changedMessage, { seed: 44, numRuns: 1_500 }).map(written);
    const statuses = new Map<number, number>();
    for (const message of messages.filter((text) => text !== undefined)) {
      const { status, body } = await send(message, 'cluster=anything', json);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      expect([status, status === 202 || status === 400 || status === 422 ? 'answered' : body]).toEqual([
        status,
        'answered',
      ]);
    }
    for (const status of [202, 422]) expect(statuses.get(status)).toBeGreaterThan(60);
  });
});
