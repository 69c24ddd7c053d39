import { expect, it } from 'vitest';
import { errorText } from './error-text.js';

it.each([
  ['its own words', new Error('too old'), 'too old'],
  [
    'and those of its cause',
    new TypeError('fetch failed', { cause: new Error('refused') }),
    'fetch failed: refused',
  ],
  [
    'and of all addresses that were tried',
    new TypeError('fetch failed', {
      cause: new AggregateError([new Error('refused ::1'), new Error('refused 127.0.0.1')]),
    }),
    'fetch failed: refused ::1: refused 127.0.0.1',
  ],
  ['or what it is, if it is no error', 7, '7'],
])('an error is told by %s', (_, error, text) => {
  expect(errorText(error)).toBe(text);
});
