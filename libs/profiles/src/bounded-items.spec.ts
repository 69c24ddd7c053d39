import { compareText, Interner, type KnownItem } from '#libs/events';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rawItem } from '../../../test/arbitraries/native-event.js';
import { BoundedItems, itemBounds, type ProfileEntry } from './bounded-items.js';
import { isNoisy } from './noisy-pods.js';

const interner = new Interner();

function known(fields: Record<string, unknown>): KnownItem {
  const item = interner.item(fields);
  if (item === undefined) throw new Error(`not an item: ${JSON.stringify(fields)}`);
  return item;
}

const write = (path: string) => known({ dimension: 'file', path, operation: 'write', place: 'root' });
const connect = (port: number, address: string) =>
  known({ dimension: 'connect', protocol: 'tcp', peer: 'external', port, address, hostNetwork: false });
const names = (count: number) => Array.from({ length: count }, (_, index) => `n${index}`);

/** What a set of items becomes: the keys of the entries of all of them, once all have been added. */
function final(entries: readonly ProfileEntry[], itemsPerDimension = 2000): readonly string[] {
  const bounded = new BoundedItems(itemBounds(itemsPerDimension));
  for (const entry of entries) bounded.add(entry);
  return [...new Set(entries.map((entry) => bounded.add(entry).key))].sort(compareText);
}

const finalPaths = (paths: readonly string[]) => final(paths.map(write)).map((key) => key.split(' ').at(-1));

describe('paths', () => {
  it('of a directory with few names are kept apart', () => {
    expect(finalPaths(['/etc/passwd', '/etc/group', '/tmp/a', '/etc/group'])).toEqual([
      '/etc/group',
      '/etc/passwd',
      '/tmp/a',
    ]);
  });

  it('of a crowded directory become one, and other directories stay as they are', () => {
    expect(finalPaths([...names(33).map((name) => `/data/${name}`), '/etc/passwd'])).toEqual([
      '/data/*',
      '/etc/passwd',
    ]);
    expect(finalPaths(names(32).map((name) => `/data/${name}`))).toHaveLength(32);
  });

  it('below /tmp become one sooner', () => {
    expect(finalPaths(names(9).map((name) => `/tmp/${name}/file`))).toEqual(['/tmp/*']);
    expect(finalPaths(names(9).map((name) => `/tmp/x/${name}`))).toEqual(['/tmp/x/*']);
    expect(finalPaths(names(9).map((name) => `/tmpfiles/${name}`))).toHaveLength(9);
  });

  it('of many directories, none of them crowded, become one when together they are too many', () => {
    const paths = names(20).flatMap((a) =>
      names(20).flatMap((b) => names(20).map((c) => `/srv/${a}/${b}/${c}`)),
    );
    expect(finalPaths(paths).length).toBeLessThanOrEqual(2000);
    expect(finalPaths(paths).every((path) => path?.endsWith('/*'))).toBe(true);
  });

  it('below /proc lose the numbers of processes', () => {
    expect(finalPaths(['/proc/17/task/4/comm', '/proc/23/task/9/comm', '/proc/sys/kernel/pid_max'])).toEqual([
      '/proc/<n>/task/<n>/comm',
      '/proc/sys/kernel/pid_max',
    ]);
  });

  it('of reading and of writing are apart', () => {
    const read = known({ dimension: 'file', path: '/data/n0', operation: 'read', place: 'root' });
    expect(final([...names(33).map((name) => write(`/data/${name}`)), read])).toEqual([
      read.key,
      write('/data/*').key,
    ]);
  });

  it('that are no more than "/" or relative are taken as they are', () => {
    expect(finalPaths(['/', 'relative/file', '.', '/a/'])).toEqual(['.', '/', '/a/', 'relative/file']);
  });
});

describe('addresses', () => {
  it('of one port become one when they are many', () => {
    const many = names(17).map((_, index) => connect(443, `203.0.113.${index}`));
    expect(final([...many, connect(80, '203.0.113.1')])).toEqual([
      connect(443, '*').key,
      connect(80, '203.0.113.1').key,
    ]);
  });
});

describe('a dimension that is full', () => {
  const syscalls = names(50).map((name) => known({ dimension: 'syscall', syscall: name }));

  it('keeps as many items as its bound, and one entry for all others', () => {
    const kept = final(syscalls, 20);
    expect(kept).toHaveLength(21);
    expect(kept).toContain('syscall\0beyond');
  });

  it('does not touch other dimensions', () => {
    expect(final([...syscalls, write('/etc/passwd')], 20)).toContain(write('/etc/passwd').key);
  });
});

describe('the bound of a dimension', () => {
  const access = (kind: number, path: string) =>
    known({ dimension: 'file', path, operation: 'write', place: 'volume', mount: `/mount-${kind}` });
  /** Names of which no directory is crowded. */
  const uncrowded = (count: number) =>
    Array.from(
      { length: count },
      (_, n) => `/srv/${n % 10}/${Math.floor(n / 10) % 10}/${Math.floor(n / 100)}`,
    );

  it('holds for all kinds of access together', () => {
    const shown = names(60).flatMap((_, kind) => uncrowded(300).map((path) => access(kind, path)));
    const kept = final(shown);
    expect([shown.length, kept.length <= 2000, kept.length >= 60]).toEqual([18_000, true, true]);
  });

  it('halves all limits, once together they are too many: small trees stay as they are', () => {
    const [large, other, small] = [1, 2, 3].map((kind) =>
      uncrowded(kind === 3 ? 201 : 900).map((path) => access(kind, path)),
    );
    expect(final([...(large ?? []), ...(other ?? [])])).toHaveLength(1800);
    expect(final([...(large ?? []), ...(other ?? []), ...(small ?? [])])).toEqual(
      [access(1, '/srv/*'), access(2, '/srv/*'), ...(small ?? [])].map(({ key }) => key).sort(compareText),
    );
  });

  it('holds for the addresses of all ports together, which become fewer of each', () => {
    const shown = names(300).flatMap((_, port) => names(10).map((_, n) => connect(port, `203.0.113.${n}`)));
    expect(final(shown)).toEqual(
      names(300)
        .map((_, port) => connect(port, '*').key)
        .sort(compareText),
    );
    expect(final(shown.slice(0, 2000))).toHaveLength(2000);
  });

  it('holds where there are more kinds of access than are kept: each has its share', () => {
    const shown = names(70).flatMap((_, kind) =>
      uncrowded(kind === 0 ? 1 : 40).map((path) => access(kind, path)),
    );
    const kept = final(shown);
    expect(kept).toHaveLength(65);
    expect(kept).toContain('file\0beyond');
  });

  it('is what makes a pod noisy that spreads over kinds of access', () => {
    const spread = names(60).flatMap((_, kind) => uncrowded(40).map((path) => access(kind, path)));
    expect(isNoisy(spread, 'file', itemBounds(2000))).toBe(true);
    expect(isNoisy(spread.slice(0, 2000), 'file', itemBounds(2000))).toBe(false);
  });

  it('is kept to in the same way in whatever order things come, and in how many parts', () => {
    const item = fc.oneof(
      fc
        .tuple(fc.nat({ max: 5 }), fc.nat({ max: 3 }), fc.nat({ max: 4 }), fc.nat({ max: 9 }))
        .map(([kind, a, b, c]) => access(kind, `/d${a}/${b}/${c}`)),
      fc.tuple(fc.nat({ max: 30 }), fc.nat({ max: 20 })).map(([port, n]) => connect(port, `10.0.0.${n}`)),
    );
    let tightened = 0;
    fc.assert(
      fc.property(
        fc.array(fc.tuple(item, fc.nat()), { minLength: 50, maxLength: 400, size: 'max' }),
        fc.constantFrom(3, 20, 64, 100),
        (items, bound) => {
          const whole = final(
            items.map(([each]) => each),
            bound,
          );
          const apart = Map.groupBy(
            whole.filter((key) => !key.endsWith('beyond')),
            (key) => key.slice(0, 4),
          );
          for (const kept of apart.values()) expect(kept.length).toBeLessThanOrEqual(bound);
          tightened += Number(
            whole.length <
              final(
                items.map(([each]) => each),
                1_000_000,
              ).length,
          );
          const order = items.toSorted(([, a], [, b]) => a - b);
          expect(
            final(
              order.map(([each]) => each),
              bound,
            ),
          ).toEqual(whole);
          // Whoever writes keeps more, as long as nobody is known to be noisy.
          const parts = [1, 2, 2].map((slack) => new BoundedItems(itemBounds(bound), slack));
          const stored = order.map(([each, at]) => parts[at % 3]?.add(each) ?? each);
          expect(final(stored, bound)).toEqual(whole);
        },
      ),
      { seed: 7, numRuns: 300 },
    );
    expect(tightened).toBeGreaterThan(100);
  });
});

describe('the order of arrival', () => {
  const smallPath = fc
    .array(fc.constantFrom('a', 'b', 'c', 'tmp', 'proc', '1', '22', '*', ''), { minLength: 1, maxLength: 5 })
    .map((segments) => `/${segments.join('/')}`);
  const crowdedPath = fc
    .tuple(fc.constantFrom('/tmp', '/data', '/a/b/c', '/a'), fc.integer({ min: 0, max: 60 }), fc.boolean())
    .map(([directory, name, deeper]) => `${directory}/${name}${deeper ? '/x' : ''}`);
  const entry = fc.oneof(
    rawItem.map(known),
    fc.oneof(smallPath, crowdedPath).map(write),
    fc
      .tuple(fc.constantFrom(1, 2), fc.integer({ min: 0, max: 30 }))
      .map(([port, n]) => connect(port, `10.0.0.${n}`)),
    fc.integer({ min: 0, max: 40 }).map((n) => known({ dimension: 'syscall', syscall: `s${n}` })),
  );
  const entries = fc.array(entry, { minLength: 1, maxLength: 250, size: 'max' });

  it('does not matter, nor into how many parts the items were split and bounded before', () => {
    let bounded = 0;
    fc.assert(
      fc.property(entries, fc.array(fc.nat(), { minLength: 250, maxLength: 250 }), (items, shuffle) => {
        const whole = final(items, 30);
        bounded += Number(whole.length < final(items, 1_000_000).length);
        const order = items
          .map((item, index) => ({ item, at: shuffle[index] ?? 0 }))
          .sort((a, b) => a.at - b.at);
        expect(
          final(
            order.map(({ item }) => item),
            30,
          ),
        ).toEqual(whole);
        // Each part on its own, each item as it became at the moment of its arrival.
        const parts = [0, 1, 2].map(() => new BoundedItems(itemBounds(30)));
        const stored = order.map(({ item, at }) => parts[at % 3]?.add(item) ?? item);
        expect(final(stored, 30)).toEqual(whole);
      }),
      { seed: 11, numRuns: 300 },
    );
    expect(bounded).toBeGreaterThan(100);
  });
});
