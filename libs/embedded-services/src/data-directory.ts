import { accessSync, chmodSync, chownSync, constants, existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { StartError } from './start-error.js';

/**
 * Gives what root has made to the owner of the directory it lies in, so that a start with sudo in somebody's own
 * directory leaves nothing that the next start without it could not use.
 */
export function giveToOwnerOf(directory: string, path: string): void {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = statSync(directory);
  if (uid !== 0) chownSync(path, uid, gid);
}

/** Makes the data directory if it is not there. Throws a StartError if it can't be used. */
export function prepareDataDirectory(directory: string): void {
  try {
    if (!existsSync(directory)) {
      mkdirSync(directory, { recursive: true });
      giveToOwnerOf(dirname(directory), directory);
    }
    for (const path of [directory, join(directory, 'owner'), join(directory, 'postgres')]) {
      if (existsSync(path)) accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
    }
    // Others may pass through (Postgres may have to run as another user), but not look around.
    chmodSync(directory, 0o711);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    throw new StartError(
      `the data directory ${directory} can't be used (${String(error.code)}): was it made by another user? ` +
        'Give it to yourself (sudo chown -R), or set DATA_DIR to another directory.',
    );
  }
}
