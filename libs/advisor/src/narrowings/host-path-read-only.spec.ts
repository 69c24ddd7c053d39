import { describe, expect, it } from 'vitest';

import { narrowed } from '../../../../test/data/advisor/narrowed.js';
import { LOSSY, seen } from '../../../../test/data/advisor/observed.js';

const spec = { volumes: [{ name: 'data', hostPath: { path: '/srv' } }] };
const mount = (readOnly: boolean) => ({
  spec,
  container: { volumeMounts: [{ name: 'data', mountPath: '/data', readOnly }] },
});
const before = mount(false);
const after = mount(true);
const file = (fields: object) =>
  seen({ dimension: 'file', path: '/data/x', operation: 'write', place: 'host-path', ...fields });

describe('a mount that becomes read-only', () => {
  it('breaks writes below it', () => {
    expect(narrowed({ before, after, observed: { items: [file({})] } })).toEqual([
      'breaks runtime write-to-read-only-mount',
    ]);
  });
  it.each([
    ['reads', file({ operation: 'read' })],
    ['writes to a device', file({ place: 'device' })],
    ['writes to what is mounted below it', file({ mount: '/data/sub', path: '/data/sub/x' })],
    ['connects to a socket', seen({ dimension: 'unix-connect', path: '/data/run.sock', inside: false })],
  ])('lets pass who only %s', (_, item) => {
    expect(narrowed({ before, after, observed: { items: [item], watched: ['file'] } })).toEqual([
      'passes runtime mount-not-written',
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
