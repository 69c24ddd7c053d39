import { expect, it } from 'vitest';
import { Samples } from './samples.js';

const make = (limit: number) => new Samples<string, string>(limit, (sample, fields) => sample === fields);

it('samples of one hash are told apart', () => {
  const samples = make(64);
  const all = Array.from({ length: 16 }, (_, n) => `sample ${n}`);
  for (const each of all) samples.add(7, each);
  expect(all.map((each) => samples.find(7, each))).toEqual(all);
  expect([samples.find(7, 'another'), samples.find(8, 'sample 1')]).toEqual([undefined, undefined]);
});

it('twice as many as the limit are remembered at most, whatever their hashes', () => {
  const limit = 1_024;
  for (const hashes of [limit / 8, limit * 16]) {
    const samples = make(limit);
    const all = Array.from({ length: limit * 10 }, (_, n) => ({ hash: n % hashes, sample: `sample ${n}` }));
    for (const { hash, sample } of all) samples.add(hash, sample);
    const found = all.filter(({ hash, sample }) => samples.find(hash, sample) !== undefined);
    // And those of late, which are as many as the limit.
    expect(found.length).toBeLessThanOrEqual(limit * 3);
    expect(found.at(-1)).toEqual(all.at(-1));
  }
});
