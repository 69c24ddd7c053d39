import { execFile } from 'node:child_process';
import { chownSync, statSync } from 'node:fs';
import { promisify } from 'node:util';
import { StartError } from '../start-error.js';

const run = promisify(execFile);

/** How the Postgres programs are started: it refuses to run as root. */
export interface RunAs {
  readonly how: 'directly' | 'in a user namespace' | 'as another user';
  /** What stands before the program and its arguments. */
  readonly prefix: readonly string[];
  readonly uid?: number;
  readonly gid?: number;
}

const directly: RunAs = { how: 'directly', prefix: [] };

/** "nobody", and the id that files of unmapped users show inside a user namespace. */
const nobody = 65_534;

/**
 * Root, seen from inside as an ordinary user: to the kernel it is still the owner of root's files, so this works in
 * root's own directories of mode 0700.
 */
const userNamespace: RunAs = {
  how: 'in a user namespace',
  prefix: ['unshare', '--user', `--map-user=${nobody}`, `--map-group=${nobody}`, '--'],
};

/** The arguments of spawn for a Postgres program, started the way the cluster needs it. */
export function commandFor(
  runAs: RunAs,
  program: string,
  args: readonly string[],
): { command: string; args: string[]; options: { uid?: number; gid?: number } } {
  const [command = program, ...rest] = [...runAs.prefix, program, ...args];
  return {
    command,
    args: rest,
    options: runAs.uid === undefined || runAs.gid === undefined ? {} : { uid: runAs.uid, gid: runAs.gid },
  };
}

/** Undefined if the program runs this way and may write to the directory; else what went wrong. */
async function problemWith(runAs: RunAs, program: string, directory: string): Promise<string | undefined> {
  const script = 'test -w "$0" && test -x "$0" && exec "$1" --version';
  const { command, args, options } = commandFor(runAs, '/bin/sh', ['-c', script, directory, program]);
  try {
    await run(command, args, { ...options, cwd: '/' });
    return undefined;
  } catch (error) {
    const stderr = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : '';
    return stderr === '' ? `no access to ${directory} or to the programs in node_modules` : stderr;
  }
}

/**
 * Chooses how to start Postgres so that it may read `program` and write to `directory` (which exists, and whose owner
 * may become another one). Throws a StartError that explains all that was tried.
 */
export async function chooseRunAs(program: string, directory: string): Promise<RunAs> {
  if (process.platform === 'win32') return directly;
  const owner = statSync(directory);
  const self = process.getuid?.();
  if (self !== 0) {
    const problem = await problemWith(directly, program, directory);
    if (problem === undefined) return directly;
    throw new StartError(
      `The embedded Postgres can't use ${directory} (owner: uid ${owner.uid}, you: uid ${self ?? 'unknown'}): ${problem}\n` +
        `  If it was made by another user, give it to yourself (sudo chown -R "$(id -un)" …) or set DATA_DIR to another directory.`,
    );
  }
  // Root: a directory that already belongs to somebody is used as that user, so both can start the service in turn.
  const candidates: readonly RunAs[] =
    owner.uid === 0
      ? [userNamespace, { how: 'as another user', prefix: [], uid: nobody, gid: nobody }]
      : [{ how: 'as another user', prefix: [], uid: owner.uid, gid: owner.gid }];
  const problems: string[] = [];
  for (const candidate of candidates) {
    if (candidate.uid !== undefined && candidate.gid !== undefined && owner.uid !== candidate.uid) {
      chownSync(directory, candidate.uid, candidate.gid);
    }
    // One at a time: the second changes the directory's owner, and is tried only if the first does not work.
    // oxlint-disable-next-line no-await-in-loop
    const problem = await problemWith(candidate, program, directory);
    if (problem === undefined) return candidate;
    problems.push(
      `${candidate.how}${candidate.uid === undefined ? '' : ` (uid ${candidate.uid})`}: ${problem}`,
    );
    if (candidate.uid !== undefined && owner.uid !== candidate.uid)
      chownSync(directory, owner.uid, owner.gid);
  }
  throw new StartError(
    `Postgres does not run as root, and no other way to start it worked here:\n  ${problems.join('\n  ')}\n` +
      '  Start the service as an ordinary user, allow user namespaces (Docker: --security-opt seccomp=unconfined), ' +
      'or use a Postgres of your own: set DATABASE_URL.',
  );
}
