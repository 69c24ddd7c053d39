import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a Postgres server says of itself in `postmaster.pid` (miscinit.h: LOCK_FILE_LINE_*). */
export interface PostmasterFile {
  readonly pid: number;
  /** Absent until the server has got as far as choosing its port. */
  readonly port: number | undefined;
}

export function parsePostmasterFile(text: string): PostmasterFile | undefined {
  const lines = text.split('\n');
  const pid = Number.parseInt(lines[0] ?? '', 10);
  const port = Number.parseInt(lines[3] ?? '', 10);
  if (!Number.isSafeInteger(pid) || pid <= 0) return undefined;
  return { pid, port: Number.isSafeInteger(port) && port > 0 ? port : undefined };
}

/** The server that has, or had, this cluster directory open; undefined if none says so. */
export function readPostmasterFile(clusterDirectory: string): PostmasterFile | undefined {
  try {
    return parsePostmasterFile(readFileSync(join(clusterDirectory, 'postmaster.pid'), 'utf8'));
  } catch {
    return undefined;
  }
}
