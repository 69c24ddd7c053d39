import fc from 'fast-check';
import { agentMessages } from '../fixtures/agent-messages.js';

/** Messages of agents with anything in the place of some of their values. */

/** Deeper than any stack. */
function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < depth; level += 1) value = level % 2 === 0 ? [value] : { values: value };
  return value;
}
const deep = nested(20_000);
const long = 'x'.repeat(20_000);
const many: readonly unknown[] = Array.from({ length: 20_000 }, (_, index) => index);

/** What nobody expects in the place of a value, all of it as JSON can hold it. */
const unexpected: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  0.5,
  1e308,
  -1e308,
  2 ** 53,
  2 ** 63,
  '',
  '<NA>',
  '0',
  '-5',
  '99999999999999999999',
  '1772360400123456789',
  '/',
  '//',
  '/x\0y',
  '\ud800',
  'CAP_',
  '[...]',
  '{"cut',
  '{}',
  '[]',
  '__proto__',
  'constructor',
  'toString',
  '9999-99-99T99:99:99Z',
  {},
  [],
  [[]],
  [null],
  [{}],
  { toString: null, valueOf: null },
  { length: 1e9 },
  [{ toString: 1 }],
  JSON.parse('{"__proto__":{"polluted":true}}'),
  { constructor: { prototype: { polluted: true } } },
  long,
  many,
  deep,
];
const anything = fc.oneof(fc.constantFrom(...unexpected), fc.jsonValue({ maxDepth: 3 }));

type Path = readonly (string | number)[];

function pathsIn(value: unknown, at: Path = []): readonly Path[] {
  const inside: readonly (readonly [string | number, unknown])[] = Array.isArray(value)
    ? value.map((one: unknown, index) => [index, one] as const)
    : typeof value === 'object' && value !== null
      ? Object.entries(value)
      : [];
  return [at, ...inside.flatMap(([key, one]) => pathsIn(one, [...at, key]))];
}

interface Change {
  /** Which of the places of the message, as a share of them. */
  readonly place: number;
  readonly kind: 'replace' | 'remove' | 'add' | 'repeat';
  readonly key: string;
  readonly value: unknown;
}

const oneChange: fc.Arbitrary<Change> = fc.record({
  place: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  kind: fc.constantFrom('replace', 'replace', 'replace', 'remove', 'add', 'repeat'),
  key: fc.constantFrom('__proto__', 'constructor', 'k8s', 'message', 'log', 'body', 'items', 'records', 'x'),
  value: anything,
});

function changedAt(value: unknown, path: Path, change: Change): unknown {
  const [first, ...rest] = path;
  if (first === undefined) return changedHere(value, change);
  if (Array.isArray(value)) {
    return value.map((one: unknown, index) => (index === first ? changedAt(one, rest, change) : one));
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, one]: [string, unknown]) => {
      if (key !== first) return [[key, one]];
      return change.kind === 'remove' && rest.length === 0 ? [] : [[key, changedAt(one, rest, change)]];
    }),
  );
}

function changedHere(value: unknown, { kind, key, value: other }: Change): unknown {
  const isObject = typeof value === 'object' && value !== null;
  if (kind === 'add' && isObject && !Array.isArray(value)) {
    return Object.fromEntries([...Object.entries(value), [key, other]]);
  }
  return kind === 'repeat' && Array.isArray(value) ? [...value, ...value] : other;
}

/** Every message with each of the unexpected values in each of its places, and without what stands there. */
export function* everyChange(): Generator<unknown> {
  for (const message of Object.values(agentMessages).flat()) {
    for (const path of pathsIn(message)) {
      for (const value of unexpected) {
        yield changedAt(message, path, { place: 0, kind: 'replace', key: '', value });
      }
      yield changedAt(message, path, { place: 0, kind: 'remove', key: '', value: undefined });
    }
  }
}

/** A value with one more field in each of the objects in it. */
export function withUnknownFields(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withUnknownFields);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).map(([key, one]: [string, unknown]) => [key, withUnknownFields(one)]);
  return Object.fromEntries([...fields, ['x-unknown', { toString: null }]]);
}

/** Messages of agents with one to three changes in them. The places are those of the message as it was. */
export const changedMessage: fc.Arbitrary<unknown> = fc
  .tuple(
    fc.constantFrom(...Object.values(agentMessages).flat()),
    fc.array(oneChange, { minLength: 1, maxLength: 3 }),
  )
  .map(([message, changes]) => {
    const paths = pathsIn(message);
    return changes.reduce<unknown>(
      (changed, change) => changedAt(changed, paths[Math.floor(change.place * paths.length)] ?? [], change),
      message,
    );
  });
