import { expect, it } from 'vitest';
import { parseMessage, timeOf } from './json-text.js';

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
