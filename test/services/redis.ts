import { globSync } from 'node:fs';
import { join } from 'node:path';
import { freePorts } from '#libs/embedded-services';
import { unpackDebian } from './debian-packages.js';
import { cache, ServiceUnavailableError, startServer, works } from './server-process.js';

/** A Redis server of its own. */
export interface RedisServer {
  /** Without a database number: append `/<n>`, n < 1024. */
  readonly url: string;
  stop(): Promise<void>;
  /** SIGKILL, as in a crash; nothing was saved. */
  kill(): Promise<void>;
  /** Starts it again, empty, on the same port, after kill(). */
  restart(): Promise<void>;
}

const explanation =
  'The tests run a real Redis. Install redis-server (Debian: apt-get install redis-server; valkey-server will do), ' +
  'or name a running one that may be emptied in TEST_REDIS_URL (redis://host:port).';

interface Program {
  readonly command: string;
  readonly libraries?: string;
}

/** Debian's package, unpacked into .cache/. */
async function unpackRedis(): Promise<Program> {
  const folder = cache('redis', 'debian');
  const names = ['redis-server', 'redis-tools', 'libjemalloc2', 'liblzf1'];
  await unpackDebian({ what: 'Redis', folder, explanation, names });
  const [library] = globSync(join(folder, 'usr', 'lib', '*', 'libjemalloc.so.2'));
  if (library === undefined) throw new ServiceUnavailableError(explanation);
  return { command: join(folder, 'usr', 'bin', 'redis-server'), libraries: join(library, '..') };
}

async function locate(): Promise<Program> {
  const installed = ['redis-server', 'valkey-server'].find((command) => works(command, '--version'));
  return installed === undefined ? unpackRedis() : { command: installed };
}

/** Starts a Redis of its own: for tests that end it. Others share one: `redisUrl()` of index.ts. */
export async function startRedis(): Promise<RedisServer> {
  const { command, libraries } = await locate();
  const [port] = await freePorts(1);
  const start = (): ReturnType<typeof startServer> =>
    startServer({
      name: 'Redis',
      command,
      args: [
        '--port',
        String(port),
        '--bind',
        '127.0.0.1',
        '--databases',
        '1024',
        '--save',
        '',
        '--appendonly',
        'no',
        '--maxmemory-policy',
        'noeviction',
      ],
      env: libraries === undefined ? {} : { LD_LIBRARY_PATH: libraries },
      isReady: (output) => output.includes('Ready to accept connections'),
    });
  let server = await start();
  return {
    url: `redis://127.0.0.1:${port}`,
    stop: () => server.stop(),
    kill: () => server.kill(),
    restart: async () => {
      server = await start();
    },
  };
}
