import { describe, expect, it } from 'vitest';

import { findingsOf, narrowed } from '../../../../test/data/advisor/narrowed.js';
import { LOSSY, seen } from '../../../../test/data/advisor/observed.js';

const after = { securityContext: { capabilities: { drop: ['NET_RAW'] } } };
const use = (fields: object = {}, how: object = {}) =>
  seen({ dimension: 'capability', capability: 'NET_RAW', granted: true, uid: 0, ...fields }, how);

describe('a capability that is dropped', () => {
  it('breaks what was seen to use it', () => {
    expect(narrowed({ after, observed: { items: [use()], watched: ['capability', 'exec'] } })).toEqual([
      'breaks runtime capability-in-use',
    ]);
  });
  it('breaks what was seen to use it, also where nobody watched for absence', () => {
    expect(narrowed({ after, observed: { items: [use()] } })).toEqual(['breaks runtime capability-in-use']);
  });
  it('breaks what a probe was seen to use, and what may have been one: that is weak evidence, unless it is pinned', () => {
    const evidenceOf = (changes: object) =>
      findingsOf({ after, observed: { items: [use(changes)] } }).map(({ outcome, reason, evidence }) => [
        outcome,
        reason,
        evidence?.level,
      ]);
    expect(evidenceOf({ origin: 'probe' })).toEqual([['breaks', 'capability-in-use', 'strong']]);
    expect(evidenceOf({ origin: 'entered' })).toEqual([['breaks', 'capability-in-use', 'weak']]);
    expect(
      findingsOf({ after, observed: { items: [{ ...use({ origin: 'entered' }), pinned: true }] } }),
    ).toMatchObject([{ outcome: 'breaks', evidence: { level: 'strong' } }]);
    const both = [use({ origin: 'entered' }), use({ origin: 'container' })];
    expect(findingsOf({ after, observed: { items: both } })).toMatchObject([
      { evidence: { level: 'strong' } },
    ]);
  });
  it('passes if it was never used', () => {
    expect(narrowed({ after, observed: { watched: ['capability', 'exec'] } })).toEqual([
      'passes runtime capability-not-used',
    ]);
  });
  it('is at risk where nobody watched', () => {
    expect(narrowed({ after, observed: { watched: ['file'] } })).toEqual(['at-risk runtime no-evidence']);
  });
  it('is at risk where observations were lost', () => {
    expect(narrowed({ after, observed: { watched: ['capability', 'exec'], coverage: LOSSY } })).toEqual([
      'at-risk runtime weak-evidence',
    ]);
  });
  it.each([
    ['a check that was denied', use({ granted: false })],
    ['an interactive session', use({ origin: 'interactive' })],
    ['a check against a child user namespace', use({ userNamespace: 'child' })],
    ['a use that was refused', use({ outcome: 'refused' })],
  ])('is not needed by %s', (_, item) => {
    expect(narrowed({ after, observed: { items: [item], watched: ['capability', 'exec'] } })).toEqual([
      'passes runtime capability-not-used',
    ]);
  });
  it('breaks at the start if the entry point carries it as effective file capability, even if never used', () => {
    const exec = seen({
      dimension: 'exec',
      path: '/bin/ping',
      fileCapabilities: ['NET_RAW'],
      entrypoint: true,
    });
    expect(narrowed({ after, observed: { items: [exec], watched: ['capability', 'exec'] } })).toEqual([
      'breaks start file-capability-lost',
      'passes runtime capability-not-used',
    ]);
  });
  it('breaks at run time if a later program carries it', () => {
    const exec = seen({ dimension: 'exec', path: '/bin/ping', fileCapabilities: ['NET_RAW'] });
    expect(narrowed({ after, observed: { items: [exec], watched: ['capability', 'exec'] } })).toEqual([
      'breaks runtime file-capability-lost',
      'passes runtime capability-not-used',
    ]);
  });
  it('takes nothing from a container that stays privileged', () => {
    const privileged = { privileged: true };
    expect(
      narrowed({
        before: { securityContext: privileged },
        after: { securityContext: { ...privileged, capabilities: { drop: ['ALL'] } } },
        observed: { items: [use()] },
      }),
    ).toEqual([]);
  });
  it('takes nothing that the runtime does not give', () => {
    const node = { runtime: 'cri-o://1.24.0' };
    expect(narrowed({ after, node, observed: { items: [use()] } })).toEqual([]);
  });
});

describe('a capability that is no longer added', () => {
  const before = { securityContext: { capabilities: { add: ['NET_ADMIN'] } } };
  it('breaks what was seen to use it', () => {
    expect(narrowed({ before, after: {}, observed: { items: [use({ capability: 'NET_ADMIN' })] } })).toEqual([
      'breaks runtime capability-in-use',
    ]);
  });
});
