import { execFile } from 'node:child_process';
import { existsSync, globSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { ServiceUnavailableError, works } from './server-process.js';

const run = promisify(execFile);

interface Packages {
  /** What is fetched, as it is called in messages. */
  readonly what: string;
  /** Where it is unpacked to. Made whole or not at all. */
  readonly folder: string;
  /** What to install instead, for whoever can't have it this way. */
  readonly explanation: string;
  /** Names of packages; or finds them, with `apt-cache` on fresh package lists. */
  readonly names: readonly string[] | ((aptCache: AptCache) => Promise<readonly string[]>);
}

/** `apt-cache` with the given arguments: what it prints. */
type AptCache = (...args: readonly string[]) => Promise<string>;

/** Unpacks Debian's packages without root. Package lists of our own: the machine's may be empty or old. */
export async function unpackDebian({ what, folder, explanation, names }: Packages): Promise<void> {
  if (existsSync(folder)) return;
  if (!works('apt-get', '--version') || !works('dpkg', '--version'))
    throw new ServiceUnavailableError(explanation);

  process.stderr.write(`fetching ${what} with apt-get\n`);
  mkdirSync(dirname(folder), { recursive: true });
  const draft = mkdtempSync(join(dirname(folder), 'draft-'));
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
    const aptCache: AptCache = async (...args) =>
      (await run('apt-cache', [...own, ...args], { maxBuffer: 64 * 1024 ** 2 })).stdout;
    const found = typeof names === 'function' ? await names(aptCache) : names;
    await run('apt-get', [...own, '-qq', 'download', ...found], { cwd: packages });
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
}
