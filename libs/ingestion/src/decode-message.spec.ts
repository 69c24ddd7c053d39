import { Interner } from '#libs/events';
import { describe, expect, it } from 'vitest';
import { TestAgent } from '../../../test/fixtures/runtime-events.js';
import { decodeMessage } from './decode-message.js';

const limits = { maxMessageSize: 2_000, maxEventsPerRequest: 3 };
const event = () => new TestAgent().event([{ pod: 'web', observations: [] }]);

function decoded(message: string | null): unknown {
  const value = message === null ? null : Buffer.from(message);
  const result = decodeMessage(value, new Interner(), limits);
  return result.outcome === 'dead-letter'
    ? [result.reason, ...result.issues.map(({ path }) => path.join('.'))]
    : result.outcome === 'ok'
      ? result.value.length
      : result.reason;
}

describe('a message', () => {
  it.each([
    ['an event', JSON.stringify(event()), 1],
    ['an array of events', JSON.stringify([event(), event()]), 2],
    ['an empty array', '[]', 0],
    ['no bytes', '', ['empty', '']],
    ['no value', null, ['empty', '']],
    ['too many bytes', ' '.repeat(2_001), ['too-large', '']],
    ['what is not JSON', '{"schema":', ['not-json', '']],
    ['another object', '{}', ['unknown-format', 'schema']],
    ['too many events', '[{},{},{},{}]', ['too-many-events', '']],
    [
      'an array with a mistake',
      JSON.stringify([event(), { ...event(), sequence: -1 }]),
      ['invalid', '1.sequence'],
    ],
  ])('of %s', (_, message, expected) => {
    expect(decoded(message)).toEqual(expected);
  });
});
