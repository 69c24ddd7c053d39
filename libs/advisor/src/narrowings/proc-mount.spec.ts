import { describe, expect, it } from 'vitest';

import { narrowed } from '../../../../test/data/advisor/narrowed.js';
import { LOSSY, seen } from '../../../../test/data/advisor/observed.js';

const before = { securityContext: { procMount: 'Unmasked' } };
const after = { securityContext: { procMount: 'Default' } };
const write = seen({
  dimension: 'file',
  path: '/proc/sys/kernel/hostname',
  operation: 'write',
  place: 'proc',
});

describe('/proc that becomes masked', () => {
  it.each([
    ['a write to a read-only path', write],
    [
      'a read of a masked path',
      seen({ dimension: 'file', path: '/proc/keys', operation: 'read', place: 'proc' }),
    ],
    ['a sysctl that is written', seen({ dimension: 'sysctl', sysctl: 'kernel.hostname' })],
  ])('breaks %s', (_, item) => {
    expect(narrowed({ before, after, observed: { items: [item] } })).toEqual([
      'breaks runtime masked-path-in-use',
    ]);
  });
  it('passes if no such path was used', () => {
    expect(narrowed({ before, after, observed: { watched: ['file'] } })).toEqual([
      'passes runtime masked-path-not-used',
    ]);
  });
  it('is at risk where nobody watched', () => {
    expect(narrowed({ before, after })).toEqual(['at-risk runtime no-evidence']);
  });
  it('is at risk where observations were lost', () => {
    expect(narrowed({ before, after, observed: { watched: ['file'], coverage: LOSSY } })).toEqual([
      'at-risk runtime weak-evidence',
    ]);
  });
});
