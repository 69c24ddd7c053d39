import fc from 'fast-check';
import { createPatch } from 'rfc6902';
import { expect, it } from 'vitest';
import { jsonDiff } from './json-diff.js';

const key = fc.constantFrom('a', 'b', 'c', 'x/y');
const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(null, true, 0, 1, '', 'text'),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(key, tie('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
})).value;

/** Shares with the value what it does not replace, as copies on write do. */
function changed(value: unknown, path: readonly string[], replacement: unknown): unknown {
  const [part, ...rest] = path;
  if (part === undefined || typeof value !== 'object' || value === null) return replacement;
  const own = new Map<string, unknown>(Object.entries(value));
  own.set(part, changed(own.get(part), rest, replacement));
  return Object.fromEntries(own);
}

it('says of values that share members what would be said of those that share none', () => {
  fc.assert(
    fc.property(json, fc.array(key, { maxLength: 3 }), json, (before, path, replacement) => {
      const after = changed(before, path, replacement);
      expect(jsonDiff(before, after, '/at')).toEqual(
        createPatch(structuredClone(before), structuredClone(after)).map((operation) => ({
          ...operation,
          path: `/at${operation.path}`,
        })),
      );
    }),
    { seed: 1 },
  );
});
