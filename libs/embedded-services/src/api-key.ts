import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { giveToOwnerOf } from './data-directory.js';

/**
 * The bootstrap API key of a data directory: `<dataDirectory>/api-key`, one line, mode 0600, made on the first start
 * and kept. Returns the file's path, never the key: the API reads it there and stores its hash.
 */
export function ensureApiKey(dataDirectory: string): string {
  const path = join(dataDirectory, 'api-key');
  if (!existsSync(path) || readFileSync(path, 'utf8').trim() === '') {
    rmSync(path, { force: true });
    // Written elsewhere and linked, so that a crash can't leave half a key.
    const draft = `${path}.${process.pid}`;
    writeFileSync(draft, `pa_${randomBytes(32).toString('base64url')}\n`, { mode: 0o600 });
    giveToOwnerOf(dataDirectory, draft);
    linkSync(draft, path);
    rmSync(draft);
  }
  chmodSync(path, 0o600);
  return path;
}
