import { describe, expect, it } from 'vitest';

import { narrowed } from '../../../../test/data/advisor/narrowed.js';
import { LOSSY, seen } from '../../../../test/data/advisor/observed.js';

const first = (gid: number) => seen({ dimension: 'identity', uid: 101, gid, firstProcess: true });
const file = (path: string) => seen({ dimension: 'file', path, operation: 'read', place: 'volume' });

describe('another primary group', () => {
  const after = { securityContext: { runAsGroup: 3000 } };
  it('passes if it is the same', () => {
    expect(narrowed({ after, observed: { items: [first(3000)] } })).toEqual(['passes runtime gid-unchanged']);
  });
  it('is at risk if it is another', () => {
    expect(narrowed({ after, observed: { items: [first(101)] } })).toEqual(['at-risk runtime gid-changes']);
  });
  it('is at risk if it is not known, watched or not, lossy or not', () => {
    expect(narrowed({ after })).toEqual(['at-risk runtime gid-unknown']);
    expect(narrowed({ after, observed: { watched: ['identity'], coverage: LOSSY } })).toEqual([
      'at-risk runtime gid-unknown',
    ]);
  });
});

describe('supplementary groups', () => {
  const with10 = { spec: { securityContext: { supplementalGroups: [10] } } };
  it('take nothing away if one is added', () => {
    expect(narrowed({ after: with10 })).toEqual([]);
  });
  it('are at risk if one is lost, whatever was watched', () => {
    expect(narrowed({ before: with10, after: {} })).toEqual(['at-risk runtime group-lost']);
    expect(narrowed({ before: with10, after: {}, observed: { watched: ['file'] } })).toEqual([
      'at-risk runtime group-lost',
    ]);
  });
});

describe('an fsGroup', () => {
  const pod = (volume: object, more: object = {}) => ({
    spec: { volumes: [{ name: 'data', ...volume }], ...more },
    container: { volumeMounts: [{ name: 'data', mountPath: '/data' }] },
  });
  const claim = { persistentVolumeClaim: { claimName: 'data' } };
  const group = { securityContext: { fsGroup: 2000 } };
  it('breaks files that have to keep a strict mode', () => {
    expect(
      narrowed({
        before: pod(claim),
        after: pod(claim, group),
        observed: { items: [file('/data/.ssh/id_rsa')] },
      }),
    ).toEqual(['breaks runtime strict-file-mode']);
  });
  it.each([
    ['other files were used', { items: [file('/data/index.html')], watched: ['file'] as const }],
    ['none was used', { watched: ['file'] as const }],
    ['nobody watched', {}],
    ['observations were lost', { watched: ['file'] as const, coverage: LOSSY }],
  ])('is at risk if %s: the volume changes hands', (_, observed) => {
    expect(narrowed({ before: pod(claim), after: pod(claim, group), observed })).toEqual([
      'at-risk runtime volume-ownership-changes',
    ]);
  });
  describe('on volumes that are made anew for each pod', () => {
    const secret = { secret: { secretName: 'keys' } };
    const change = (observed: object) =>
      narrowed({ before: pod(secret), after: pod(secret, group), observed });
    it('breaks keys that must not be readable to a group', () => {
      expect(change({ items: [file('/data/id_ed25519')] })).toEqual(['breaks runtime strict-file-mode']);
    });
    it('passes if no such file was used', () => {
      expect(change({ items: [file('/data/tls.crt')], watched: ['file'] })).toEqual([
        'passes runtime no-strict-file-mode',
      ]);
    });
    it('is at risk where nobody watched', () => {
      expect(change({})).toEqual(['at-risk runtime no-evidence']);
    });
    it('is at risk where observations were lost', () => {
      expect(change({ watched: ['file'], coverage: LOSSY })).toEqual(['at-risk runtime weak-evidence']);
    });
  });
  it('takes nothing away where no volume supports it', () => {
    const hostPath = { hostPath: { path: '/srv' } };
    expect(narrowed({ before: pod(hostPath), after: pod(hostPath, group) })).toEqual([]);
    expect(narrowed({ after: { spec: group } })).toEqual([]);
  });
});
