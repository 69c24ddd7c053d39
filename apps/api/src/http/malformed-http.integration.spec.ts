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

const malformed = { code: 'malformed', title: 'Malformed request', status: 400 };
const tooLarge = {
  code: 'headers-too-large',
  title: 'Headers too large',
  status: 431,
  detail: 'The URL and headers are larger than 16384 bytes.',
};

describe('what cannot be read as a request', () => {
  it.each([
    ['no HTTP', 'GARBAGE\r\n\r\n', '400 Bad Request', { ...malformed, detail: 'This is not HTTP/1.1.' }],
    [
      'a header beyond all measure',
      `GET /healthz HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`,
      '431 Request Header Fields Too Large',
      tooLarge,
    ],
    [
      'headers that are too large together',
      `GET /healthz HTTP/1.1\r\nHost: a\r\n${`X: ${'x'.repeat(1_000)}\r\n`.repeat(20)}\r\n`,
      '431 Request Header Fields Too Large',
      tooLarge,
    ],
    [
      'a URL beyond all measure',
      `GET /${'x'.repeat(20_000)} HTTP/1.1\r\nHost: a\r\n\r\n`,
      '431 Request Header Fields Too Large',
      tooLarge,
    ],
  ])('is answered with the reason: %s', async (_, sent, status, problem) => {
    const socket = connect(port, '127.0.0.1');
    socket.write(sent);
    const [head = '', body = ''] = (await text(socket)).split('\r\n\r\n');
    expect(head.split('\r\n')).toEqual([
      `HTTP/1.1 ${status}`,
      'Content-Type: application/problem+json',
      `Content-Length: ${Buffer.byteLength(body)}`,
      'Connection: close',
    ]);
    expect(JSON.parse(body)).toEqual({
      type: `urn:policy-advisor:problem:${problem.code}`,
      ...problem,
      instance: 'urn:request:none',
    });
  });
});

describe('headers that are large', () => {
  it('are read as long as they are within measure', async () => {
    const socket = connect(port, '127.0.0.1');
    const large = 'x'.repeat(15_000);
    socket.write(`GET /healthz HTTP/1.1\r\nHost: a\r\nX: ${large}\r\nConnection: close\r\n\r\n`);
    const answer = await text(socket);
    expect(answer.split('\r\n', 1)).toEqual(['HTTP/1.1 200 OK']);
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
