import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import { createServer as createTcpServer, type Server as TcpServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { guardedLookup, post } from './post.js';
import { addressPolicy } from './public-address.js';

const servers: (Server | TcpServer)[] = [];
const loopback = addressPolicy(['127.0.0.0/8']);

afterEach(async () => {
  await Promise.all(
    servers.splice(0).map(async (server) => {
      if ('closeAllConnections' in server) server.closeAllConnections();
      server.close();
      await once(server, 'close');
    }),
  );
});

interface Received {
  readonly method: string | undefined;
  readonly path: string | undefined;
  readonly header: string | undefined;
  readonly body: string;
}

/** A receiver that notes what it gets. */
async function receiver(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      received.push({
        method: request.method,
        path: request.url,
        header: request.headers['x-test']?.toString(),
        body,
      });
      answer(request, response);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  servers.push(server);
  return { received, url: `http://127.0.0.1:${portOf(server)}` };
}

function portOf(server: Server | TcpServer): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server does not listen');
  return address.port;
}

function send(url: string, options: { isAllowed?: (address: string) => boolean; timeoutMs?: number } = {}) {
  return post(new URL(url), {
    headers: { 'x-test': 'yes' },
    body: '{"a":1}',
    timeoutMs: 2_000,
    isAllowed: loopback,
    signal: new AbortController().signal,
    ...options,
  });
}

describe('posting to a receiver', () => {
  it('sends body and headers, and gives the status', async () => {
    const { url, received } = await receiver((_, response) => response.writeHead(202).end('thanks'));
    expect(await send(`${url}/hook?x=1`)).toBe(202);
    expect(received).toEqual([{ method: 'POST', path: '/hook?x=1', header: 'yes', body: '{"a":1}' }]);
  });

  it('does not follow a redirect, wherever it leads', async () => {
    const target = await receiver((_, response) => response.end());
    const { url } = await receiver((_, response) => response.writeHead(307, { location: target.url }).end());
    expect(await send(url)).toBe(307);
    expect(target.received).toEqual([]);
  });

  it.each(['http://127.0.0.1', 'http://[::ffff:127.0.0.1]', 'http://localhost', 'http://0.0.0.0'])(
    'says nothing to %s unless that is allowed',
    async (host) => {
      const { url, received } = await receiver((_, response) => response.end());
      const port = new URL(url).port;
      await expect(send(`${host}:${port}/`, { isAllowed: addressPolicy([]) })).rejects.toThrow(
        'has no address that webhooks may be delivered to',
      );
      expect(received).toEqual([]);
    },
  );

  it('says nothing on a connection to another address than the one that was checked', async () => {
    const { url, received } = await receiver((_, response) => response.end());
    const port = new URL(url).port;
    // A name that had a good address when it was looked at, and a bad one on the connection.
    let asked = 0;
    const rebinding = (address: string): boolean => {
      asked += 1;
      return asked === 1 && loopback(address);
    };
    await expect(send(`http://127.0.0.1:${port}/`, { isAllowed: rebinding })).rejects.toThrow(
      'has no address that webhooks may be delivered to',
    );
    expect(asked).toBe(2);
    expect(received).toEqual([]);
  });

  it('gives up on somebody who never answers', async () => {
    const { url } = await receiver(() => undefined);
    await expect(send(url, { timeoutMs: 150 })).rejects.toThrow('no answer within 150 ms');
  });

  it('gives up on somebody who answers a byte at a time', async () => {
    const server = createTcpServer((socket) => {
      socket.on('error', () => undefined);
      const timer = setInterval(() => socket.write('x'), 20);
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\n');
      socket.on('close', () => clearInterval(timer));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    servers.push(server);
    await expect(send(`http://127.0.0.1:${portOf(server)}/`, { timeoutMs: 300 })).rejects.toThrow(
      'no answer within 300 ms',
    );
  });

  it('reads no more of an endless answer than it has to', async () => {
    let sent = 0;
    const { url } = await receiver((_, response) => {
      const chunk = 'x'.repeat(64 * 1024);
      const write = (): void => {
        while (!response.destroyed && response.write(chunk)) sent += chunk.length;
        response.once('drain', write);
      };
      response.writeHead(200);
      write();
    });
    expect(await send(url)).toBe(200);
    expect(sent).toBeLessThan(16 * 1024 * 1024);
  });

  it('refuses headers without end', async () => {
    const { url } = await receiver((_, response) => {
      for (let index = 0; index < 500; index += 1) response.setHeader(`x-${index}`, 'y'.repeat(100));
      response.end();
    });
    await expect(send(url)).rejects.toThrow('Header overflow');
  });

  it('fails where nobody listens', async () => {
    await expect(send('http://127.0.0.1:1/')).rejects.toThrow('ECONNREFUSED');
  });
});

describe('resolving a name', () => {
  const resolved = (host: string, isAllowed: (address: string) => boolean, all: boolean) =>
    new Promise((resolve, reject) => {
      guardedLookup(isAllowed)(host, { all }, (error, address) =>
        error === null ? resolve(address) : reject(error),
      );
    });

  it('leaves out addresses that are not allowed', async () => {
    const ipv4 = (address: string): boolean => address === '127.0.0.1';
    expect(await resolved('localhost', ipv4, true)).toEqual([{ address: '127.0.0.1', family: 4 }]);
    expect(await resolved('localhost', ipv4, false)).toBe('127.0.0.1');
  });

  it('fails if none is left, or there is no such name', async () => {
    await expect(resolved('localhost', addressPolicy([]), true)).rejects.toThrow('localhost has no address');
    await expect(resolved('no-such-host.invalid', loopback, true)).rejects.toThrow(/ENOTFOUND|EAI_AGAIN/);
  });
});
