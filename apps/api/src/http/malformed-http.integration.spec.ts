import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { loadConfig } from '#libs/platform';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase } from '../../../../test/services/index.js';
import { AppModule } from '../app.module.js';
import { createApplication } from '../create-application.js';

let app: NestFastifyApplication;
let port: number;

beforeAll(async () => {
  const config = loadConfig({ DATABASE_URL: await createDatabase(), LOG_LEVEL: 'silent' });
  app = await createApplication(config, AppModule);
  await app.listen({ host: '127.0.0.1', port: 0 });
  port = Number(new URL(await app.getUrl()).port);
});
afterAll(() => app.close());

describe('what cannot be read as a request', () => {
  it.each([
    ['no HTTP', 'GARBAGE\r\n\r\n', 'This is not HTTP/1.1.'],
    [
      'headers beyond all measure',
      `GET /healthz HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`,
      'The URL and headers are larger than 16384 bytes.',
    ],
  ])('is answered with the reason: %s', async (_, sent, detail) => {
    const socket = connect(port, '127.0.0.1');
    socket.write(sent);
    const [head = '', body = ''] = (await text(socket)).split('\r\n\r\n');
    expect(head.split('\r\n').slice(0, 2)).toEqual([
      'HTTP/1.1 400 Bad Request',
      'Content-Type: application/problem+json',
    ]);
    expect(JSON.parse(body)).toEqual({
      type: 'urn:policy-advisor:problem:malformed',
      title: 'Malformed request',
      status: 400,
      code: 'malformed',
      detail,
      instance: 'urn:request:none',
    });
  });
});

describe('what is expected of the service beyond 100-continue', () => {
  it('is disregarded: the request is answered as any other', async () => {
    const socket = connect(port, '127.0.0.1');
    socket.write('GET /healthz HTTP/1.1\r\nHost: a\r\nExpect: 200-ok\r\nConnection: close\r\n\r\n');
    const answer = await text(socket);
    expect(answer.split('\r\n', 1)).toEqual(['HTTP/1.1 200 OK']);
  });
});
