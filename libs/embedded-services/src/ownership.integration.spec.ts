import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { acquireOwnership, findOwner, type Ownership, type OwnerRecord, survivors } from './ownership.js';
import { identify, type ProcessIdentity } from './process-identity.js';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'policy-advisor-ownership-'));
});

afterEach(() => {
  rmSync(directory, { recursive: true });
});

function acquire(): Ownership {
  const acquisition = acquireOwnership(directory);
  if (!('held' in acquisition)) throw new Error(`held by ${acquisition.runningElsewhere.owner.pid}`);
  return acquisition.held;
}

function self(): ProcessIdentity {
  const identity = identify(process.pid);
  if (identity === undefined) throw new Error('not listed');
  return identity;
}

/** The identity of a process that has ended. */
async function deadProcess(): Promise<ProcessIdentity> {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  const identity = child.pid === undefined ? undefined : identify(child.pid);
  if (identity === undefined) throw new Error('did not start');
  child.kill('SIGKILL');
  await new Promise((resolve) => child.once('exit', resolve));
  return identity;
}

function leave(generation: number, record: OwnerRecord): void {
  mkdirSync(join(directory, 'owner'), { recursive: true });
  writeFileSync(join(directory, 'owner', `${generation}.json`), JSON.stringify(record));
}

describe('the owner of a data directory', () => {
  it('is one only: a second is told who and where the first is', () => {
    acquire().update({ url: 'http://127.0.0.1:3000' });
    const record = {
      owner: self(),
      url: 'http://127.0.0.1:3000',
      children: [],
      stopping: false,
      released: false,
    };
    expect(acquireOwnership(directory)).toEqual({ runningElsewhere: record });
    expect(findOwner(directory)).toEqual(record);
  });

  it('is nobody after it has released the directory, and the next owes nothing to it', () => {
    acquire().release();
    expect(findOwner(directory)).toBe(undefined);
    expect(acquire().abandoned).toBe(undefined);
  });

  it('is followed by another when it has died, who learns what it left', async () => {
    const abandoned = { owner: await deadProcess(), children: [self()], stopping: false, released: false };
    leave(7, abandoned);
    expect(findOwner(directory)).toBe(undefined);
    const next = acquire();
    expect(next.abandoned).toEqual(abandoned);
    expect(survivors(abandoned)).toEqual([self()]);
    expect(readdirSync(join(directory, 'owner'))).toEqual(['8.json']);
  });

  it('is not the living process that only has the same id as a dead one', () => {
    leave(1, {
      owner: { pid: process.pid, startedAt: 'another time' },
      children: [],
      stopping: false,
      released: false,
    });
    expect(findOwner(directory)).toBe(undefined);
    expect(acquire().abandoned?.owner.startedAt).toBe('another time');
  });

  it('can be had in spite of a file that was not written to its end', () => {
    mkdirSync(join(directory, 'owner'), { recursive: true });
    writeFileSync(join(directory, 'owner', '3.json'), '{"owner":');
    expect(acquire().abandoned).toBe(undefined);
    expect(readdirSync(join(directory, 'owner'))).toEqual(['4.json']);
  });
});
