import { Interner } from '#libs/events';
import { describe, expect, it } from 'vitest';
import { TestAgent } from '../../../test/fixtures/runtime-events.js';
import { decodeMessage } from './decode-message.js';

const limits = { maxMessageSize: 2_000, maxEventsPerRequest: 3 };
const request = {
  kind: 'Event',
  apiVersion: 'audit.k8s.io/v1',
  stage: 'ResponseComplete',
  stageTimestamp: '2026-03-01T10:20:00Z',
  verb: 'create',
  user: { username: 'jane' },
  objectRef: { resource: 'pods', namespace: 'shop', name: 'web-0', subresource: 'exec' },
};
const auditList = (length: number) =>
  JSON.stringify({ ...request, kind: 'EventList', items: Array.from({ length }, () => request) });
const records = (length: number) =>
  JSON.stringify({
    resourceLogs: [
      {
        scopeLogs: [
          { logRecords: Array.from({ length }, () => ({ body: { stringValue: JSON.stringify(request) } })) },
        ],
      },
    ],
  });
const time = '2026-03-01T10:20:00.123456789Z';
const line = (mark: string, text: string) => ({ log: `${time} stdout ${mark} ${text}` });
const wholeLine = line('F', JSON.stringify(request));
const parts = [line('P', '{"a":"'), line('F', '"}')];
const event = () => new TestAgent().event([{ pod: 'web', observations: [] }]);

function decoded(message: string | null): unknown {
  const value = message === null ? null : Buffer.from(message);
  const result = decodeMessage(value, new Interner(), limits, { cluster: 'eu' });
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
    ['a list of as many events as there may be', auditList(3), 3],
    ['a list of too many events', auditList(4), ['too-many-events', '']],
    ['lists that are too many events together', `[${auditList(2)},${auditList(2)}]`, ['too-many-events', '']],
    ['a list that is too many events among records', records(4), ['too-many-events', '']],
    ['an array with parts of a line that was cut', JSON.stringify([wholeLine, ...parts]), 1],
    ['an array that begins with the rest of one', JSON.stringify([...parts.slice(1), wholeLine]), 1],
    ['an array of nothing else', JSON.stringify(parts), ['invalid', '0', '1']],
    ['a part of a line that was cut, alone', JSON.stringify(parts[0]), ['unknown-format', '']],
    ['an array with a text', JSON.stringify([wholeLine, line('F', 'started')]), ['invalid', '1.schema']],
    [
      'an array with a mistake',
      JSON.stringify([event(), { ...event(), sequence: -1 }]),
      ['invalid', '1.sequence'],
    ],
  ])('of %s', (_, message, expected) => {
    expect(decoded(message)).toEqual(expected);
  });
});

it('a list of more mistakes than a call has arguments is refused, not fatal', () => {
  const many = `[{"kind":"EventList","apiVersion":"audit.k8s.io/v1","items":[${'1,'.repeat(199_999)}1]}]`;
  const large = { maxMessageSize: 1_000_000, maxEventsPerRequest: 3 };
  const decoded = decodeMessage(Buffer.from(many), new Interner(), large);
  expect(decoded.outcome === 'dead-letter' && [decoded.reason, decoded.issues.length]).toEqual([
    'invalid',
    200_000,
  ]);
});
