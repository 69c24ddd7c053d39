import { describe, expect, it } from 'vitest';

import { narrowed } from '../../../../test/data/advisor/narrowed.js';
import { LOSSY, seen } from '../../../../test/data/advisor/observed.js';

const after = { securityContext: { allowPrivilegeEscalation: false } };
const exec = (fields: object) => seen({ dimension: 'exec', path: '/usr/bin/sudo', ...fields });

describe('no_new_privs', () => {
  it.each(['setuid', 'setgid', 'file-capabilities'])(
    'breaks an exec that gained privileges by %s',
    (privilegeGain) => {
      expect(narrowed({ after, observed: { items: [exec({ privilegeGain })] } })).toEqual([
        'breaks runtime privilege-gain-on-exec',
      ]);
    },
  );
  it('is at risk for file capabilities of the first program', () => {
    const item = exec({ privilegeGain: 'file-capabilities', entrypoint: true });
    expect(narrowed({ after, observed: { items: [item] } })).toEqual([
      'at-risk runtime file-capability-at-entrypoint',
    ]);
  });
  it('passes if no exec gained privileges', () => {
    expect(narrowed({ after, observed: { items: [exec({})], watched: ['exec'] } })).toEqual([
      'passes runtime no-privilege-gain',
    ]);
  });
  it('is at risk where nobody watched', () => {
    expect(narrowed({ after })).toEqual(['at-risk runtime no-evidence']);
  });
  it('is at risk where observations were lost', () => {
    expect(narrowed({ after, observed: { watched: ['exec'], coverage: LOSSY } })).toEqual([
      'at-risk runtime weak-evidence',
    ]);
  });
});
