import { describe, expect, it } from 'vitest';

import { narrowed } from '../../../../test/data/advisor/narrowed.js';
import { LOSSY, seen } from '../../../../test/data/advisor/observed.js';

const after = { securityContext: { runAsNonRoot: true } };
const first = (uid: number) => seen({ dimension: 'identity', uid, gid: uid, firstProcess: true });

describe('runAsNonRoot', () => {
  it.each([
    ['no USER', '', 'breaks start image-user-root'],
    ['USER 0', '0:0', 'breaks start image-user-root'],
    ['a USER that is a name, though it is not root', 'nginx', 'breaks start image-user-not-numeric'],
    ['a numeric USER', '101', 'passes start image-user-non-root'],
  ])('of an image with %s', (_, user, expected) => {
    expect(narrowed({ after, observed: { imageUsers: [user] } })).toEqual([expected]);
  });
  it('counts every image that the container had', () => {
    expect(narrowed({ after, observed: { imageUsers: ['101', 'nginx'] } })).toEqual([
      'passes start image-user-non-root',
      'breaks start image-user-not-numeric',
    ]);
  });
  it('breaks if the first process was seen as root', () => {
    expect(narrowed({ after, observed: { items: [first(0)] } })).toEqual(['breaks start runs-as-root']);
  });
  it('is at risk if it was seen as another, but the image is not known', () => {
    expect(narrowed({ after, observed: { items: [first(101)] } })).toEqual([
      'at-risk start image-user-unknown',
    ]);
  });
  it('is at risk where nobody watched', () => {
    expect(narrowed({ after })).toEqual(['at-risk start no-evidence']);
  });
  it('is at risk where observations were lost', () => {
    expect(narrowed({ after, observed: { watched: ['identity'], coverage: LOSSY } })).toEqual([
      'at-risk start weak-evidence',
    ]);
  });
  it('takes nothing away if a uid other than 0 is set', () => {
    const before = { securityContext: { runAsUser: 101 } };
    expect(narrowed({ before, after: { securityContext: { runAsUser: 101, runAsNonRoot: true } } })).toEqual(
      [],
    );
  });
  it('breaks with uid 0', () => {
    const before = { securityContext: { runAsUser: 0 } };
    expect(narrowed({ before, after: { securityContext: { runAsUser: 0, runAsNonRoot: true } } })).toEqual([
      'breaks start runs-as-root',
    ]);
  });
});
