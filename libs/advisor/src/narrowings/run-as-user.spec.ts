import { describe, expect, it } from 'vitest';

import { narrowed } from '../../../../test/data/advisor/narrowed.js';
import { LOSSY, seen } from '../../../../test/data/advisor/observed.js';

const after = { securityContext: { runAsUser: 1000 } };
const capability = (uid: number) =>
  seen({ dimension: 'capability', capability: 'CHOWN', granted: true, uid });
const listen = seen({
  dimension: 'listen',
  protocol: 'tcp',
  address: '0.0.0.0',
  port: 80,
  hostNetwork: false,
});
const first = (uid: number) => seen({ dimension: 'identity', uid, gid: uid, firstProcess: true });

describe('another user than before', () => {
  it('breaks what uses capabilities as root', () => {
    expect(narrowed({ after, observed: { items: [capability(0)], imageUsers: [''] } })).toEqual([
      'breaks runtime capability-as-root-in-use',
      'at-risk runtime uid-changes',
    ]);
  });
  it('is at risk even if root was never needed: files may belong to root', () => {
    expect(narrowed({ after, observed: { watched: ['capability'], imageUsers: ['root'] } })).toEqual([
      'passes runtime root-not-used',
      'at-risk runtime uid-changes',
    ]);
  });
  it('passes if the image runs as that user already', () => {
    expect(narrowed({ after, observed: { imageUsers: ['1000:1000'] } })).toEqual([
      'passes runtime uid-unchanged',
    ]);
  });
  it('passes if the first process was seen as that user', () => {
    expect(narrowed({ after, observed: { items: [first(1000)], imageUsers: ['nginx'] } })).toEqual([
      'passes runtime uid-unchanged',
    ]);
  });
  it('is at risk if nothing is known', () => {
    expect(narrowed({ after })).toEqual(['at-risk runtime no-evidence', 'at-risk runtime uid-unknown']);
  });
  it('is at risk where observations were lost', () => {
    expect(
      narrowed({ after, observed: { watched: ['capability'], coverage: LOSSY, imageUsers: ['0'] } }),
    ).toEqual(['at-risk runtime weak-evidence', 'at-risk runtime uid-changes']);
  });
  it('is at risk for a port below ip_unprivileged_port_start, or where that is not known', () => {
    const observed = { items: [listen], watched: ['capability'] as const, imageUsers: ['0'] };
    const risk = [
      'passes runtime root-not-used',
      'at-risk runtime privileged-port',
      'at-risk runtime uid-changes',
    ];
    expect(narrowed({ after, observed, node: { unprivilegedPortStart: 1024 } })).toEqual(risk);
    expect(narrowed({ after, observed, node: {} })).toEqual(risk);
    expect(narrowed({ after, observed, node: { unprivilegedPortStart: 0 } })).toEqual([
      'passes runtime root-not-used',
      'at-risk runtime uid-changes',
    ]);
  });
  it('does not ask for uses as root of a container that is not root', () => {
    expect(narrowed({ after, observed: { imageUsers: ['101'] } })).toEqual(['at-risk runtime uid-changes']);
  });
});
