import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { giveToOwnerOf } from '../data-directory.js';
import { StartError } from '../start-error.js';
import type { PostgresBinaries } from './binaries.js';
import { chooseRunAs, commandFor, type RunAs } from './run-as.js';

const run = promisify(execFile);

/** The superuser that initdb makes, and the only role: the service's own. */
export const clusterUser = 'policy_advisor';

export interface Cluster {
  /** Postgres' data directory (PGDATA). */
  readonly directory: string;
  readonly password: string;
  readonly runAs: RunAs;
  readonly logFile: string;
}

async function initialise(
  binaries: PostgresBinaries,
  dataDirectory: string,
  target: string,
  durable: boolean,
): Promise<void> {
  // Made beside its place and renamed when it is whole: a start that is killed here leaves nothing that looks finished.
  const draft = `${target}.new`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { mode: 0o700 });
  giveToOwnerOf(dataDirectory, draft);
  const runAs = await chooseRunAs(binaries.postgres, draft);

  const password = randomBytes(24).toString('base64url');
  const passwordFile = join(dataDirectory, 'postgres-password');
  const handOver = `${passwordFile}.new`;
  rmSync(handOver, { force: true });
  writeFileSync(handOver, `${password}\n`, { mode: 0o600 });
  if (runAs.uid !== undefined && runAs.gid !== undefined) chownSync(handOver, runAs.uid, runAs.gid);

  const { command, args, options } = commandFor(runAs, binaries.initdb, [
    `--pgdata=${draft}`,
    `--username=${clusterUser}`,
    `--pwfile=${handOver}`,
    '--auth=scram-sha-256',
    '--locale=C',
    '--encoding=UTF8',
    ...(durable ? [] : ['--no-sync']),
  ]);
  try {
    await run(command, args, { ...options, cwd: '/', env: { PATH: process.env['PATH'], TZ: 'UTC' } });
  } catch (error) {
    const detail =
      error instanceof Error && 'stderr' in error ? String(error.stderr).slice(-2000).trim() : '';
    throw new StartError(`Postgres could not make its data directory ${target}:\n${detail}`);
  }
  if (runAs.uid !== undefined) chownSync(handOver, 0, 0);
  giveToOwnerOf(dataDirectory, handOver);
  renameSync(handOver, passwordFile); // before the cluster: a cluster without its password could not be used
  renameSync(draft, target);
}

/**
 * The cluster of a data directory: `postgres/` with its files, `postgres-password` (0600) and `postgres.log`; made
 * where there is none. Without `durable` nothing is synced to disk while it is made, for clusters of tests.
 */
export async function prepareCluster(
  binaries: PostgresBinaries,
  dataDirectory: string,
  durable: boolean,
): Promise<Cluster> {
  const directory = join(dataDirectory, 'postgres');
  const passwordFile = join(dataDirectory, 'postgres-password');
  if (!existsSync(directory)) await initialise(binaries, dataDirectory, directory, durable);
  if (!existsSync(passwordFile)) {
    throw new StartError(
      `${passwordFile} is gone: without it the embedded Postgres in ${directory} can't be used. ` +
        'Put it back, or move the directory away to start with an empty database.',
    );
  }
  const runAs = await chooseRunAs(binaries.postgres, directory);
  chmodSync(directory, 0o700); // Postgres refuses anything wider, as a recursive chmod of the project would leave it
  return {
    directory,
    password: readFileSync(passwordFile, 'utf8').trim(),
    runAs,
    logFile: join(dataDirectory, 'postgres.log'),
  };
}
