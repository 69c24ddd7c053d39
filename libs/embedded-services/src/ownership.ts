import { linkSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { giveToOwnerOf } from './data-directory.js';
import { identify, isAlive, processIdentity, type ProcessIdentity } from './process-identity.js';

/** What the supervisor that owns a data directory says of itself, for the next start and for other commands. */
const ownerRecord = z.object({
  owner: processIdentity,
  /** Where the API answers; absent until it is ready. */
  url: z.string().optional(),
  /** The processes to end if the owner died without doing so. */
  children: z.array(processIdentity),
  /** It is ending: a start may wait until it has. */
  stopping: z.boolean(),
  /** The owner ended in order and left nothing behind. */
  released: z.boolean(),
});
export type OwnerRecord = z.infer<typeof ownerRecord>;

export interface Ownership {
  /** What a dead owner left behind; undefined after an orderly end, and on the first start. */
  readonly abandoned: OwnerRecord | undefined;
  update(change: Partial<Pick<OwnerRecord, 'url' | 'children' | 'stopping'>>): void;
  release(): void;
}

export type Acquisition = { readonly held: Ownership } | { readonly runningElsewhere: OwnerRecord };

const folderOf = (dataDirectory: string): string => join(dataDirectory, 'owner');

function generations(folder: string): readonly number[] {
  return readdirSync(folder)
    .filter((name) => /^\d+\.json$/.test(name))
    .map((name) => Number.parseInt(name, 10))
    .toSorted((a, b) => a - b);
}

function read(folder: string, generation: number): OwnerRecord | undefined {
  try {
    return ownerRecord.parse(JSON.parse(readFileSync(join(folder, `${generation}.json`), 'utf8')));
  } catch (error) {
    // Gone meanwhile, or not a record. But what can't be read may well be a living owner's.
    if (error instanceof Error && 'code' in error && error.code === 'EACCES') throw error;
    return undefined;
  }
}

/**
 * Makes this process the only supervisor of a data directory, or says which other one is.
 *
 * There is one file per owner, `owner/<generation>.json`; the highest generation counts. A new owner makes the file
 * after the one it found dead or released, and only one of several can make it. Removing a dead owner's file first
 * would not do: two that found the same dead owner would each remove the other's claim.
 */
export function acquireOwnership(dataDirectory: string): Acquisition {
  const folder = folderOf(dataDirectory);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  giveToOwnerOf(dataDirectory, folder);
  const owner = identify(process.pid);
  if (owner === undefined) throw new Error('this process is not listed by the system');
  const draft = join(folder, `draft.${process.pid}`);
  const save = (record: OwnerRecord): void => {
    writeFileSync(draft, JSON.stringify(record), { mode: 0o600 });
    giveToOwnerOf(dataDirectory, draft);
  };
  for (;;) {
    const last = generations(folder).at(-1) ?? 0;
    const before = read(folder, last);
    if (before !== undefined && !before.released && isAlive(before.owner))
      return { runningElsewhere: before };

    const generation = last + 1;
    const path = join(folder, `${generation}.json`);
    let record: OwnerRecord = { owner, children: [], stopping: false, released: false };
    save(record);
    try {
      linkSync(draft, path); // atomic, and fails if another process has just made this generation
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'EEXIST') continue;
      throw error;
    }
    if (generations(folder).at(-1) !== generation) {
      rmSync(path); // what we read was old: the file we made had existed and been cleared away already
      continue;
    }
    for (const old of generations(folder).filter((other) => other < generation)) {
      rmSync(join(folder, `${old}.json`), { force: true });
    }
    rmSync(draft, { force: true });

    const write = (next: OwnerRecord): void => {
      record = next;
      save(record);
      renameSync(draft, path);
    };
    return {
      held: {
        abandoned: before === undefined || before.released ? undefined : before,
        update: (change) => write({ ...record, ...change }),
        release: () => write({ owner, children: [], stopping: true, released: true }),
      },
    };
  }
}

/** The living supervisor of a data directory; undefined if there is none. */
export function findOwner(dataDirectory: string): OwnerRecord | undefined {
  const folder = folderOf(dataDirectory);
  try {
    const record = read(folder, generations(folder).at(-1) ?? 0);
    return record === undefined || record.released || !isAlive(record.owner) ? undefined : record;
  } catch {
    return undefined; // no such directory
  }
}

/** The processes a dead owner left, those of them that still live. */
export function survivors(record: OwnerRecord): readonly ProcessIdentity[] {
  return record.children.filter((child) => isAlive(child));
}
