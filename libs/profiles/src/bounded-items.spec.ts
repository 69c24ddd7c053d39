import { compareText, Interner, type KnownItem } from '#libs/events';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rawItem } from '../../../test/arbitraries/native-event.js';
import { BoundedItems, itemBounds, type ProfileEntry } from './bounded-items.js';

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
