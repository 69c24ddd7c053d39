import { describe, expect, it } from 'vitest';
import { listPage, readWatchEvent } from './watch-events.js';

const object = { metadata: { name: 'web', resourceVersion: '7' }, spec: {} };

describe('a line of a watch', () => {
  it.each([
    ['ADDED', 'present'],
    ['MODIFIED', 'present'],
    ['DELETED', 'gone'],
  ])('%s is an object that is %s', (type, expected) => {
    expect(readWatchEvent(JSON.stringify({ type, object }))).toEqual({
      type: expected,
      object,
      resourceVersion: '7',
    });
  });

  it('BOOKMARK says how far the watch is, and holds no object', () => {
    const line = JSON.stringify({ type: 'BOOKMARK', object: { kind: 'Pod', ...object } });
    expect(readWatchEvent(line)).toEqual({ type: 'bookmark', resourceVersion: '7' });
  });

  it('ERROR is what the server says of it', () => {
    const line = JSON.stringify({ type: 'ERROR', object: { kind: 'Status', code: 410, message: 'too old' } });
    expect(readWatchEvent(line)).toEqual({ type: 'error', code: 410, message: 'too old' });
  });

  it.each(['', '{', '[]', '{"type":"OTHER","object":{}}', '{"type":"ADDED","object":{"metadata":{}}}'])(
    'that is none is refused: %s',
    (line) => {
      expect(() => readWatchEvent(line)).toThrow(/JSON|invalid/i);
    },
  );
});

it('a page without items is empty, and the last where it names no next', () => {
  const page = listPage.parse({ metadata: { resourceVersion: '9' }, items: null });
  expect(page).toEqual({ metadata: { resourceVersion: '9', continue: '' }, items: [] });
});
