import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  changedMessage,
  everyChange,
  withUnknownFields,
} from '../../../../test/arbitraries/changed-message.js';
import { agentMessages } from '../../../../test/fixtures/agent-messages.js';
import {
  interactionKinds,
  type NormalisedEvent,
  type Outcome,
  type SourceSettings,
} from '../event-format.js';
import { isAfter } from '../instant.js';
import { Interner, subject, type Subject } from '../interner.js';
import { observation, timestamp } from '../observation.js';
import { normaliseMessage } from '../recognise.js';
import { clusterName, runtimeEvent } from '../runtime-event.js';
import { isStorable } from '../storable-text.js';
import { formats } from './registry.js';

const settings: SourceSettings = {
  cluster: 'eu',
  covers: ['capability', 'exec', 'syscall'],
  coversPartly: ['file'],
};
const all = Object.entries(agentMessages).flatMap(([name, messages]) =>
  messages.map((message, index) => [`${name} ${index}`, message] as const),
);

const reasons: ReadonlySet<unknown> = new Set(['not-relevant', 'incomplete', 'invalid', 'unknown-format']);
const kinds: ReadonlySet<unknown> = new Set(interactionKinds);

/** Where what a format makes of a message is not what the rest of the product relies on. */
function breaches(outcome: Outcome<readonly NormalisedEvent[]>): readonly string[] {
  if (outcome.outcome === 'ok') return outcome.value.flatMap(breachesOf);
  if (!reasons.has(outcome.reason)) return [`reason ${outcome.reason}`];
  if (outcome.outcome === 'drop') return [];
  const isPlaced = outcome.issues.every(
    ({ path, message }) => typeof message === 'string' && path.every((part) => typeof part !== 'symbol'),
  );
  return isPlaced && outcome.issues.length > 0 ? [] : ['issues'];
}

function breachesOf({ origin, sentAt, lost, containers, ...rest }: NormalisedEvent): readonly string[] {
  const storedTexts = [
    ...(rest.interactions ?? []).flatMap(({ namespace, pod, user }) => [namespace, pod, user]),
    ...(rest.serviceAccountUses ?? []).flatMap((use) => [
      use.namespace,
      use.serviceAccount,
      use.pod ?? '',
      use.verb,
      use.apiGroup,
      use.resource,
    ]),
  ];
  const holds: Readonly<Record<string, boolean>> = {
    cluster: clusterName.safeParse(origin.cluster).success,
    node: runtimeEvent.shape.node.safeParse(origin.node).success,
    sentAt: timestamp.safeParse(sentAt).success && sentAt.length === 30,
    lost: runtimeEvent.shape.lost.safeParse(Object.fromEntries(lost)).success,
    subjects: containers.every(({ subject: { cluster, onlyContainer, ...described } }) => {
      return (
        cluster === origin.cluster && subject.safeParse(onlyContainer ? named(described) : described).success
      );
    }),
    items: containers.every(({ observations }) =>
      observations.every(
        ({ item, count }) =>
          observation.safeParse({ ...item.item, count, first: sentAt, last: sentAt }).success,
      ),
    ),
    times: containers.every(({ observations }) =>
      observations.every(
        ({ first, last }) =>
          instant.safeParse(first).success && instant.safeParse(last).success && !isAfter(first, last),
      ),
    ),
    numberOfItems: containers.every(({ observations }) => observations.length <= 10_000),
    texts: storedTexts.every((text) => text.length <= 1024 && isStorable(text)),
    interactions: (rest.interactions ?? []).every(({ kind, from, at }) => kinds.has(kind) && from <= at),
  };
  return Object.keys(holds).filter((name) => holds[name] === false);
}

const instant = z.strictObject({
  day: z.iso.date(),
  nanoseconds: z
    .int()
    .min(0)
    .max(86_400e9 - 1),
});

/** Where an agent knows the container alone, its id stands for the names. */
function named({ namespace, pod, container }: Omit<Subject, 'cluster'>): object {
  const unnamed = [namespace, pod.name, container.name].every((name) => name === '');
  const names = unnamed && container.id !== undefined ? 'found' : '';
  return { namespace: names, pod: { ...pod, name: names }, container: { ...container, name: names } };
}

/** Interners number items as they meet them. */
function withoutNumbers(outcome: Outcome<readonly NormalisedEvent[]>): unknown {
  if (outcome.outcome !== 'ok') return outcome;
  return outcome.value.map(({ containers, ...event }) => ({
    ...event,
    containers: containers.map(({ observations, ...container }) => ({
      ...container,
      observations: observations.map(({ item: { key, item }, count, first, last }) => [
        key,
        item,
        count,
        first,
        last,
      ]),
    })),
  }));
}

describe('what formats make of messages', () => {
  it.each(all)('is something of %s', (_, message) => {
    const outcome = normaliseMessage(message, new Interner(), settings);
    expect(outcome.outcome).toBe('ok');
    expect(breaches(outcome)).toEqual([]);
  });

  it.each(all.filter(([name]) => !name.startsWith('logs')))(
    'is said by one format alone of %s',
    (_, message) => {
      expect(formats.filter((format) => format.recognises(message))).toHaveLength(1);
    },
  );

  // Native events lose observations of dimensions, not of fields.
  it.each(all.filter(([name]) => !name.startsWith('native')))(
    'does not change with fields that nobody knows in %s',
    (_, message) => {
      const interner = new Interner();
      const expected = normaliseMessage(message, interner, settings);
      expect(normaliseMessage(withUnknownFields(message), interner, settings)).toEqual(expected);
    },
  );

  it('is within its contract, whatever stands in the place of their values: nothing is thrown', () => {
    const interner = new Interner();
    const seen = new Map<string, number>();
    for (const message of everyChange()) {
      const outcome = normaliseMessage(message, interner, settings);
      const wrong = breaches(outcome);
      if (wrong.length > 0)
        throw new Error(`${wrong.join(', ')}: ${JSON.stringify(message).slice(0, 2_000)}`);
      seen.set(outcome.outcome, (seen.get(outcome.outcome) ?? 0) + 1);
    }
    for (const outcome of ['ok', 'drop', 'dead-letter']) expect(seen.get(outcome)).toBeGreaterThan(4_000);
    fc.assert(
      fc.property(changedMessage, (message) => {
        expect(breaches(normaliseMessage(message, interner, settings))).toEqual([]);
      }),
      { seed: 41, numRuns: 6_000 },
    );
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect({}).not.toHaveProperty('polluted');
  });

  it('does not depend on what was read before', () => {
    const interner = new Interner();
    fc.assert(
      fc.property(changedMessage, (message) => {
        const first = normaliseMessage(message, interner, settings);
        const again = normaliseMessage(message, interner, settings);
        const alone = normaliseMessage(message, new Interner(), settings);
        expect(again).toEqual(first);
        expect(withoutNumbers(alone)).toEqual(withoutNumbers(first));
      }),
      { seed: 43, numRuns: 150 },
    );
  });

  it.each(formats)('is within its contract where $name is given any message', (format) => {
    const interner = new Interner();
    fc.assert(
      fc.property(changedMessage, (message) => {
        expect(format.recognises(message)).toBeTypeOf('boolean');
        // What a format does not recognise never gets to it; it has to survive it all the same.
        expect(breaches(format.normalise(message, interner, settings))).toEqual([]);
      }),
      { seed: 42, numRuns: 1_500 },
    );
  });

  // Expressions that try again and again would take hours here, and run into the time limit of a test.
  it('is no more work for long texts that almost fit', () => {
    const interner = new Interner();
    const long = 100_000;
    const texts = ['a:/', '/a', '0/', ' ', '="', '?container=', '=', '{', '\n// ', '-'].map((part) =>
      part.repeat(long),
    );
    for (const [, message] of all) {
      for (const text of texts) {
        const filled: unknown = JSON.parse(JSON.stringify(message), (_, value: unknown) =>
          typeof value === 'string' && value.length > 1 && !value.startsWith('audit') ? text : value,
        );
        expect(breaches(normaliseMessage(filled, interner, settings))).toEqual([]);
        expect(breaches(normaliseMessage({ log: text }, interner, settings))).toEqual([]);
      }
    }
  });
});
