import { describe, expect, it } from 'vitest';

import { narrowed } from '../../../../test/data/advisor/narrowed.js';
import { LOSSY, seen } from '../../../../test/data/advisor/observed.js';

const before = {
  spec: { volumes: [{ name: 'data', hostPath: { path: '/srv' } }] },
  container: { volumeMounts: [{ name: 'data', mountPath: '/data/' }] },
};

describe('a mount that is no longer there', () => {
  it.each([
    ['a file', { dimension: 'file', path: '/data/x', operation: 'read', place: 'host-path' }],
    [
      'a file by its mount',
      { dimension: 'file', path: '/data', operation: 'read', place: 'host-path', mount: '/data' },
    ],
    ['a program', { dimension: 'exec', path: '/data/tool' }],
    ['a socket', { dimension: 'unix-connect', path: '/data/run.sock', inside: false }],
  ])('breaks the use of %s below it', (_, item) => {
    expect(narrowed({ before, after: {}, observed: { items: [seen(item)] } })).toEqual([
      'breaks runtime mount-in-use',
    ]);
  });
  it('passes if nothing below it was used', () => {
    const elsewhere = seen({ dimension: 'file', path: '/database', operation: 'write', place: 'root' });
    expect(narrowed({ before, after: {}, observed: { items: [elsewhere], watched: ['file'] } })).toEqual([
      'passes runtime mount-not-used',
    ]);
  });
  it('is at risk where nobody watched', () => {
    expect(narrowed({ before, after: {} })).toEqual(['at-risk runtime no-evidence']);
  });
  it('is at risk where observations were lost', () => {
    expect(narrowed({ before, after: {}, observed: { watched: ['file'], coverage: LOSSY } })).toEqual([
      'at-risk runtime weak-evidence',
    ]);
  });
});
