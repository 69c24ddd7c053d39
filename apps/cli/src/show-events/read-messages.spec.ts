import { Interner } from '#libs/events';
import { describe, expect, it } from 'vitest';
import { falcoRead, TestAgent, tetragonCapability, uses } from '../../../../test/fixtures/runtime-events.js';
import { readMessages, type ShownMessages } from './read-messages.js';

function shown(text: string, settings = {}): object {
  const { outcomes, learnt, ...rest }: ShownMessages = readMessages(text, new Interner(), settings);
  return { ...rest, outcomes: [...outcomes], learnt: [...learnt] };
}

const native = new TestAgent().event([{ pod: 'web', observations: [uses('CHOWN'), uses('KILL')] }]);

describe('what becomes of events', () => {
  it('of one document: its format, and what is learnt, with how often', () => {
    expect(shown(JSON.stringify(native, undefined, 2))).toEqual({
      formats: ['native'],
      messages: 1,
      outcomes: [['ok', 1]],
      learnt: [['capability', 2]],
      mistakes: [],
    });
  });

  it('of a line each, with the settings of their source', () => {
    const lines = [tetragonCapability('shop', 'CHOWN'), falcoRead('shop', 'a'), { hello: 'world' }];
    const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
    expect(shown(text, { cluster: 'prod' })).toEqual({
      formats: ['falco', 'tetragon'],
      messages: 3,
      outcomes: [
        ['ok', 2],
        ['dead-letter: unknown-format', 1],
      ],
      learnt: [
        ['capability', 1],
        ['file', 1],
      ],
      mistakes: [],
    });
  });

  it('of an array, with the place of the first mistake of each that is refused', () => {
    expect(shown(JSON.stringify([falcoRead('shop', 'a'), native]))).toMatchObject({
      messages: 2,
      outcomes: [
        ['dead-letter: invalid', 1],
        ['ok', 1],
      ],
      mistakes: [expect.stringMatching(/^[^:]*: must be there, or the settings must name the cluster$/)],
    });
  });

  it('of a list: what is learnt from it, and how many of it are left out', () => {
    const read = { ...falcoRead('shop', 'b'), output_fields: {} };
    const line = (event: object) => ({ body: { stringValue: JSON.stringify(event) } });
    const records = (...events: readonly object[]) => ({
      resourceLogs: [{ scopeLogs: [{ logRecords: events.map(line) }] }],
    });
    const settings = { cluster: 'prod' };
    expect(shown(JSON.stringify(records(falcoRead('shop', 'a'), read, read)), settings)).toMatchObject({
      messages: 1,
      outcomes: [
        ['ok', 1],
        ['drop: not-relevant', 2],
      ],
      learnt: [['file', 1]],
    });
    expect(shown(JSON.stringify(records(read, read)), settings)).toMatchObject({
      messages: 1,
      outcomes: [['drop: not-relevant', 2]],
      learnt: [],
    });
  });

  it('of what is no JSON', () => {
    expect(shown('kind: ContainerProfile\nspec:\n  syscalls: []\n')).toMatchObject({
      messages: 1,
      outcomes: [['dead-letter: not-json', 1]],
    });
    expect(shown('{"a":\n1')).toMatchObject({ messages: 1, outcomes: [['dead-letter: not-json', 1]] });
  });
});
