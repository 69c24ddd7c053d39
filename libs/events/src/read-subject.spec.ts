import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readSubject } from './read-subject.js';
import { observedContainer } from './runtime-event.js';

const schema = observedContainer.omit({ observations: true });

const names = fc.oneof(
  fc.constantFrom('a', 'a-b', 'a.b', 'A', '-a', 'a-', 'a..b', '', 'a\n'),
  fc.constantFrom(63, 64, 253, 254).map((length) => 'a'.repeat(length)),
);
const texts = fc.oneof(
  fc.constantFrom('', 'ä🙂', '\0', '\ud800', 'x'),
  fc.constantFrom(63, 64, 128, 129, 256, 257, 1_024, 1_025).map((length) => 'x'.repeat(length)),
);
const kinds = fc.constantFrom('ReplicaSet', 'replicaset', 'A', 'A'.repeat(63), 'A'.repeat(64), '', 'A-B');
const times = fc.constantFrom(
  '2026-03-01T10:20:00Z',
  '2026-03-01T10:20:00.123456789+02:00',
  '2026-02-30T10:20:00Z',
  '2026-03-01',
  'now',
);
const others = fc.constantFrom<unknown>(null, 7, true, [], {}, ['a']);
/** Nearly always of its kind, so that most of the whole is valid. */
const mostly = (values: fc.Arbitrary<unknown>) =>
  fc.oneof({ weight: 30, arbitrary: values }, { weight: 1, arbitrary: others });
const valid = (good: string, values: fc.Arbitrary<string>) =>
  fc.oneof({ weight: 30, arbitrary: fc.constant(good) }, { weight: 1, arbitrary: mostly(values) });
const fields = (
  required: Record<string, fc.Arbitrary<unknown>>,
  optional: Record<string, fc.Arbitrary<unknown>>,
) => mostly(fc.record({ ...required, ...optional }, { requiredKeys: Object.keys(required) }));

const subjects = fc.record(
  {
    namespace: valid('shop', names),
    pod: fields(
      { name: valid('web-0', names), uid: valid('u-1', texts) },
      { templateHash: valid('7d9c', texts) },
    ),
    container: fields(
      { name: valid('app', names) },
      {
        id: valid('0a', texts),
        image: valid('web:1', texts),
        imageDigest: valid('sha256:0a', texts),
        imageUser: valid('', texts),
        imageVolumes: fc.oneof(
          { weight: 9, arbitrary: fc.constant(undefined) },
          { weight: 1, arbitrary: others },
        ),
        startedAt: valid('2026-03-01T10:20:00Z', times),
        fromStart: mostly(fc.boolean()),
        endedAt: valid('2026-03-01T10:20:00Z', times),
        unknown: others,
      },
    ),
    owner: fields({ kind: valid('ReplicaSet', kinds), name: valid('web', names) }, {}),
    unknown: others,
  },
  { requiredKeys: ['namespace', 'pod', 'container'] },
);

describe('a container that observations are about', () => {
  it('is read by hand as the schema reads it, or left to the schema', () => {
    let read = 0;
    fc.assert(
      fc.property(subjects, (made) => {
        const subject = z.record(z.string(), z.unknown()).parse(JSON.parse(JSON.stringify(made)));
        const byHand = readSubject(subject);
        if (byHand === undefined) return;
        read += 1;
        expect(byHand).toStrictEqual(schema.parse(subject));
      }),
      { seed: 1, numRuns: 3_000 },
    );
    expect(read).toBeGreaterThan(1_000);
  });

  it('needs no schema where all of it is as it should be', () => {
    const whole = {
      namespace: 'shop',
      pod: { name: 'web-0', uid: 'u-1', templateHash: '7d9c' },
      owner: { kind: 'ReplicaSet', name: 'web' },
      container: {
        name: 'app',
        id: '0a',
        image: 'web:1',
        imageDigest: 'sha256:0a',
        imageUser: '',
        startedAt: '2026-03-01T10:20:00Z',
        fromStart: true,
        endedAt: '2026-03-01T10:20:00+02:00',
      },
    };
    expect(readSubject(whole)).toStrictEqual(whole);
    const { namespace } = whole;
    const least = { namespace, pod: { name: 'web-0', uid: 'u-1' }, container: { name: 'app' } };
    expect(readSubject({ ...least, observations: [], unknown: 1 })).toStrictEqual(least);
  });
});
