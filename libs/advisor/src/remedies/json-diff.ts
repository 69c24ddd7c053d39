import { createPatch } from 'rfc6902';

import { type JsonPatch, jsonPatch } from '../remedy.js';

/** The JSON Patch (RFC 6902) that turns one JSON value into another, for a document that holds it at a JSON Pointer. */
export function jsonDiff(before: unknown, after: unknown, at = ''): JsonPatch {
  const operations = createPatch(before, after).map((operation) => ({
    ...operation,
    path: at + operation.path,
    ...('from' in operation && { from: at + operation.from }),
  }));
  return jsonPatch.parse(operations);
}
