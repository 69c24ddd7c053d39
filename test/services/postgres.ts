import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, escapeIdentifier } from 'pg';
import { type PostgresBinaries, type PostgresServer, startPostgres } from '#libs/embedded-services';

/** A Postgres server for tests, empty at first. Its data are not safe from a crash of the machine, so it is fast. */
export interface TestPostgres {
  /** The database `postgres`, as superuser. The same after a restart. */
  readonly url: string;
  /** A new empty database, or a copy of `template`; returns its URL. */
  createDatabase(name: string, template?: string): Promise<string>;
  /** Ends the server and removes its data. */
  stop(): Promise<void>;
  /** SIGKILL of the postmaster, as in a crash, or another signal; the data stay. Resolves when it has gone. */
  kill(signal?: NodeJS.Signals): Promise<void>;
  /** Starts it again on the same data and port, after kill(). */
  restart(): Promise<void>;
  /** SIGSTOP to the server and its backends: connections stay open, nothing answers. Linux only. */
  pause(): void;
  /** SIGCONT, after pause(). */
  resume(): void;
}

export interface TestPostgresOptions {
  /** Whether what was committed is there after kill(). Slower; off unless asked for. */
  readonly commitsSurvive?: boolean;
  /** Another Postgres than npm's, or than that of TEST_POSTGRES_BIN. */
  readonly binaries?: PostgresBinaries;
}

/** The folder TEST_POSTGRES_BIN: all tests then run on the Postgres in it. */
function chosenBinaries(): PostgresBinaries | undefined {
  const folder = process.env['TEST_POSTGRES_BIN'];
  if (folder === undefined) return undefined;
  return { initdb: join(folder, 'initdb'), postgres: join(folder, 'postgres') };
}

/** The postmaster and its children, which do the work. */
function processesOf(postmaster: number): readonly number[] {
  const children = readFileSync(`/proc/${postmaster}/task/${postmaster}/children`, 'utf8');
  return [postmaster, ...children.trim().split(' ').filter(Boolean).map(Number)];
}

function signalAll(postmaster: number, signal: NodeJS.Signals): void {
  for (const pid of processesOf(postmaster)) {
    try {
      process.kill(pid, signal);
    } catch {
      // a backend that has ended meanwhile
    }
  }
}

/** Starts a Postgres of its own. Most tests need only a database: `createDatabase()` of index.ts. */
export async function startTestPostgres(options: TestPostgresOptions = {}): Promise<TestPostgres> {
  const binaries = options.binaries ?? chosenBinaries();
  const dataDirectory = mkdtempSync(join(tmpdir(), 'policy-advisor-postgres-'));
  const remove = (): void =>
    rmSync(dataDirectory, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  const start = (preferredPort: number): Promise<PostgresServer> =>
    startPostgres({
      dataDirectory,
      database: 'postgres',
      preferredPort,
      durable: false,
      ...(binaries !== undefined && { binaries }),
      settings: {
        // What was written is in the system's memory when the server is killed: syncing is for crashes of the machine.
        fsync: 'off',
        synchronous_commit: options.commitsSurvive === true ? 'on' : 'off',
        full_page_writes: options.commitsSurvive === true ? 'on' : 'off', // a kill may tear a page as well
        max_connections: '300',
        wal_level: 'minimal',
        max_wal_senders: '0',
      },
    });
  // Any port at first: never the one that a running service of this machine would like to have.
  let server = await start(0).catch((error: unknown) => {
    remove();
    throw error;
  });
  const { url, port } = server;
  return {
    url,
    createDatabase: async (name, template = 'template1') => {
      const client = new Client({ connectionString: url });
      await client.connect();
      try {
        await client.query(
          `CREATE DATABASE ${escapeIdentifier(name)} TEMPLATE ${escapeIdentifier(template)} STRATEGY file_copy`,
        );
      } finally {
        await client.end();
      }
      const database = new URL(url);
      database.pathname = `/${name}`;
      return database.href;
    },
    stop: async () => {
      await server.stop();
      remove();
    },
    kill: async (signal = 'SIGKILL') => {
      process.kill(server.process.pid, signal);
      await server.gone;
    },
    restart: async () => {
      server = await start(port);
      if (server.port !== port) throw new Error(`port ${port} was taken meanwhile`);
    },
    pause: () => signalAll(server.process.pid, 'SIGSTOP'),
    resume: () => signalAll(server.process.pid, 'SIGCONT'),
  };
}
