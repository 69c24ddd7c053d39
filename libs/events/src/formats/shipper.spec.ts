import { expect, it } from 'vitest';
import { Interner } from '../interner.js';
import { normaliseMessage } from '../recognise.js';
import { unwrap } from './shipper.js';

const event = { a: 1 };
const json = JSON.stringify(event);

it.each([
  ['fluentd', { log: `${json}\n`, stream: 'stdout' }],
  ['vector', { message: json, host: 'x' }],
  ['OpenTelemetry, as object', { body: event }],
  ['OTLP JSON', { body: { stringValue: json } }],
  ['the CRI log format', { log: `2026-03-01T10:20:00.000000000Z stdout F ${json}` }],
  ['OTLP JSON, taken apart', { body: { kvlistValue: { values: [{ key: 'a', value: { intValue: '1' } }] } } }],
  ['OpenTelemetry, raw: a text of its own', json],
  ['one whose own field says nothing', { message: 'a line', log: json }],
])('the event is found in the record of %s', (_, record) => {
  expect(unwrap(record)).toEqual(event);
});

it.each([
  [{ log: 'plain text' }],
  [{ message: '{"cut":[...]' }],
  [{ message: '[1]' }],
  ['plain text'],
  ['[1]'],
  [null],
  [event],
])('%j is no record of a shipper', (record) => {
  expect(unwrap(record)).toBeUndefined();
});

it('what is understood as it is, is not searched for records', () => {
  const message = {
    schema: 'runtime-events/v1',
    message: JSON.stringify({ process_exit: {}, node_name: 'n' }),
  };
  expect(normaliseMessage(message, new Interner())).toMatchObject({
    outcome: 'dead-letter',
    reason: 'invalid',
  });
  expect(normaliseMessage({ message: message.message }, new Interner())).toEqual({
    outcome: 'drop',
    reason: 'not-relevant',
  });
});

it.each([1, 3])('an event is found within %i shippers', (layers) => {
  expect(normaliseMessage(wrapped(layers), new Interner())).toEqual({
    outcome: 'drop',
    reason: 'not-relevant',
  });
});

it('an event within more shippers than there are in a row is not understood', () => {
  expect(normaliseMessage(wrapped(4), new Interner())).toMatchObject({ reason: 'unknown-format' });
});

function wrapped(layers: number): object {
  let message: object = { process_exit: {}, node_name: 'n' };
  for (let layer = 0; layer < layers; layer += 1) message = { log: JSON.stringify(message) };
  return message;
}

it('a message that is not of the format of the settings is refused', () => {
  const message = { process_exit: {}, node_name: 'n' };
  expect(normaliseMessage(message, new Interner(), { format: 'native' })).toMatchObject({
    reason: 'unknown-format',
  });
  expect(normaliseMessage(message, new Interner(), { format: 'tetragon' })).toMatchObject({
    outcome: 'drop',
  });
});

const at = '2026-03-01T10:20:00.000000000Z';
const head = '{"process_exec":{"process":';

it.each([
  ['fluentd', { log: `${at} stdout P ${head}\n`, stream: 'stdout' }],
  ['a shipper that takes the mark off', { message: head, stream: 'stdout', logtag: 'P' }],
  ['OTLP JSON', { body: { stringValue: `${at} stdout P ${head}` } }],
  ['OpenTelemetry, raw', `${at} stdout P ${head}`],
  ['two shippers', { message: JSON.stringify({ log: `${at} stdout F {}}}` }) }],
])('a part of a line that was cut is told from what is not understood, in the record of %s', (_, record) => {
  expect(normaliseMessage(record, new Interner())).toMatchObject({ reason: 'unknown-format', cut: 1 });
});

it.each([
  [{ log: 'plain text' }],
  [{ log: `${at} stderr F level=info msg="started"` }],
  [{ log: `${at} stdout F [1]` }],
  [{ other: `${at} stdout P ${head}` }],
  [head],
  [null],
])('%j is no part of a line', (record) => {
  const outcome = normaliseMessage(record, new Interner());
  expect(outcome).toMatchObject({ reason: 'unknown-format' });
  expect(outcome).not.toHaveProperty('cut');
});
