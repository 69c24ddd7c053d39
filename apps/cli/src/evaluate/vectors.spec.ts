import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

import { describe, expect, it } from 'vitest';

import { disagreements } from '../../../../test/vectors/compare-answers.js';
import { parseCaseInput } from './case-input.js';
import { evaluateCase } from './evaluate-case.js';

interface Vector {
  readonly input: unknown;
  readonly expected: Readonly<Record<string, unknown>>;
}

const FILES = [
  { name: 'single', cases: 2000 },
  { name: 'set', cases: 1000 },
  { name: 'rbac', cases: 1000 },
  { name: 'update', cases: 300 },
  { name: 'validity', cases: 500 },
];

function readVectors(name: string): Vector[] {
  const file = new URL(`../../../../test/data/vectors/${name}.jsonl.gz`, import.meta.url);
  const lines = gunzipSync(readFileSync(file)).toString('utf8').split('\n');
  return lines.filter((line) => line !== '').map((line): Vector => JSON.parse(line));
}

/** The answer as a reader of the command's output sees it. */
function answer(input: unknown): Readonly<Record<string, unknown>> {
  return JSON.parse(JSON.stringify(evaluateCase(parseCaseInput(input))));
}

describe('the answers of the real controller', () => {
  it.each(FILES)(
    'are given to all $cases cases of $name',
    ({ name, cases }) => {
      const vectors = readVectors(name);
      const differing = vectors.flatMap(({ input, expected }) => {
        const found = disagreements(expected, answer(input));
        return found.length === 0 ? [] : [{ id: expected['id'], found }];
      });
      expect({ agree: vectors.length - differing.length, differing: differing.slice(0, 5) }).toEqual({
        agree: cases,
        differing: [],
      });
    },
    60_000,
  );
});
