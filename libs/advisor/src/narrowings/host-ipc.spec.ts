import { describe, expect, it } from 'vitest';

import { narrowed } from '../../../../test/data/advisor/narrowed.js';
import { LOSSY, seen } from '../../../../test/data/advisor/observed.js';

const before = { spec: { hostIPC: true } };
const shared = seen({ dimension: 'host-ipc', kind: 'shared-memory' });

describe('a pod that no longer shares IPC objects with the node', () => {
  it('breaks if it used one', () => {
    expect(narrowed({ before, after: {}, observed: { items: [shared] } })).toEqual([
      'breaks runtime host-ipc-in-use',
    ]);
  });
  it('passes on strong evidence that it used none', () => {
    expect(narrowed({ before, after: {}, observed: { watched: ['host-ipc'] } })).toEqual([
      'passes runtime host-ipc-not-used',
    ]);
  });
  it('is at risk where nobody watched', () => {
    expect(narrowed({ before, after: {} })).toEqual(['at-risk runtime no-evidence']);
  });
  it('is at risk where observations were lost', () => {
    expect(narrowed({ before, after: {}, observed: { watched: ['host-ipc'], coverage: LOSSY } })).toEqual([
      'at-risk runtime weak-evidence',
    ]);
  });
});
