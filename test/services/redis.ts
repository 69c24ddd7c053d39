import { execFile } from 'node:child_process';
import { existsSync, globSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePorts } from '#libs/embedded-services';
import { cache, ServiceUnavailableError, startServer, works } from './server-process.js';

const run = promisify(execFile);

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

/** Debian's package, unpacked into .cache/ without root. Package lists of our own: the machine's may be empty or old. */
async function unpackDebian(): Promise<Program> {
  const folder = cache('redis', 'debian');
  const found = (): Program | undefined => {
    const [library] = globSync(join(folder, 'usr', 'lib', '*', 'libjemalloc.so.2'));
    return library === undefined
      ? undefined
      : { command: join(folder, 'usr', 'bin', 'redis-server'), libraries: join(library, '..') };
  };
  const unpacked = found();
  if (unpacked !== undefined) return unpacked;
  if (!works('apt-get', '--version') || !works('dpkg', '--version'))
    throw new ServiceUnavailableError(explanation);

  process.stderr.write('fetching Redis with apt-get\n');
  mkdirSync(cache('redis'), { recursive: true });
  const draft = mkdtempSync(cache('redis', 'draft-'));
  const lists = join(draft, 'lists');
  const packages = join(draft, 'packages');
  for (const path of [join(lists, 'partial'), join(packages, 'partial')])
    mkdirSync(path, { recursive: true });
  const own = [
    '-o',
    `Dir::State::lists=${lists}`,
    '-o',
    `Dir::Cache=${draft}`,
    '-o',
    'APT::Sandbox::User=root',
  ];
  try {
    await run('apt-get', [...own, '-qq', 'update']);
    const names = ['redis-server', 'redis-tools', 'libjemalloc2', 'liblzf1'];
    await run('apt-get', [...own, '-qq', 'download', ...names], { cwd: packages });
    const root = join(draft, 'root');
    for (const archive of globSync(join(packages, '*.deb'))) await run('dpkg', ['-x', archive, root]);
    if (!existsSync(folder)) renameSync(root, folder);
  } catch (error) {
    const output =
      error instanceof Error && 'stderr' in error ? String(error.stderr).slice(-1000) : String(error);
    throw new ServiceUnavailableError(`${explanation}\nFetching Debian's package failed:\n${output}`);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  const program = found();
  if (program === undefined) throw new ServiceUnavailableError(explanation);
  return program;
}

async function locate(): Promise<Program> {
  const installed = ['redis-server', 'valkey-server'].find((command) => works(command, '--version'));
  return installed === undefined ? unpackDebian() : { command: installed };
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
