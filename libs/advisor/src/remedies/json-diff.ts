import { schema } from '#libs/kubernetes';
import { createPatch } from 'rfc6902';

import { type JsonPatch, jsonPatch } from '../remedy.js';

/** The JSON Patch (RFC 6902) that turns one JSON value into another, for a document that holds it at a JSON Pointer. */
export function jsonDiff(before: unknown, after: unknown, at = ''): JsonPatch {
  const operations = createPatch(...withoutShared(before, after)).map((operation) => ({
    ...operation,
    path: at + operation.path,
    ...('from' in operation && { from: at + operation.from }),
  }));
  return jsonPatch.parse(operations);
}

/**
 * Two values without those members that are the very same in both: a patch says nothing of them, but looking for it
 * takes most of the time, because what is changed here shares all else with what it was made from.
 */
function withoutShared(before: unknown, after: unknown): [unknown, unknown] {
  if (!schema.isRecord(before) || !schema.isRecord(after)) return [before, after];
  const left: [string, unknown][] = [];
  const right: [string, unknown][] = [];
  for (const [key, value] of Object.entries(before)) {
    if (!Object.hasOwn(after, key)) left.push([key, value]);
    else if (value !== after[key]) {
      const [inner, changed] = withoutShared(value, after[key]);
      left.push([key, inner]);
      right.push([key, changed]);
    }
  }
  for (const [key, value] of Object.entries(after)) if (!Object.hasOwn(before, key)) right.push([key, value]);
  return [Object.fromEntries(left), Object.fromEntries(right)];
}
