import fs from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { json } from 'node:stream/consumers';
import { loadConfig } from '#libs/platform';
import { Body, Controller, Get, Logger, Module, Post } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { eventually } from '../../../../test/fixtures/eventually.js';
import { z } from 'zod';
import { createDatabase } from '../../../../test/services/index.js';
import { AppModule } from '../app.module.js';
import { Public } from '../auth/index.js';
import { createApplication } from '../create-application.js';

@Controller('probe')
@Public()
class ProbeController {
  readonly #logger = new Logger('Probe');

  @Get()
  handled(): object {
    this.#logger.log('handled');
    return {};
  }

  @Post()
  received(@Body() body: unknown): object {
    this.#logger.log('received');
    return { body };
  }

  @Get('fault')
  fault(): never {
    throw new Error('a fault');
  }
}

@Module({ imports: [AppModule], controllers: [ProbeController] })
class ProbeModule {}

const standardError = 2;
const logLine = z.object({ msg: z.string(), requestId: z.string().optional() });
let app: NestFastifyApplication;
let address: string;
let lines: z.infer<typeof logLine>[] = [];

beforeAll(async () => {
  const writeSync: (...written: Parameters<typeof fs.writeSync>) => number = fs.writeSync;
  vi.spyOn(fs, 'writeSync').mockImplementation((...written: Parameters<typeof fs.writeSync>) => {
    const [descriptor, text] = written;
    if (descriptor !== standardError || typeof text !== 'string') return writeSync(...written);
    lines.push(logLine.parse(JSON.parse(text)));
    return Buffer.byteLength(text);
  });
  const environment = {
    DATABASE_URL: await createDatabase(),
    BOOTSTRAP_API_KEY_FILE: '/key',
    LOG_LEVEL: 'info',
  };
  app = await createApplication(loadConfig(environment, { readFile: () => 'k'.repeat(40) }), ProbeModule);
  await app.listen(0, '127.0.0.1');
  address = await app.getUrl();
});
beforeEach(() => {
  lines = [];
});
afterAll(async () => {
  await app.close();
  vi.restoreAllMocks();
});

const problem = z.object({ instance: z.string() });

/** Over a connection, and a body only when the service waits for it: so it is read in the context of the connection. */
function send(path: string, headers: Readonly<Record<string, string>>, body?: string) {
  return new Promise<IncomingMessage>((resolve, reject) => {
    const sent = request(address + path, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { ...headers, ...(body !== undefined && { expect: '100-continue' }) },
    });
    sent.once('response', resolve).once('error', reject);
    if (body === undefined) sent.end();
    else sent.once('continue', () => sent.end(body)).flushHeaders();
  });
}

/** What a request is answered, and what has been logged of it when so many lines have been. */
async function ask(count: number, ...asked: Parameters<typeof send>) {
  const answer = await send(...asked);
  const { instance } = problem.partial().parse(await json(answer));
  await eventually(() => expect(lines).toHaveLength(count));
  const logged = Object.fromEntries(lines.map(({ msg, requestId }) => [msg, requestId]));
  return { status: answer.statusCode, id: answer.headers['x-request-id'], instance, logged };
}

describe('what is logged of a request', () => {
  it.each([
    ['without a body', 'handled', undefined],
    ['with one', 'received', '{}'],
  ] as const)(
    '%s has the id that the caller gave it, what its handler writes too',
    async (_, written, body) => {
      const { id, logged } = await ask(
        2,
        '/probe',
        { 'content-type': 'application/json', 'x-request-id': 'call-17' },
        body,
      );
      expect(id).toBe('call-17');
      expect(logged).toEqual({ [written]: 'call-17', request: 'call-17' });
    },
  );

  it.each([
    ['is about nothing that exists', '/nowhere', 404, ['request']],
    ['comes from a stranger', '/api/v1/policies', 401, ['request']],
    ['ends in a fault of ours', '/probe/fault', 500, ['request failed', 'request']],
  ])(
    'that %s has the id of the answer, in its header and in the problem',
    async (_, url, status, written) => {
      const { id, logged, ...answer } = await ask(written.length, url, {});
      expect(id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
      expect(answer).toEqual({ status, instance: `urn:request:${String(id)}` });
      expect(logged).toEqual(Object.fromEntries(written.map((msg) => [msg, id])));
    },
  );

  it('is not told of the next one, nor of what belongs to none', async () => {
    const ids = await Promise.all(
      ['call-1', 'call-2'].map(async (id) => {
        (await send('/probe', { 'x-request-id': id })).resume();
        return id;
      }),
    );
    new Logger('Probe').log('of no request');
    await eventually(() => expect(lines).toHaveLength(5));
    const idsOf = (wanted: string) =>
      lines.filter(({ msg }) => msg === wanted).map(({ requestId }) => requestId);
    expect(new Set(idsOf('handled'))).toEqual(new Set(ids));
    expect(new Set(idsOf('request'))).toEqual(new Set(ids));
    expect(idsOf('of no request')).toEqual([undefined]);
  });
});
