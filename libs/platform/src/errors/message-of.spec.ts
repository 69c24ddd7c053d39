import { expect, it } from 'vitest';
import { messageOf } from './message-of.js';

it.each([
  ['of an error is its own', new Error('port 3000 is taken'), 'port 3000 is taken'],
  [
    'of several addresses that refuse is that of each',
    new AggregateError([
      new Error('connect ECONNREFUSED ::1:5432'),
      new Error('connect ECONNREFUSED 127.0.0.1:5432'),
    ]),
    'connect ECONNREFUSED ::1:5432; connect ECONNREFUSED 127.0.0.1:5432',
  ],
  ['of what is no error is its text', 7, '7'],
])('the message %s', (_, error, expected) => {
  expect(messageOf(error)).toBe(expected);
});
