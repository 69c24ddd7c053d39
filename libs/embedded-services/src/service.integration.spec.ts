import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { freePorts } from './ports.js';
import { readPostmasterFile } from './postgres/postmaster-file.js';
import { identify, isAlive, type ProcessIdentity } from './process-identity.js';
import {
  AlreadyRunningError,
  type RunningService,
  type ServiceEntries,
  type ServiceOptions,
  startService,
} from './service.js';
import { StartError } from './start-error.js';

let folder: string;
let dataDirectory: string;
let entries: ServiceEntries;
let said: string[];
let abort: AbortController;
let running: RunningService[];

/** A process that answers /readyz, and tells its environment at any other path. */
const server = (portVariable: string): string => `
  import { createServer } from 'node:http';
  createServer((request, response) => response.end(request.url === '/readyz' ? 'ok' : JSON.stringify({ pid: process.pid, env: process.env })))
    .listen(Number(process.env.${portVariable}), process.env.HOST, () => process.send('started'));
`;

beforeEach(() => {
  // A space in the path, and a directory that is closed to all others.
  folder = mkdtempSync(join(tmpdir(), 'policy advisor '));
  dataDirectory = join(folder, 'data');
  said = [];
  abort = new AbortController();
  running = [];
  const write = (name: string, text: string): string => {
    writeFileSync(join(folder, `${name}.mjs`), text);
    return join(folder, `${name}.mjs`);
  };
  entries = {
    migrate: write(
      'migrate',
      `import { appendFileSync } from 'node:fs'; appendFileSync(import.meta.dirname + '/migrated', process.env.DATABASE_URL + '\\n');`,
    ),
    api: write('api', server('PORT')),
    worker: write('worker', server('WORKER_HEALTH_PORT')),
    collector: write('collector', server('COLLECTOR_HEALTH_PORT')),
  };
});

afterEach(async () => {
  abort.abort();
  await Promise.all(running.map((service) => service.ended));
  rmSync(folder, { recursive: true, force: true });
});

async function start(options: Partial<ServiceOptions> = {}): Promise<RunningService> {
  const service = await startService({
    dataDirectory,
    environment: { PATH: process.env['PATH'] },
    entries,
    say: (message) => said.push(message),
    signal: abort.signal,
    backoff: { first: 50, limit: 200, settledAfter: 60_000 },
    ...options,
  });
  running.push(service);
  return service;
}

async function startProblem(options: Partial<ServiceOptions> = {}): Promise<string> {
  try {
    await start(options);
  } catch (error) {
    if (error instanceof StartError) return error.message;
    throw error;
  }
  throw new Error('it started');
}

interface Look {
  readonly pid: number;
  readonly env: Readonly<Record<string, string>>;
}

async function look(url: string): Promise<Look> {
  const response = await fetch(url);
  // What the fixture above has just written.
  return JSON.parse(await response.text());
}

function postgresProcess(): ProcessIdentity {
  const identity = identify(readPostmasterFile(join(dataDirectory, 'postgres'))?.pid ?? 0);
  if (identity === undefined) throw new Error('Postgres does not run');
  return identity;
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 20));
}

describe('the service', () => {
  it('runs three processes on a migrated Postgres of its own, and leaves none of them', async () => {
    const service = await start();
    const { env, pid } = await look(service.url);
    expect(service.apiKeyFile).toBe(join(dataDirectory, 'api-key'));
    expect(env).toMatchObject({
      HOST: '127.0.0.1',
      PORT: new URL(service.url).port,
      DATA_DIR: dataDirectory,
      BOOTSTRAP_API_KEY_FILE: service.apiKeyFile,
    });
    expect(readFileSync(join(folder, 'migrated'), 'utf8')).toBe(`${env['DATABASE_URL']}\n`);
    const others = await Promise.all(
      ['WORKER_HEALTH_PORT', 'COLLECTOR_HEALTH_PORT'].map((name) => look(`http://127.0.0.1:${env[name]}`)),
    );
    const processes = [pid, ...others.map((other) => other.pid)].map((id) => identify(id));
    const all = [...processes.filter((one) => one !== undefined), postgresProcess()];
    expect(all.map(isAlive)).toEqual([true, true, true, true]);

    abort.abort();
    expect(await service.ended).toBe(undefined);
    expect(all.map(isAlive)).toEqual([false, false, false, false]);
  });

  it('keeps its key, readable for its owner alone, and its data from start to start', async () => {
    const first = await start();
    const key = readFileSync(first.apiKeyFile, 'utf8');
    expect(key).toMatch(/^pa_[\w-]{43}\n$/);
    expect(statSync(first.apiKeyFile).mode & 0o777).toBe(0o600);
    abort.abort();
    await first.ended;

    abort = new AbortController();
    const second = await start();
    expect(readFileSync(second.apiKeyFile, 'utf8')).toBe(key);
  });

  it('starts a process again that was killed', async () => {
    const { url } = await start();
    const { pid } = await look(url);
    process.kill(pid, 'SIGKILL');
    await until(() =>
      look(url).then(
        (again) => again.pid !== pid,
        () => false,
      ),
    );
    expect(said).toContain('api was ended by SIGKILL; starting it again in 0.05 s');
  });

  it('ends when its Postgres is killed, and starts again on the same data', async () => {
    const first = await start();
    const { pid } = await look(first.url);
    const api = identify(pid);
    process.kill(postgresProcess().pid, 'SIGKILL');
    expect(await first.ended).toMatch(/^Postgres has ended by itself:/);
    expect(api !== undefined && isAlive(api)).toBe(false);

    const second = await start();
    expect((await look(second.url)).env['DATA_DIR']).toBe(dataDirectory);
  });

  it('says where the first one is when it is started twice', async () => {
    const first = await start();
    const second = start();
    await expect(second).rejects.toBeInstanceOf(AlreadyRunningError);
    await expect(second).rejects.toThrow(`already running: ${first.url}`);
  });

  it('takes the place of one that is about to end', async () => {
    const first = await start();
    const old = postgresProcess();
    abort.abort();
    const second = await start({ signal: (abort = new AbortController()).signal });
    expect(await first.ended).toBe(undefined);
    expect(isAlive(old)).toBe(false);
    expect((await look(second.url)).pid).toBeGreaterThan(0);
  });

  it('starts although the id of a Postgres that was killed belongs to another process now', async () => {
    const first = await start();
    process.kill(postgresProcess().pid, 'SIGKILL');
    await first.ended;
    const file = join(dataDirectory, 'postgres', 'postmaster.pid');
    const [, ...rest] = readFileSync(file, 'utf8').split('\n');
    // Not this process: Postgres knows its own parent for what it is.
    const other = spawn('sleep', ['600'], { stdio: 'ignore' });
    try {
      writeFileSync(file, [String(other.pid), ...rest].join('\n'));
      expect((await start()).dataDirectory).toBe(dataDirectory);
    } finally {
      other.kill();
    }
  });

  it('uses the port it is given, and says so when that is taken', async () => {
    const [port] = await freePorts(1);
    const blocker = createServer().listen(port, '127.0.0.1');
    await new Promise((resolve) => blocker.once('listening', resolve));
    const environment = { PATH: process.env['PATH'], PORT: String(port) };
    expect(await startProblem({ environment })).toBe(
      `port ${port} is taken by another program: set PORT to another one, or leave it unset for the next free one`,
    );
    await new Promise((resolve) => blocker.close(resolve));
    expect((await start({ environment })).url).toBe(`http://127.0.0.1:${port}`);
  });

  it('takes another port if somebody takes the chosen one before the API does', async () => {
    // The first API finds its port taken: by a server that outlives it.
    const api = readFileSync(entries.api, 'utf8');
    const squatter = `require('node:http').createServer((_, response) => response.end('somebody else')).listen(Number(process.env.PORT), process.env.HOST, () => process.send('there'))`;
    writeFileSync(
      entries.api,
      `import { spawn } from 'node:child_process';
       import { existsSync, writeFileSync } from 'node:fs';
       const squatted = import.meta.dirname + '/squatted';
       if (!existsSync(squatted)) {
         const child = spawn(process.execPath, ['-e', ${JSON.stringify(squatter)}], { detached: true, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
         writeFileSync(squatted, String(child.pid) + ' ' + process.env.PORT);
         await new Promise((resolve) => child.once('message', resolve));
         process.exit(1);
       }
       await import('./real-api.mjs');`,
    );
    writeFileSync(join(folder, 'real-api.mjs'), api);

    const service = await start();

    const [pid, port] = readFileSync(join(folder, 'squatted'), 'utf8').split(' ');
    try {
      expect(service.url).not.toBe(`http://127.0.0.1:${port}`);
      expect(said).toContain(`port ${port} was taken meanwhile: trying ${new URL(service.url).port}`);
      expect(await (await fetch(`${service.url}/readyz`)).text()).toBe('ok');
    } finally {
      process.kill(Number(pid), 'SIGKILL');
    }
  });

  it('reports every mistake in the settings before it starts anything', async () => {
    const environment = { PATH: process.env['PATH'], PORT: 'http', KAFKA_BROKERS: 'nowhere' };
    const problem = await startProblem({ environment });
    expect(problem).toContain('- PORT: "http" is not allowed');
    expect(problem).toContain('- KAFKA_BROKERS: "nowhere" is not allowed');
    expect(said).toEqual([]);
  });

  it('does not start without a migrated database, and leaves nothing running', async () => {
    writeFileSync(entries.migrate, 'process.exit(3)');
    expect(await startProblem()).toBe(
      'the database could not be migrated: migrate ended with exit code 3, see its messages above',
    );
    expect(readPostmasterFile(join(dataDirectory, 'postgres'))).toBe(undefined);
  });

  it('does not try again a process that can not start at all', async () => {
    writeFileSync(entries.worker, 'process.exit(4)');
    expect(await startProblem()).toBe(
      'worker ended with exit code 4 while it was starting, see its messages above',
    );
    expect(readPostmasterFile(join(dataDirectory, 'postgres'))).toBe(undefined);
  });

  it('fails at once if the API ends after it has listened and before it is ready', async () => {
    writeFileSync(entries.api, `process.send('started', () => process.exit(5));`);
    expect(await startProblem()).toBe(
      'api ended with exit code 5 while it was starting, see its messages above',
    );
    expect(readPostmasterFile(join(dataDirectory, 'postgres'))).toBe(undefined);
  });

  it('kills a process that does not end when it is asked to', async () => {
    writeFileSync(entries.worker, `process.on('SIGTERM', () => {});${server('WORKER_HEALTH_PORT')}`);
    const { url, ended } = await start();
    const worker = identify(
      (await look(`http://127.0.0.1:${(await look(url)).env['WORKER_HEALTH_PORT']}`)).pid,
    );
    const before = performance.now();
    abort.abort();
    await ended;
    expect(worker !== undefined && isAlive(worker)).toBe(false);
    expect(performance.now() - before).toBeLessThan(10_000);
  });

  it('explains a data directory that can not be used', async () => {
    mkdirSync(join(folder, 'file'));
    writeFileSync(join(folder, 'file', 'data'), '');
    expect(await startProblem({ dataDirectory: join(folder, 'file', 'data', 'below') })).toMatch(
      /^the data directory .* can't be used \(ENOTDIR\)/,
    );
  });
});
