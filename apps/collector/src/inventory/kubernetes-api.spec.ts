import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { KubeConfig } from '@kubernetes/client-node';
import { afterEach, describe, expect, it } from 'vitest';
import { KubernetesApi, SilentWatchError } from './kubernetes-api.js';

let server: Server | undefined;

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** The API of a server that answers like that. */
async function apiOf(answer: RequestListener): Promise<KubernetesApi> {
  server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const config = new KubeConfig();
  config.loadFromClusterAndUser(
    { name: 'c', server: `http://127.0.0.1:${port}`, skipTLSVerify: true },
    { name: 'u' },
  );
  return new KubernetesApi(() => config);
}

async function linesOf(api: KubernetesApi, idle: number, lines: string[]): Promise<void> {
  const watch = await api.watch('/api/v1/pods', {}, new AbortController().signal, idle);
  for await (const line of watch) lines.push(line);
}

describe('a watch', () => {
  it('gives lines until the server ends it', async () => {
    const api = await apiOf((_, response) => {
      response.write('{"a":1}\n{"b"');
      setImmediate(() => response.end(':2}\n'));
    });
    const lines: string[] = [];
    await linesOf(api, 20_000, lines);
    expect(lines).toEqual(['{"a":1}', '{"b":2}']);
  });

  it('that falls silent is given up as one that did', async () => {
    const api = await apiOf((_, response) => response.write('{"a":1}\n'));
    const lines: string[] = [];
    await expect(linesOf(api, 1_000, lines)).rejects.toBeInstanceOf(SilentWatchError);
    expect(lines).toEqual(['{"a":1}']);
  });

  it('that is never answered is given up in the same way', async () => {
    const api = await apiOf(() => undefined);
    await expect(linesOf(api, 50, [])).rejects.toBeInstanceOf(SilentWatchError);
  });
});
