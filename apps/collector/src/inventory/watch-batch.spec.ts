import { afterEach, describe, expect, it, vi } from 'vitest';
import { type PendingChanges, WatchBatch } from './watch-batch.js';

function object(name: string, uid = name) {
  return { metadata: { namespace: 'shop', name, uid } };
}

function event(type: 'present' | 'gone', name: string, resourceVersion: string, uid = name) {
  return { type, object: object(name, uid), resourceVersion };
}

function batchInto(stored: PendingChanges[], watch = new AbortController()): WatchBatch {
  return new WatchBatch((changes) => Promise.resolve(void stored.push(changes)), watch);
}

afterEach(() => {
  vi.useRealTimers();
});

describe('what a watch says', () => {
  it('is stored together, of each object the last, with how far the watch had come', async () => {
    const stored: PendingChanges[] = [];
    const batch = batchInto(stored);
    await batch.add(event('present', 'a', '1'));
    await batch.add(event('present', 'b', '2'));
    await batch.add(event('gone', 'a', '3'));
    await batch.add({ type: 'bookmark', resourceVersion: '9' });
    await batch.end();
    expect(stored).toEqual([{ present: [object('b')], gone: [object('a')], resourceVersion: '9' }]);
  });

  it('keeps an object apart from one of the same name before it', async () => {
    const stored: PendingChanges[] = [];
    const batch = batchInto(stored);
    await batch.add(event('gone', 'a', '1', 'old'));
    await batch.add(event('present', 'a', '2', 'new'));
    await batch.end();
    expect(stored).toEqual([
      { present: [object('a', 'new')], gone: [object('a', 'old')], resourceVersion: '2' },
    ]);
  });

  it('is stored when there is much of it, and reading waits for that', async () => {
    const stored: PendingChanges[] = [];
    const batch = batchInto(stored);
    for (let index = 1; index <= 500; index += 1)
      await batch.add(event('present', `p${index}`, String(index)));
    expect(stored.map(({ present, resourceVersion }) => [present.length, resourceVersion])).toEqual([
      [500, '500'],
    ]);
    await batch.end();
    expect(stored).toHaveLength(1);
  });

  it('waits while something is being stored, of each object the last, and reading waits when that is much', async () => {
    vi.useFakeTimers();
    const stored: { readonly objects: number; readonly resourceVersion: string }[] = [];
    let slow = Promise.withResolvers<void>();
    const batch = new WatchBatch(({ present, resourceVersion }) => {
      stored.push({ objects: present.length, resourceVersion });
      return slow.promise;
    }, new AbortController());
    await batch.add(event('present', 'a', '1'));
    await vi.advanceTimersByTimeAsync(250);
    for (let version = 2; version <= 999; version += 1)
      await batch.add(event('present', `p${version % 499}`, String(version)));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(stored).toEqual([{ objects: 1, resourceVersion: '1' }]);
    let goesOn = false;
    const added = batch.add(event('present', 'last', '1000')).then(() => (goesOn = true));
    await vi.advanceTimersByTimeAsync(60_000);
    expect([stored.length, goesOn]).toEqual([1, false]);
    slow.resolve();
    slow = Promise.withResolvers();
    slow.resolve();
    await added;
    expect(stored.slice(1)).toEqual([{ objects: 500, resourceVersion: '1000' }]);
    await batch.add(event('present', 'a', '1001'));
    await vi.advanceTimersByTimeAsync(250);
    expect(stored.slice(2)).toEqual([{ objects: 1, resourceVersion: '1001' }]);
  });

  it('that came while something was being stored is stored a quarter of a second later', async () => {
    vi.useFakeTimers();
    const stored: string[] = [];
    const slow = Promise.withResolvers<void>();
    const batch = new WatchBatch(({ resourceVersion }) => {
      stored.push(resourceVersion);
      return slow.promise;
    }, new AbortController());
    await batch.add(event('present', 'a', '1'));
    await vi.advanceTimersByTimeAsync(250);
    await batch.add(event('present', 'b', '2'));
    slow.resolve();
    await vi.advanceTimersByTimeAsync(249);
    expect(stored).toEqual(['1']);
    await vi.advanceTimersByTimeAsync(1);
    expect(stored).toEqual(['1', '2']);
  });

  it('of which something could not be stored ends the watch; nothing later is stored', async () => {
    const watch = new AbortController();
    const stored: string[] = [];
    const batch = new WatchBatch(({ resourceVersion }) => {
      stored.push(resourceVersion);
      return Promise.reject(new Error('no database'));
    }, watch);
    await batch.add(event('present', 'a', '1'));
    await expect(batch.end()).rejects.toThrow('no database');
    expect(watch.signal.aborted).toBe(true);
    await batch.add(event('present', 'b', '2'));
    await expect(batch.end()).rejects.toThrow('no database');
    expect(stored).toEqual(['1']);
  });
});
