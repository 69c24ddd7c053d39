import { execFile } from 'node:child_process';
import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '../../services/server-process.js';

const run = promisify(execFile);

/** The shell commands that docs/operations.md prints to back up and to restore. */
export function documentedCommands(): { readonly backup: string; readonly restore: string } {
  const operations = readFileSync(join(root, 'docs/operations.md'), 'utf8');
  const section = /^## Backup and restore\n(.*?)^## /ms.exec(operations)?.[1] ?? '';
  const [backup, restore, ...more] = [...section.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, text]) => text);
  if (backup === undefined || restore === undefined || more.length > 0)
    throw new Error('the section has not one block of commands for the backup, and one for the restore');
  return { backup, restore };
}

/** Runs commands as somebody does who has the product's folder before him, and whose dumps lie in `folder`. */
export class Shell {
  constructor(
    private readonly folder: string,
    private readonly postgresPrograms: string,
  ) {
    symlinkSync(join(root, 'dist'), join(folder, 'dist'));
  }

  async run(commands: string, databaseUrl: string): Promise<void> {
    await run('bash', ['--norc', '-euo', 'pipefail', '-c', commands], {
      cwd: this.folder,
      env: {
        ...process.env,
        PATH: `${this.postgresPrograms}:${join(root, 'node_modules/.bin')}:${process.env['PATH'] ?? ''}`,
        DATABASE_URL: databaseUrl,
      },
    });
  }
}
