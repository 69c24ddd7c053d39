import { describe, expect, it } from 'vitest';
import { readFailure } from './read-failure.js';

const now = new Date('2026-03-01T10:00:00Z');

function event(reason: string, message: string, more: object = {}) {
  return {
    metadata: { uid: 'e1', namespace: 'shop', creationTimestamp: '2026-03-01T09:00:00Z' },
    involvedObject: { kind: 'ReplicaSet', name: 'web-1' },
    reason,
    message,
    ...more,
  };
}

describe('an Event', () => {
  it.each([
    ['apps.kruise.io/v1beta1', 'StatefulSet.apps.kruise.io'],
    ['apps/v1', 'StatefulSet'],
    [undefined, 'StatefulSet'],
  ])('about a StatefulSet of %s is about a %s', (apiVersion, kind) => {
    const involvedObject = {
      ...(apiVersion !== undefined && { apiVersion }),
      kind: 'StatefulSet',
      name: 'a',
    };
    const message =
      'create Pod a-0 in StatefulSet a failed error: pods "a-0" is forbidden: violates PodSecurity "x"';
    expect(readFailure(event('FailedCreate', message, { involvedObject }), now)).toMatchObject({
      object: { kind, name: 'a' },
    });
  });

  it.each([
    [
      'FailedCreate',
      'Error creating: pods "web-1-" is forbidden: PodSecurityPolicy: unable to admit pod: []',
      'admission pod-security-policy',
    ],
    [
      'FailedCreate',
      'Error creating: pods "web-1-" is forbidden: unable to validate against any pod security policy: []',
      'admission pod-security-policy',
    ],
    [
      'FailedCreate',
      'create Pod db-0 in StatefulSet db failed error: pods "db-0" is forbidden: violates PodSecurity "restricted:latest": x',
      'admission pod-security-standard',
    ],
    [
      'FailedCreate',
      'Error creating: pods "web-1-" is forbidden: unable to validate against any security context constraint: []',
      'admission security-context-constraint',
    ],
    [
      'Failed',
      'Error: container has runAsNonRoot and image will run as root (pod: "p", container: c)',
      'start run-as-non-root',
    ],
    [
      'Failed',
      'Error: container has runAsNonRoot and image has non-numeric user (nginx), cannot verify user is non-root (pod: "p", container: c)',
      'start run-as-non-root',
    ],
    [
      'Failed',
      `Error: container's runAsUser breaks non-root policy (pod: "p", container: c)`,
      'start run-as-non-root',
    ],
  ])('of reason %s, saying %j, tells of a failure: %s', (reason, message, told) => {
    expect(readFailure(event(reason, message), now)).toMatchObject({
      stage: told.split(' ')[0],
      reason: told.split(' ')[1],
      message,
    });
  });

  it.each([
    ['FailedCreate', 'Error creating: pods "web-1-" is forbidden: exceeded quota: compute'],
    ['Failed', 'Error: ImagePullBackOff'],
    ['BackOff', 'pods "x" is forbidden: PodSecurityPolicy: unable to admit pod: []'],
  ])('of reason %s, saying %j, tells of something else', (reason, message) => {
    expect(readFailure(event(reason, message), now)).toBe('none');
  });

  it('that is none is not read', () => {
    expect(readFailure({ metadata: { name: 'x' } }, now)).toBe('unreadable');
  });

  const refused = 'pods "x" is forbidden: PodSecurityPolicy: unable to admit pod: []';

  it('is counted by its series, if it has one', () => {
    const series = { count: 9, lastObservedTime: '2026-03-01T09:59:00.123456Z' };
    const more = { eventTime: '2026-03-01T09:01:00.000000Z', firstTimestamp: null, series };
    expect(readFailure(event('FailedCreate', refused, more), now)).toMatchObject({
      count: 9,
      firstSeen: '2026-03-01T09:01:00.000Z',
      lastSeen: '2026-03-01T09:59:00.123Z',
    });
  });

  it('from whoever writes what they like is bounded: in time, number and length, and storable', () => {
    const more = {
      count: -5,
      lastTimestamp: '2999-01-01T00:00:00Z',
      firstTimestamp: '2999-01-01T00:00:00Z',
      involvedObject: { kind: 'ReplicaSet', name: 'a\0b' },
    };
    const read = readFailure(event('FailedCreate', refused + 'x'.repeat(10_000), more), now);
    expect(read).toMatchObject({
      count: 1,
      firstSeen: now.toISOString(),
      lastSeen: now.toISOString(),
      object: { name: 'a\ufffdb' },
    });
    expect(typeof read === 'string' ? 0 : read.message.length).toBe(2_001);
  });
});
