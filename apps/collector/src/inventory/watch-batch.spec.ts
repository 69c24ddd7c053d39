import { describe, expect, it } from 'vitest';
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
