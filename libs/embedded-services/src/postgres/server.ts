import { spawn } from 'node:child_process';
import {
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { giveToOwnerOf } from '../data-directory.js';
import { freePorts, portProblem } from '../ports.js';
import {
  identify,
  isAlive,
  programOf,
  signal,
  waitUntilGone,
  type ProcessIdentity,
} from '../process-identity.js';
import { StartError } from '../start-error.js';
import { locatePostgres, type PostgresBinaries } from './binaries.js';
import { clusterUser, prepareCluster, type Cluster } from './cluster.js';
import { readPostmasterFile } from './postmaster-file.js';
import { commandFor } from './run-as.js';
import { askServer, connectionUrl, ensureDatabase, type PostgresAddress } from './probe.js';

export interface PostgresOptions {
  /** Holds the cluster, its password and its log. One server per directory. */
  readonly dataDirectory: string;
  /** Created if it is not there; the one of `url`. */
  readonly database: string;
  /** Taken if it is free, else any free port; 0: any free port at once. */
  readonly preferredPort?: number;
  /** Postgres settings, as of `postgres -c name=value`. */
  readonly settings?: Readonly<Record<string, string>>;
  /** False for tests: data need not survive a crash of the machine. */
  readonly durable?: boolean;
  /** Another Postgres than the one that npm brought. A cluster belongs to the version that made it. */
  readonly binaries?: PostgresBinaries;
}

export interface PostgresServer {
  /** Connection string with the password: for environments of processes, never for a log. */
  readonly url: string;
  readonly port: number;
  readonly process: ProcessIdentity;
  /** The server ran already: the process that had started it is gone. */
  readonly adopted: boolean;
  /** Resolves when the server's process has gone, whoever ended it. */
  readonly gone: Promise<void>;
  /** The end of the server's log, to show when it has gone by itself. */
  lastWords(): string;
  /** Ends the server within 4 s: a fast shutdown, and if it does not come about, a hard one. */
  stop(): Promise<void>;
}

const defaultPort = 54_329;
/** A server that recovers from a crash may take long; as long as its process lives there is hope. */
const recoveryLimit = 300_000;
const logLimit = 16 * 1024 * 1024;

function isServerOf(pid: number, clusterDirectory: string): boolean {
  if (programOf(pid)?.includes('postgres') !== true) return false;
  if (process.platform !== 'linux') return true;
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(clusterDirectory); // Postgres works in its data directory
  } catch {
    return false; // another user's process: not one that can have this directory open
  }
}

function tail(logFile: string, from: number): string {
  if (!existsSync(logFile)) return '';
  return readFileSync(logFile).subarray(from).subarray(-2048).toString('utf8').trim();
}

/** A server that answers, and its end. */
interface Serving {
  readonly address: PostgresAddress;
  readonly process: ProcessIdentity;
  readonly gone: Promise<void>;
}

/** For a server that is not our child, whose end the system does not tell us. */
async function untilGone(server: ProcessIdentity): Promise<void> {
  while (isAlive(server)) await delay(200);
}

/** A server that still has the cluster open, once it answers; undefined if there is none (any more). */
async function findRunning(cluster: Cluster): Promise<Serving | undefined> {
  const deadline = performance.now() + recoveryLimit;
  for (;;) {
    const file = readPostmasterFile(cluster.directory);
    if (file === undefined) return undefined;
    const running = identify(file.pid);
    if (running === undefined) return undefined; // Postgres itself recognises the file of a dead process
    if (!isServerOf(file.pid, cluster.directory)) {
      // The id belongs to another program now: Postgres would take that for a running server and refuse to start.
      rmSync(join(cluster.directory, 'postmaster.pid'), { force: true });
      return undefined;
    }
    if (file.port !== undefined) {
      const address = { port: file.port, user: clusterUser, password: cluster.password };
      const answer = await askServer(address);
      if (answer.kind === 'serves') return { address, process: running, gone: untilGone(running) };
      if (answer.kind === 'refuses') {
        throw new StartError(
          `A Postgres server (process ${file.pid}) has ${cluster.directory} open and refuses the password of ` +
            `postgres-password beside it: ${answer.message}. End that process and start again.`,
        );
      }
    }
    if (performance.now() > deadline) {
      throw new StartError(
        `A Postgres server (process ${file.pid}) has ${cluster.directory} open but does not answer. ` +
          `End it (kill -INT ${file.pid}) and start again.`,
      );
    }
    await delay(100);
  }
}

async function launch(
  binaries: PostgresBinaries,
  cluster: Cluster,
  options: PostgresOptions,
): Promise<Serving | { readonly failure: string }> {
  const wanted = options.preferredPort ?? defaultPort;
  const [other = 0] = await freePorts(1);
  const port = wanted > 0 && (await portProblem(wanted)) === undefined ? wanted : other;

  if (existsSync(cluster.logFile) && statSync(cluster.logFile).size > logLimit) {
    renameSync(cluster.logFile, `${cluster.logFile}.1`);
  }
  // A file, not a pipe: the server must be able to log after its supervisor was killed.
  const log = openSync(cluster.logFile, 'a', 0o600);
  giveToOwnerOf(options.dataDirectory, cluster.logFile);
  const logStart = statSync(cluster.logFile).size;
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    timezone: 'UTC',
    ...options.settings,
  };
  const {
    command,
    args,
    options: identity,
  } = commandFor(cluster.runAs, binaries.postgres, [
    '-D',
    cluster.directory,
    '-p',
    String(port),
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ]);
  const child = spawn(command, args, {
    ...identity,
    cwd: '/',
    env: { ...process.env, PGDATA: cluster.directory },
    stdio: ['ignore', log, log],
    detached: true, // a Ctrl-C of the terminal must reach the processes that use it first
  });
  closeSync(log);
  let failure: string | undefined;
  const exited = new Promise<void>((resolve) => {
    child.once('error', (error) => {
      failure = error.message;
      resolve();
    });
    child.once('exit', (code, byWhat) => {
      failure ??= `it ended with ${byWhat ?? `exit code ${code ?? 'unknown'}`}`;
      resolve();
    });
  });

  const address = { port, user: clusterUser, password: cluster.password };
  const deadline = performance.now() + recoveryLimit;
  while (failure === undefined && performance.now() < deadline) {
    const answer = await askServer(address);
    const running = child.pid === undefined ? undefined : identify(child.pid);
    if (answer.kind === 'serves' && running !== undefined) return { address, process: running, gone: exited };
    await delay(25);
  }
  if (failure === undefined) child.kill('SIGQUIT');
  await exited;
  return { failure: `${failure ?? 'it did not answer'}\n${tail(cluster.logFile, logStart)}` };
}

/**
 * Failures that pass: a port taken between our look and the server's, and backends of a server that was killed, which
 * hold its shared memory until they notice.
 */
const passing =
  /could not bind|Address already in use|pre-existing shared memory block|lock file .* already exists/;

/** Starts the cluster's server, or adopts the one that already runs. Throws a StartError that says what is wrong. */
export async function startPostgres(options: PostgresOptions): Promise<PostgresServer> {
  const binaries = options.binaries ?? locatePostgres();
  const cluster = await prepareCluster(binaries, options.dataDirectory, options.durable ?? true);
  const deadline = performance.now() + 15_000;
  for (;;) {
    const running = await findRunning(cluster);
    const started = running ?? (await launch(binaries, cluster, options));
    if ('failure' in started) {
      if (passing.test(started.failure) && performance.now() < deadline) {
        await delay(250);
        continue;
      }
      throw new StartError(
        `The embedded Postgres did not start: ${started.failure}\n  Its log: ${cluster.logFile}`,
      );
    }
    const { address, process: server, gone } = started;
    await ensureDatabase(address, options.database);
    const endsWithin = (milliseconds: number): Promise<boolean> => waitUntilGone(server, milliseconds);
    return {
      url: connectionUrl(address, options.database),
      port: address.port,
      process: server,
      adopted: running !== undefined,
      gone,
      lastWords: () => tail(cluster.logFile, 0),
      stop: async () => {
        signal(server.pid, 'SIGINT');
        if (await endsWithin(2500)) return;
        signal(server.pid, 'SIGQUIT');
        if (await endsWithin(1000)) return;
        signal(server.pid, 'SIGKILL');
        await endsWithin(500);
      },
    };
  }
}
