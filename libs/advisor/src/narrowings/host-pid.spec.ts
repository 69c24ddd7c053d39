import { describe, expect, it } from 'vitest';

import { narrowed } from '../../../../test/data/advisor/narrowed.js';
import { LOSSY, seen, WATCHED } from '../../../../test/data/advisor/observed.js';

const before = { spec: { hostPID: true } };
const signal = seen({ dimension: 'host-process', action: 'signal' });
const MODERATE = {
  pods: 10,
  starts: 10,
  days: 10,
  from: '2026-03-01T00:00:00Z',
  to: '2026-03-10T00:00:00Z',
  received: 100,
  lost: 0,
  full: false,
};

describe('a pod that no longer sees the processes of the node', () => {
  it('breaks if it reached one', () => {
    expect(narrowed({ before, after: {}, observed: { items: [signal] } })).toEqual([
      'breaks runtime host-process-in-use',
    ]);
  });
  it('passes on strong evidence that it reached none', () => {
    expect(narrowed({ before, after: {}, observed: { watched: ['host-process'] } })).toEqual([
      'passes runtime host-pid-not-used',
    ]);
  });
  it('is at risk on moderate evidence', () => {
    expect(
      narrowed({ before, after: {}, observed: { watched: ['host-process'], coverage: MODERATE } }),
    ).toEqual(['at-risk runtime weak-evidence']);
  });
  it('is at risk where no shutdown was observed, and says so', () => {
    const coverage = { ...WATCHED, ends: 0 };
    expect(narrowed({ before, after: {}, observed: { watched: ['host-process'], coverage } })).toEqual([
      'at-risk runtime weak-evidence',
    ]);
  });
  it('is at risk where nobody watched', () => {
    expect(narrowed({ before, after: {} })).toEqual(['at-risk runtime no-evidence']);
  });
  it('is at risk where observations were lost', () => {
    expect(narrowed({ before, after: {}, observed: { watched: ['host-process'], coverage: LOSSY } })).toEqual(
      ['at-risk runtime weak-evidence'],
    );
  });
});
