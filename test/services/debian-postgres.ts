import { chmodSync, existsSync, globSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { PostgresBinaries } from '#libs/embedded-services';
import { unpackDebian } from './debian-packages.js';
import { cache, ServiceUnavailableError, works } from './server-process.js';

/** The oldest Postgres that the product supports (docs/operations.md): Debian 12 has it. */
export const OLDEST_POSTGRES = 15;

/** A Postgres with everything that belongs to it; npm's has only the server. */
export interface CompletePostgres extends PostgresBinaries {
  readonly major: number;
  /** The folder of all programs, `pg_dump`, `pg_restore` and `psql` among them: to stand in the PATH. */
  readonly folder: string;
}

const programs = ['initdb', 'postgres', 'pg_dump', 'pg_restore', 'psql'] as const;

const explanation =
  `The test of backups runs the Postgres of a distribution, ${OLDEST_POSTGRES} or newer, with pg_dump and pg_restore: ` +
  "npm's has neither. Install it (Debian: apt-get install postgresql); it need not run.";

/** Of several the oldest that is supported: what works with it and with npm's works with those between. */
function oldestOf(folders: readonly string[]): CompletePostgres | undefined {
  const [oldest] = folders
    .map((folder) => ({ folder, major: Number(basename(dirname(folder))) }))
    .filter(
      ({ major, folder }) =>
        major >= OLDEST_POSTGRES && programs.every((name) => existsSync(join(folder, name))),
    )
    .toSorted((one, other) => one.major - other.major);
  return oldest && completePostgres(oldest.folder, oldest.major);
}

function completePostgres(folder: string, major: number): CompletePostgres {
  return { folder, major, initdb: join(folder, 'initdb'), postgres: join(folder, 'postgres') };
}

const isNeeded = (name: string): boolean =>
  /^postgresql(-client)?-\d+$/.test(name) ||
  // The C library is the machine's own; what is only for compiling queries or for Perl is large, and not used.
  (name.startsWith('lib') && !/^lib(c6|c-|llvm|z3|perl|elogind|debian|pam-modules)|-perl$/.test(name));

/** Debian's packages, unpacked into .cache/, with a script for each program that finds its libraries. */
async function unpackPostgres(): Promise<CompletePostgres> {
  const folder = cache('postgres', 'debian');
  await unpackDebian({
    what: 'Postgres',
    folder,
    explanation,
    names: async (aptCache) => {
      const only = ['recommends', 'suggests', 'conflicts', 'breaks', 'replaces', 'enhances'].map(
        (each) => `--no-${each}`,
      );
      const tree = await aptCache('depends', '--recurse', ...only, 'postgresql', 'postgresql-client');
      return tree.split('\n').filter(isNeeded);
    },
  });
  const unpacked = oldestOf(globSync(join(folder, 'usr/lib/postgresql/*/bin')));
  if (unpacked === undefined) throw new ServiceUnavailableError(explanation);
  const libraries = globSync(join(folder, '{,usr/}lib/*-linux-gnu*')).join(':');
  const scripts = cache('postgres', String(unpacked.major), 'bin');
  mkdirSync(scripts, { recursive: true });
  for (const name of programs) {
    const script = join(scripts, name);
    writeFileSync(
      script,
      `#!/bin/sh\nLD_LIBRARY_PATH='${libraries}' exec '${join(unpacked.folder, name)}' "$@"\n`,
    );
    chmodSync(script, 0o755);
  }
  return completePostgres(scripts, unpacked.major);
}

/** The oldest Postgres that this machine has, or Debian offers. */
export async function debianPostgres(): Promise<CompletePostgres> {
  const installed = oldestOf(globSync('/usr/lib/postgresql/*/bin'));
  if (installed !== undefined && works(installed.postgres, '--version')) return installed;
  return unpackPostgres();
}
