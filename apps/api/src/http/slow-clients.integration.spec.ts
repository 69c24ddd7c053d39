import { connect, type Socket } from 'node:net';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { loadConfig } from '#libs/platform';
import { Body, Controller, Get, Module, Post, StreamableFile } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Registry } from 'prom-client';
import { createDatabase } from '../../../../test/services/index.js';
import { AppModule } from '../app.module.js';
import { Public } from '../auth/index.js';
import { createApplication } from '../create-application.js';

const PART = 64 * 1024;
const MIB = 1024 * 1024;
const soon = { timeout: 50_000, interval: 20 };

/** What was made of the stream that was asked for last; one of a connection that is gone may end later than it. */
let made: { bytes: number; ended: boolean } = { bytes: 0, ended: false };

@Controller('probe')
@Public()
class ProbeController {
  @Post()
  take(@Body() body: unknown): object {
    return { taken: body };
  }

  /** As much as is read; for ever. */
  @Get('endless')
  endless(): StreamableFile {
    return new StreamableFile(this.#parts(async () => undefined));
  }

  /** One part, then nothing for longer than a client may take nothing, then the end. */
  @Get('quiet')
  quiet(): StreamableFile {
    const waits = [0, 4_000];
    return new StreamableFile(
      this.#parts(async () => {
        const wait = waits.shift();
        if (wait === undefined) return 'end';
        await new Promise((resolve) => setTimeout(resolve, wait));
        return undefined;
      }),
    );
  }

  #parts(next: () => Promise<'end' | undefined>): Readable {
    const mine: typeof made = { bytes: 0, ended: false };
    made = mine;
    const make = async function* (): AsyncGenerator<Buffer> {
      while ((await next()) !== 'end') {
        mine.bytes += PART;
        yield Buffer.alloc(PART, 'x');
      }
    };
    return Readable.from(make(), { highWaterMark: 1 }).once('close', () => (mine.ended = true));
  }
}

@Module({ imports: [AppModule], controllers: [ProbeController] })
class ProbeModule {}

let app: NestFastifyApplication;
let port: number;
const sockets: Socket[] = [];
const timers: NodeJS.Timeout[] = [];

beforeAll(async () => {
  const config = loadConfig({
    DATABASE_URL: await createDatabase(),
    LOG_LEVEL: 'silent',
    HTTP_REQUEST_TIMEOUT: '1s',
    HTTP_STALL_TIMEOUT: '3s',
  });
  app = await createApplication(config, ProbeModule);
  await app.listen({ host: '127.0.0.1', port: 0 });
  port = Number(new URL(await app.getUrl()).port);
});
afterAll(() => app.close());
beforeEach(() => {
  made = { bytes: 0, ended: false };
});
afterEach(() => {
  for (const timer of timers.splice(0)) clearInterval(timer);
  for (const socket of sockets.splice(0)) socket.destroy();
});

/** A connection that its client does not end because the server did. */
function open(): Socket {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  sockets.push(socket);
  return socket;
}

/** Sends a character now and then, for ever. */
function dribble(socket: Socket, characters: string): void {
  let at = 0;
  timers.push(
    setInterval(() => {
      if (socket.writable) socket.write(characters[at % characters.length] ?? 'x');
      at += 1;
    }, 50),
  );
}

interface Answer {
  readonly status: string;
  readonly body: unknown;
}

/** The one answer on a connection that the server then ends. */
async function answerOn(socket: Socket): Promise<Answer> {
  const [head = '', body = '', ...more] = (await text(socket)).split('\r\n\r\n');
  expect(more).toEqual([]);
  return { status: head.split('\r\n', 1).join(), body: JSON.parse(body) };
}

const late = {
  type: 'urn:policy-advisor:problem:request-timeout',
  title: 'Request timeout',
  status: 408,
  code: 'request-timeout',
  detail: 'The request did not arrive in time.',
  instance: 'urn:request:none',
};
const post = 'POST /probe HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n';

describe('a request that dribbles in', () => {
  it('is answered with 408 for its body, and its connection ends though more of it comes', async () => {
    const socket = open();
    socket.on('error', () => undefined);
    socket.write(`${post}Content-Length: 1000\r\n\r\n`);
    dribble(socket, ' ');
    const closed = new Promise((resolve) => socket.once('close', resolve));
    expect(await answerOn(socket)).toEqual({ status: 'HTTP/1.1 408 Request Timeout', body: late });
    await closed;
  });

  it('is answered with 408 for its headers too', async () => {
    const socket = open();
    socket.on('error', () => undefined);
    socket.write('GET /healthz HTTP/1.1\r\nHost: a\r\n');
    dribble(socket, 'X-Header: 1\r\n');
    const closed = new Promise((resolve) => socket.once('close', resolve));
    expect(await answerOn(socket)).toEqual({ status: 'HTTP/1.1 408 Request Timeout', body: late });
    await closed;
  });

  it('is taken if all of it arrives in time', async () => {
    const socket = open();
    socket.write(`${post}Connection: close\r\nContent-Length: 4\r\n\r\n`);
    for (const character of 'true') {
      await new Promise<void>((resolve) => socket.write(character, () => resolve()));
    }
    const answer = await answerOn(socket);
    expect(answer).toEqual({ status: 'HTTP/1.1 201 Created', body: { taken: true } });
  });

  it('has one answer, broken off, if that has begun before it was late', async () => {
    const socket = open();
    socket.on('error', () => undefined);
    socket.write('GET /probe/quiet HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n');
    dribble(socket, ' ');
    let sent = '';
    socket.setEncoding('utf8').on('data', (chunk: string) => (sent += chunk));
    await new Promise((resolve) => socket.once('close', resolve));
    expect(sent.match(/HTTP\/1\.1 \d+ .*/g)).toEqual(['HTTP/1.1 200 OK']);
    expect(sent.endsWith('0\r\n\r\n')).toBe(false);
  });
});

describe('a client that does not read', () => {
  it('is sent no more than lies on the way, and its connection ends', async () => {
    const socket = open();
    socket.pause();
    socket.write('GET /probe/endless HTTP/1.1\r\nHost: a\r\n\r\n');
    await expect.poll(() => made.ended, soon).toBe(true);
    expect(made.bytes).toBeLessThan(16 * MIB);
    // Broken off: no last chunk tells that this was all of it.
    const sent = await text(socket).catch(() => '');
    expect(sent.endsWith('0\r\n\r\n')).toBe(false);
  });

  it('is left alone as long as it reads, however slowly', async () => {
    const socket = open();
    socket.on('error', () => undefined);
    socket.pause();
    socket.write('GET /probe/endless HTTP/1.1\r\nHost: a\r\n\r\n');
    // A MiB each quarter of a second: the whole takes longer than it may stand still.
    let read = 0;
    const begun = performance.now();
    while (read < 24 * MIB) {
      await new Promise((resolve) => setTimeout(resolve, 250));
      for (let step = 0; step < MIB && read < 24 * MIB;) {
        const chunk: unknown = socket.read();
        if (!Buffer.isBuffer(chunk)) {
          await new Promise((resolve) => socket.once('readable', resolve));
          continue;
        }
        step += chunk.length;
        read += chunk.length;
      }
    }
    expect(performance.now() - begun).toBeGreaterThan(4_000);
    expect(made.ended).toBe(false);
  });

  it('is left alone if there is nothing to read', async () => {
    const socket = open();
    socket.write('GET /probe/quiet HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
    const sent = await text(socket);
    expect(sent.endsWith('0\r\n\r\n')).toBe(true);
    expect(made.bytes).toBe(2 * PART);
  });
});

it('is counted, by what was wrong with it', async () => {
  const ended = async () => {
    const metric = await app.get(Registry).getSingleMetric('http_connections_ended_total')?.get();
    return Object.fromEntries(metric?.values.map(({ labels, value }) => [labels['reason'], value]) ?? []);
  };
  const before = await ended();
  expect(Object.keys(before)).toEqual(['malformed', 'headers-too-large', 'request-timeout', 'stalled']);
  const garbage = open();
  garbage.write('GARBAGE\r\n\r\n');
  await answerOn(garbage);
  const large = open();
  large.write(`GET /healthz HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`);
  await answerOn(large);
  const slow = open();
  slow.write('GET /healthz HTTP/1.1\r\n');
  await answerOn(slow);
  const reader = open();
  reader.pause();
  reader.write('GET /probe/endless HTTP/1.1\r\nHost: a\r\n\r\n');
  await expect.poll(() => made.ended, soon).toBe(true);
  const sensible = open();
  sensible.end('GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
  await answerOn(sensible);
  expect(await ended()).toEqual({
    malformed: Number(before['malformed']) + 1,
    'headers-too-large': Number(before['headers-too-large']) + 1,
    'request-timeout': Number(before['request-timeout']) + 1,
    stalled: Number(before['stalled']) + 1,
  });
});
