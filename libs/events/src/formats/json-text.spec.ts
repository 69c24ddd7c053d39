import { expect, it } from 'vitest';
import { isJson, isPartOfLine, jsonObject, parseMessage, timeOf } from './json-text.js';

it('nanoseconds above 2^53 keep all digits', () => {
  const text = '{"timestamp": 1772360400123456789, "note": "\\"timestamp\\":1772360400123456789,", "pid": 7}';
  expect(parseMessage(text)).toEqual({
    timestamp: '1772360400123456789',
    note: '"timestamp":1772360400123456789,',
    pid: 7,
  });
  expect(parseMessage(`[${text},${text}]`)).toMatchObject([
    { timestamp: '1772360400123456789' },
    { timestamp: '1772360400123456789' },
  ]);
});

it('nanoseconds keep all digits wherever they stand', () => {
  expect(parseMessage('{"log":{"timestamp":1772360400123456789}}')).toEqual({
    log: { timestamp: '1772360400123456789' },
  });
  expect(parseMessage('[{"timestamp":"now"},{"timestamp":1772360400123456789}]')).toEqual([
    { timestamp: 'now' },
    { timestamp: '1772360400123456789' },
  ]);
});

it('other numbers stay numbers, and what is no JSON is refused', () => {
  expect(parseMessage('{"timestamp":1772360400}')).toEqual({ timestamp: 1772360400 });
  expect(parseMessage('{"inode":1772360400123456789}')).toEqual({ inode: 1772360400123456800 });
  expect(() => parseMessage('{"timestamp":')).toThrow(SyntaxError);
});

it('times are RFC 3339, digits, or numbers', () => {
  expect(timeOf('1772360400123456789')).toBe('2026-03-01T10:20:00.123456789Z');
  expect(timeOf(1772360400123456768)).toBe('2026-03-01T10:20:00.123456768Z');
  expect(timeOf('2026-03-01T10:20:00Z')).toBe('2026-03-01T10:20:00Z');
  expect(timeOf(null)).toBe(null);
});

const at = '2026-03-01T10:20:00.000000000Z';

it.each([
  ['the first part', `${at} stdout P {"a":"b`, undefined, true],
  ['a part in the middle', `${at} stderr P b`, undefined, true],
  ['the rest', `${at} stdout F b"}\n`, undefined, true],
  ['a rest of nothing', `${at} stdout F `, undefined, true],
  ['a rest of nothing, without the blank', `${at} stdout F`, undefined, true],
  ['the first part, whose mark a shipper has taken off', '{"a":"b', 'P', true],
  ['the rest, whose mark a shipper has taken off', 'b"}', 'F', true],
  ['a line of text', `${at} stderr F level=info msg="started"`, undefined, false],
  ['a line of text, whose mark a shipper has taken off', 'started', 'F', false],
  ['a text without a mark', '{"a":"b', undefined, false],
  ['the end of a text without a mark', 'b"}', undefined, false],
  ['another mark', 'b"}', 'X', false],
])('%s is a part of a line, or not', (_, line, logtag, expected) => {
  expect(isPartOfLine(line, logtag)).toBe(expected);
});

it('a line is read of which nothing is left for the rest', () => {
  expect(jsonObject(`${at} stdout P {"a":1}`)).toEqual({ a: 1 });
  expect(jsonObject(`${at} stdout F {"a":1}`)).toEqual({ a: 1 });
  expect(jsonObject(`${at} stdout X {"a":1}`)).toBeUndefined();
});

it('JSON is any value, not only an object', () => {
  expect(['{}', '[1]', 'null', '"a"'].map(isJson)).toEqual([true, true, true, true]);
  expect(['{"a":"b', 'a', ''].map(isJson)).toEqual([false, false, false]);
});
