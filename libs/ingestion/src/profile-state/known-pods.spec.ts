import { namedUid, type PodIdentity, type Subject } from '#libs/events';
import { describe, expect, it } from 'vitest';
import type { Attribution } from '../workload-resolver.js';
import { KnownPods } from './known-pods.js';

const at = '2026-03-01T10:00:00.000000000Z';
const [created, gone] = ['2026-03-01T09:00:00.000000000Z', '2026-03-01T11:00:00.000000000Z'];
const never = '9999-12-31T23:59:59.999999999Z';

/** A pod of which an agent says the name alone. */
function named(pod: string): Subject {
  return {
    cluster: 'c',
    namespace: 'shop',
    pod: { name: pod, uid: namedUid('shop', pod) },
    container: { name: 'main' },
  };
}

function identified(
  pod: string,
  more: Partial<PodIdentity> = {},
  owner: Attribution['owner'] = { kind: 'StatefulSet', name: 'db' },
): Attribution {
  const identity = { uid: 'uid-1', namespace: 'shop', pod, from: created, until: never, ...more };
  return {
    workload: { cluster: 'c', namespace: 'shop', kind: 'StatefulSet', name: 'db' },
    by: 'inventory',
    owner,
    identity,
  };
}

/** After how many seconds it is asked again, for each answer that is given. */
function pauses(subject: Subject, answers: readonly Attribution[]): readonly number[] {
  const pods = new KnownPods();
  let now = 0;
  return answers.map((answer) => {
    pods.learn(pods.questionOf(subject, at, 'n'), answer, now, () => undefined);
    for (let seconds = 1; seconds <= 600; seconds += 1) {
      if (!pods.isUnknown(subject, at, now + seconds * 1_000)) continue;
      now += seconds * 1_000;
      return seconds;
    }
    return Infinity;
  });
}

const times = <T>(count: number, value: T): readonly T[] => Array.from({ length: count }, () => value);

describe('a pod of which the name alone is known', () => {
  it('is asked for again ever less often while the answer is the same, once a minute at last', () => {
    expect(pauses(named('db-0'), times(7, identified('db-0')))).toEqual([5, 10, 20, 40, 60, 60, 60]);
  });

  it('is asked for again soon once the answer is another one: another pod, or other times', () => {
    const [first, second] = [identified('db-0'), identified('db-0', { uid: 'uid-2' })];
    expect(pauses(named('db-0'), [first, first, first, second, second])).toEqual([5, 10, 20, 5, 10]);
    const ended = identified('db-0', { until: gone });
    expect(pauses(named('db-0'), [first, first, first, ended, ended])).toEqual([5, 10, 20, 5, 10]);
  });

  it('is not asked for again where a controller has made the name up: no other pod gets it', () => {
    const replicaSet = { kind: 'ReplicaSet', name: 'web-75675f5897' };
    const pod = 'web-75675f5897-x2x8q';
    expect(pauses(named(pod), [identified(pod, {}, replicaSet)])).toEqual([Infinity]);
  });

  it('is asked for again where its name only looks like that', () => {
    const again = (pod: string, owner: Attribution['owner']) =>
      pauses(named(pod), [identified(pod, {}, owner)]);
    expect(again('job-task-12345', { kind: 'Job', name: 'job' })).toEqual([5]);
    expect(again('web-75675f5897-x2x8q', undefined)).toEqual([5]);
    expect(again('web-75675f5897-x2x8q', { kind: 'ReplicaSet', name: 'api-75675f5897' })).toEqual([5]);
  });

  it('is asked for every five seconds while it is parked: it is about to be known', () => {
    const parked: Attribution = { ...identified('db-0'), by: 'parked' };
    expect(pauses(named('db-0'), times(4, parked))).toEqual([5, 5, 5, 5]);
  });
});

describe('a container of which the beginning of the id is known', () => {
  const subject: Subject = {
    cluster: 'c',
    namespace: '',
    pod: { name: '', uid: '//abcdefabcdef' },
    container: { name: '', id: 'abcdefabcdef' },
    onlyContainer: true,
  };

  it('is of one pod at some times and of another, or of none, at others', () => {
    const pods = new KnownPods();
    const learn = (time: string, answer: Parameters<KnownPods['learn']>[1]) =>
      pods.learn(pods.questionOf(subject, time, 'n'), answer, 0, () => undefined);
    const whose = (time: string) => {
      const found = pods.whose(subject, time);
      return typeof found === 'object' ? found.pod.uid : found;
    };
    learn(at, identified('db-0', { container: 'main', from: created, until: gone }));
    expect([whose(at), whose(gone)]).toEqual(['uid-1', undefined]);
    learn(gone, { by: 'ambiguous-container', from: gone, until: never });
    learn('2026-03-01T08:00:00.000000000Z', { by: 'ambiguous-container', until: created });
    expect(['2026-03-01T08:00:00.000000000Z', at, gone].map(whose)).toEqual([
      'ambiguous-container',
      'uid-1',
      'ambiguous-container',
    ]);
    expect(pods.isUnknown(subject, at, 10 ** 9)).toBe(false);
  });
});

describe('a pod of which something is to be stored', () => {
  const ofUid = (uid: string): Subject => ({ ...named('web'), pod: { name: 'web', uid } });
  const learn = (pods: KnownPods, uid: string): void =>
    pods.learn(pods.questionOf(ofUid(uid), at, 'n'), { ...identified('web'), identity: undefined }, 0, () => {
      throw new Error('no pod belongs to another workload');
    });
  const podOf = (pods: KnownPods, uid: string) => {
    const whose = pods.whose(ofUid(uid), at);
    return typeof whose === 'object' ? whose.pod : undefined;
  };

  it('stays the same pod until then, however many others come; one without is forgotten', () => {
    const pods = new KnownPods(10);
    for (const uid of ['pending', 'idle']) learn(pods, uid);
    const pending = podOf(pods, 'pending');
    if (pending !== undefined) pods.change(pending);
    for (let index = 0; index < 100; index += 1) learn(pods, `uid-${index}`);
    expect(podOf(pods, 'pending')).toBe(pending);
    expect([pending?.uid, podOf(pods, 'idle')]).toEqual(['pending', undefined]);
    pods.flushed();
    expect(podOf(pods, 'pending')).toBeUndefined();
  });
});
