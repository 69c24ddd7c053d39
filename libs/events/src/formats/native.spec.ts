import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareText } from '../compare.js';
import type { NormalisedEvent } from '../event-format.js';
import { instantOf } from '../instant.js';
import { Interner, sortedDimensions } from '../interner.js';
import { itemKey } from '../item-key.js';
import { change, changed, rawEvent, rawItem } from '../../../../test/arbitraries/native-event.js';
import { dimensionNames, isDimension, observedItem } from '../observation.js';
import { normaliseMessage } from '../recognise.js';
import { type RuntimeEvent, runtimeEvent } from '../runtime-event.js';
import { canonicalTimestamp } from '../timestamp.js';
import { native } from './native.js';

const at = '2026-03-01T10:20:00Z';
const event = {
  schema: 'runtime-events/v1',
  cluster: 'prod-eu1',
  node: 'node-17',
  agent: { name: 'advisor-agent', version: '1.4.0', instance: '3b241101-e2bb-4255-8caf-4136c566a962' },
  sequence: 4711,
  sentAt: '2026-03-01T10:20:30.5Z',
  covers: ['listen', 'capability'],
  lost: { file: 12 },
  nodeFacts: { runtime: 'containerd://2.0.1', seccompDefault: false },
  containers: [
    {
      namespace: 'shop',
      pod: { name: 'web-7d9c-x2x', uid: 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6' },
      owner: { kind: 'ReplicaSet', name: 'web-7d9c' },
      container: { name: 'nginx', image: 'nginx:1.27', fromStart: true },
      observations: [
        {
          dimension: 'capability',
          capability: 'NET_BIND_SERVICE',
          granted: true,
          uid: 0,
          count: 3,
          first: at,
          last: at,
        },
      ],
    },
  ],
};

/** What an event becomes according to the schema alone. */
function expected(parsed: RuntimeEvent): object {
  return {
    origin: { cluster: parsed.cluster, node: parsed.node, agent: parsed.agent },
    sequence: parsed.sequence,
    sentAt: canonicalTimestamp(parsed.sentAt),
    covers: sortedDimensions(parsed.covers.filter((name) => parsed.coversPartly?.includes(name) !== true)),
    ...(parsed.coversPartly !== undefined && parsed.coversPartly.length > 0
      ? { coversPartly: sortedDimensions(parsed.coversPartly) }
      : {}),
    lost: parsed.lost,
    ...(parsed.nodeFacts === undefined ? {} : { nodeFacts: parsed.nodeFacts }),
    containers: parsed.containers.map(({ observations, ...subject }) => ({
      subject: { cluster: parsed.cluster, ...subject },
      observations: observations.map(({ count, first, last, ...item }) => {
        const times = [canonicalTimestamp(first), canonicalTimestamp(last)].sort(compareText).map(instantOf);
        return { item: withSets(item), count, first: times[0], last: times[1] };
      }),
    })),
  };
}

function withSets(item: object): object {
  const copy: Record<string, unknown> = { ...item };
  for (const [field, value] of Object.entries(item)) {
    if (field === 'groups') copy[field] = [...new Set<number>(value)].sort((a, b) => a - b);
    if (field === 'fileCapabilities') copy[field] = [...new Set<string>(value)].sort(compareText);
  }
  return copy;
}

function plain({ lost, containers, ...rest }: NormalisedEvent): object {
  return {
    ...rest,
    lost: Object.fromEntries(lost),
    containers: containers.map(({ subject, observations }) => ({
      subject,
      observations: observations.map(({ item, ...statistics }) => ({ item: item.item, ...statistics })),
    })),
  };
}

describe('the native format', () => {
  it('is recognised by its schema, also in versions not yet known', () => {
    expect(native.recognises({ schema: 'runtime-events/v1' })).toBe(true);
    expect(native.recognises({ schema: 'runtime-events/v2' })).toBe(true);
    expect(native.recognises({ schema: 'something/v1' })).toBe(false);
    expect(native.recognises({ schema: 5 })).toBe(false);
    expect(native.recognises([])).toBe(false);
    expect(native.recognises(null)).toBe(false);
  });

  it('becomes an event with canonical times, defaults and covered dimensions in their order', () => {
    const outcome = native.normalise(event, new Interner(), {});
    expect(outcome.outcome === 'ok' ? outcome.value.map(plain) : outcome).toEqual([
      {
        origin: { cluster: 'prod-eu1', node: 'node-17', agent: event.agent },
        sequence: 4711,
        sentAt: '2026-03-01T10:20:30.500000000Z',
        covers: ['capability', 'listen'],
        lost: { file: 12 },
        nodeFacts: { runtime: 'containerd://2.0.1', seccompDefault: false },
        containers: [
          {
            subject: {
              cluster: 'prod-eu1',
              namespace: 'shop',
              pod: { name: 'web-7d9c-x2x', uid: 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6' },
              owner: { kind: 'ReplicaSet', name: 'web-7d9c' },
              container: { name: 'nginx', image: 'nginx:1.27', fromStart: true },
            },
            observations: [
              {
                item: {
                  dimension: 'capability',
                  capability: 'NET_BIND_SERVICE',
                  granted: true,
                  uid: 0,
                  userNamespace: 'own',
                  outcome: 'allowed',
                  origin: 'container',
                },
                count: 3,
                first: { day: '2026-03-01', nanoseconds: 37_200e9 },
                last: { day: '2026-03-01', nanoseconds: 37_200e9 },
              },
            ],
          },
        ],
      },
    ]);
  });

  it('says which dimensions were watched in part; those are not covered, whatever `covers` says', () => {
    const outcome = native.normalise({ ...event, coversPartly: ['listen', 'file'] }, new Interner(), {});
    expect(
      outcome.outcome === 'ok'
        ? outcome.value.map(({ covers, coversPartly }) => [covers, coversPartly])
        : outcome,
    ).toEqual([[['capability'], ['file', 'listen']]]);
  });

  it('says where each mistake is', () => {
    const container = event.containers[0];
    const wrong = {
      ...event,
      sequence: -1,
      containers: [
        {
          ...container,
          observations: [
            {
              dimension: 'listen',
              protocol: 'tcp',
              address: '0.0.0.0',
              port: '80',
              hostNetwork: true,
              count: 1,
              first: at,
              last: at,
            },
            { dimension: 'teleport', count: 1, first: at, last: at },
          ],
        },
      ],
    };
    const outcome = native.normalise(wrong, new Interner(), {});
    expect(
      outcome.outcome === 'dead-letter' ? outcome.issues.map(({ path }) => path.join('.')) : outcome,
    ).toEqual(['sequence', 'containers.0.observations.0.port', 'containers.0.observations.1.dimension']);
  });

  it('recognises equal items as one, whatever the order of fields and lists, and with defaults spelled out', () => {
    const interner = new Interner();
    const identity = { dimension: 'identity', uid: 1, gid: 2, firstProcess: true };
    expect(interner.item({ groups: [3, 1, 3], ...identity })).toBe(
      interner.item({ ...identity, outcome: 'allowed', origin: 'container', groups: [1, 3] }),
    );
    expect(interner.item({ ...identity, groups: [] })).not.toBe(interner.item(identity));
  });

  it('agrees with the schema on every event, right or wrong', () => {
    const interner = new Interner();
    const seen = { ok: 0, refused: 0 };
    fc.assert(
      fc.property(rawEvent, fc.array(change, { maxLength: 2 }), (valid, changes) => {
        const message = changes.reduce(changed, valid);
        const parsed = runtimeEvent.safeParse(message);
        // What was read just before must not be taken for this.
        native.normalise(valid, interner, {});
        const outcome = native.normalise(message, interner, {});
        seen[parsed.success ? 'ok' : 'refused'] += 1;
        expect(outcome.outcome === 'ok' ? outcome.value.map(plain) : outcome).toEqual(
          parsed.success
            ? [expected(parsed.data)]
            : { outcome: 'dead-letter', reason: 'invalid', issues: parsed.error.issues },
        );
      }),
      { seed: 5, numRuns: 3000 },
    );
    expect(Math.min(seen.ok, seen.refused)).toBeGreaterThan(500);
  });

  it('gives two items one key exactly if the schema makes them equal', () => {
    const byKey = new Map<string, object>();
    const keyOfItem = new Map<string, string>();
    fc.assert(
      fc.property(rawItem, fc.array(change, { maxLength: 2 }), (valid, changes) => {
        const item = changes.reduce(changed, valid);
        if (typeof item !== 'object' || item === null || !('dimension' in item)) return;
        const key = itemKey({ ...item });
        const parsed = observedItem.safeParse(item);
        const known = byKey.get(key);
        const canonical = parsed.success ? withSets(parsed.data) : undefined;
        expect([item, known ?? canonical]).toEqual([item, canonical]);
        if (canonical === undefined) return;
        byKey.set(key, canonical);
        const spelled = JSON.stringify(canonical, Object.keys(canonical).sort(compareText));
        expect(keyOfItem.get(spelled) ?? key).toBe(key);
        keyOfItem.set(spelled, key);
      }),
      { seed: 6, numRuns: 20_000 },
    );
    expect(byKey.size).toBeGreaterThan(1000);
  });
});

describe('messages of other formats', () => {
  it.each([
    [{ hello: 'world' }, ['schema']],
    [[], []],
    ['text', []],
    [null, []],
  ])('%j is refused as unknown', (message, path) => {
    const outcome = normaliseMessage(message, new Interner());
    expect(
      outcome.outcome === 'dead-letter'
        ? [outcome.reason, outcome.issues.map((issue) => issue.path)]
        : outcome,
    ).toEqual(['unknown-format', [path]]);
  });
});

it('every dimension is known by its name, and inherited names are none', () => {
  expect(dimensionNames.filter(isDimension)).toHaveLength(16);
  expect(isDimension('toString')).toBe(false);
});
