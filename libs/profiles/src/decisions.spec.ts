import { type ObservedItem, observedItem } from '#libs/events';
import { describe, expect, it } from 'vitest';
import { assembleProfile, type KeptItem } from './assemble-profile.js';
import { itemBounds } from './bounded-items.js';
import { type DecidedAt, decision, itemPattern, learningOf } from './decisions.js';

const at = '2026-03-05T12:00:00.000000000Z';
const seenAt = '2026-03-01T10:00:00.000000000Z';

function file(path: string, more: object = {}): ObservedItem {
  return observedItem.parse({ dimension: 'file', path, operation: 'write', place: 'root', ...more });
}
const capability = (name: string, more: object = {}): ObservedItem =>
  observedItem.parse({ dimension: 'capability', capability: name, granted: true, uid: 0, ...more });

const kept = (item: ObservedItem): KeptItem => ({
  dimension: item.dimension,
  item,
  count: 2,
  first: seenAt,
  last: seenAt,
  pods: [1],
  days: ['2026-03-01'],
});

const decided = (...decisions: readonly object[]): DecidedAt[] =>
  decisions.map((each) => ({ decision: decision.parse(each), at }));

/** The items of the container `web` as text: `!` marks pinned ones, the number is how many pods showed it. */
function itemsWith(decisions: readonly DecidedAt[], ...items: readonly ObservedItem[]): string[] {
  return containersWith(decisions, ...items)['web'] ?? [];
}

function containersWith(
  decisions: readonly DecidedAt[],
  ...items: readonly ObservedItem[]
): Record<string, string[]> {
  const profile = assembleProfile(
    {
      workload: { cluster: 'c', namespace: 'n', kind: 'Deployment', name: 'w' },
      nodeFacts: [],
      podUids: new Map([[1, 'uid-1']]),
      containers: [{ name: 'web', images: [], items: items.map(kept), watches: [], transmission: new Map() }],
      decisions,
    },
    itemBounds(100),
  );
  return Object.fromEntries(
    profile.containers.map(({ name, items: found }) => [
      name,
      found.map(({ item, pinned, seen }) => {
        const what =
          item.dimension === 'file' ? item.path : item.dimension === 'capability' ? item.capability : '?';
        return `${pinned ? '!' : ''}${what} ${seen.pods}`;
      }),
    ]),
  );
}

describe('what is forgotten', () => {
  const items = [file('/data/a'), file('/data/sub/b'), file('/database'), capability('NET_RAW')];

  it('is not in the profile, and all else is', () => {
    const forget = decided({ kind: 'forget', item: { dimension: 'file', path: '/data/a' } });
    expect(itemsWith(forget, ...items)).toEqual(['NET_RAW 1', '/data/sub/b 1', '/database 1']);
  });

  it('may be all below a directory, at any depth, but not what only begins alike', () => {
    const forget = decided({ kind: 'forget', item: { dimension: 'file', path: '/data/*' } });
    expect(itemsWith(forget, ...items)).toEqual(['NET_RAW 1', '/database 1']);
  });

  it('must have all the values that are given', () => {
    const item = { dimension: 'file', path: '/data/*', operation: 'read' };
    expect(itemsWith(decided({ kind: 'forget', item }), ...items)).toHaveLength(4);
  });

  it('stays forgotten when so many came that paths collapsed below it', () => {
    const many = Array.from({ length: 200 }, (_, index) => file(`/data/cache/${index}`));
    expect(itemsWith([], ...many)).toEqual(['/data/cache/* 1']);
    const forget = decided({ kind: 'forget', item: { dimension: 'file', path: '/data/*' } });
    expect(itemsWith(forget, ...many)).toEqual([]);
  });

  it('says nothing of what is wider: a directory that collapsed stands for more than one file', () => {
    const many = Array.from({ length: 200 }, (_, index) => file(`/data/${index}`));
    const forget = decided({ kind: 'forget', item: { dimension: 'file', path: '/data/7' } });
    expect(itemsWith(forget, ...many)).toEqual(['/data/* 1']);
  });

  it('is so in one container only, if that is named', () => {
    const of = (container: string) =>
      decided({ kind: 'forget', container, item: { dimension: 'capability', capability: 'NET_RAW' } });
    expect(itemsWith(of('web'), capability('NET_RAW'))).toEqual([]);
    expect(itemsWith(of('sidecar'), capability('NET_RAW'))).toEqual(['NET_RAW 1']);
  });

  it('takes lists as sets', () => {
    const item = observedItem.parse({
      dimension: 'identity',
      uid: 1,
      gid: 1,
      groups: [2, 1],
      firstProcess: true,
    });
    const forget = decided({ kind: 'forget', item: { dimension: 'identity', groups: [1, 2, 2] } });
    expect(itemsWith(forget, item)).toEqual([]);
  });
});

describe('what is pinned', () => {
  it('is marked where it was observed, and there without having been', () => {
    const pins = decided(
      { kind: 'pin', container: 'web', item: capability('NET_RAW') },
      { kind: 'pin', container: 'web', item: capability('SYS_TIME') },
    );
    expect(itemsWith(pins, capability('NET_RAW'), capability('CHOWN'))).toEqual([
      'CHOWN 1',
      '!NET_RAW 1',
      '!SYS_TIME 0',
    ]);
  });

  it('stays, whatever is to be forgotten', () => {
    const both = decided(
      { kind: 'forget', item: { dimension: 'capability', granted: true } },
      { kind: 'pin', container: 'web', item: capability('NET_RAW') },
    );
    expect(itemsWith(both, capability('NET_RAW'), capability('CHOWN'))).toEqual(['!NET_RAW 1']);
    expect(itemsWith(both.toReversed(), capability('CHOWN'))).toEqual(['!NET_RAW 0']);
  });

  it('makes a container that was not observed', () => {
    const pin = decided({ kind: 'pin', container: 'late', item: capability('CHOWN') });
    expect(containersWith(pin)).toEqual({ late: ['!CHOWN 0'], web: [] });
  });
});

describe('learning anew', () => {
  it('counts from the last of the days, for all containers or one', () => {
    const marks = decided(
      { kind: 'learn-anew', since: '2026-03-02' },
      { kind: 'learn-anew', since: '2026-03-01' },
      { kind: 'learn-anew', container: 'web', since: '2026-03-09' },
      { kind: 'learn-anew', container: 'other', eachVersion: true },
    );
    expect(learningOf(marks, 'web')).toEqual({ since: '2026-03-09', currentVersion: false });
    expect(learningOf(marks, 'other')).toEqual({ since: '2026-03-02', currentVersion: true });
    expect(learningOf([], 'web')).toEqual({ since: undefined, currentVersion: false });
  });

  it('is either from a day or with each version', () => {
    const messages = [{}, { since: '2026-03-01', eachVersion: true }].map(
      (each) => decision.safeParse({ kind: 'learn-anew', ...each }).error?.issues[0]?.message,
    );
    expect(messages).toEqual(['give either since or eachVersion', 'give either since or eachVersion']);
  });
});

describe('a pattern', () => {
  const mistakes = (pattern: object): string[] =>
    itemPattern
      .safeParse(pattern)
      .error?.issues.map(({ path, message }) => `${path.join('/')}: ${message}`) ?? [];

  it('names fields of its dimension', () => {
    expect(mistakes({ dimension: 'syscall', path: '/x' })).toEqual([
      'path: unknown; syscall has syscall, outcome, origin',
    ]);
    expect(mistakes({ dimension: 'syscall' })).toEqual([': give a field, of syscall, outcome, origin']);
    expect(mistakes({ dimension: 'capability', capability: 'CAP_CHOWN' })).toEqual([
      'capability: must be a capability in the spelling of PodSecurityPolicy, such as NET_ADMIN',
    ]);
    expect(mistakes({ dimension: 'capability', constructor: 'x' })).toEqual([
      'constructor: unknown; capability has capability, granted, uid, userNamespace, outcome, origin',
    ]);
  });
});
