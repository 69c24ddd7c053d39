import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { PodShape } from '#libs/kubernetes';

import { checkSources } from './check-sources.js';
import { type CorpusEntry, readCorpus } from './corpus.js';
import { randomGroups } from './random-groups.js';

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'corpus-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function pod(name: string, securityContext: object): object {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name },
    spec: { containers: [{ name: 'c', image: 'i', securityContext }] },
  };
}

const LINES = [
  JSON.stringify({ id: 'a', doc: pod('a', { privileged: true }), extra: 1 }),
  JSON.stringify({ id: 'b', doc: pod('b', { runAsUser: 5 }) }),
  '',
  'no json',
  JSON.stringify({ id: 'c', doc: { apiVersion: 'v1', kind: 'Service' } }),
  JSON.stringify({ id: 'd', doc: pod('d', { runAsUser: 'x' }) }),
  JSON.stringify({ id: 'e', doc: pod('e', { procMount: 'Unmasked' }) }),
].join('\n');

async function read(name: string, bytes: string | Buffer): Promise<CorpusEntry[]> {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  const entries: CorpusEntry[] = [];
  for await (const entry of readCorpus(path)) entries.push(entry);
  return entries;
}

describe('a corpus', () => {
  it('is read from JSON Lines, gzipped or not; what can not be read is told by id', async () => {
    const entries = await read('corpus.jsonl', LINES);
    expect(await read('corpus.jsonl.gz', gzipSync(LINES))).toEqual(entries);
    expect(
      entries.map((entry) => [entry.id, 'shapes' in entry ? entry.shapes.length : entry.invalid]),
    ).toEqual([
      ['a', 1],
      ['b', 1],
      ['line 4', expect.stringContaining('not JSON')],
      ['c', 'holds no pods'],
      ['d', expect.stringContaining('spec.containers[0].securityContext.runAsUser')],
      ['e', 1],
    ]);
  });

  it('is checked one by one and in groups', async () => {
    const shapes = (await read('corpus.jsonl', LINES)).flatMap((entry): readonly PodShape[] =>
      'shapes' in entry ? entry.shapes : [],
    );
    const all = checkSources(shapes);
    expect(all).toMatchObject({ served: 2, failures: [], unsatisfiable: [{ workload: { name: 'e' } }] });
    expect(all.tightenings).toBeGreaterThan(10);
    expect(checkSources(shapes.slice(2))).toMatchObject({ served: 0, failures: [] });
  });
});

describe('random groups', () => {
  const members = [1, 2, 3, 4, 5];

  it('are the same for the same seed', () => {
    expect(randomGroups(members, 4, 3, 7)).toEqual(randomGroups(members, 4, 3, 7));
    expect(randomGroups(members, 4, 3, 7)).not.toEqual(randomGroups(members, 4, 3, 8));
  });

  it('hold from two to so many different members', () => {
    for (const group of randomGroups(members, 200, 4, 1)) {
      expect(group.length).toBeGreaterThanOrEqual(2);
      expect(group.length).toBeLessThanOrEqual(4);
      expect(new Set(group).size).toBe(group.length);
    }
    expect(randomGroups([1], 3, 4, 1)).toEqual([]);
  });
});
