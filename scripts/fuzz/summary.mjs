// What was asked of each operation and how it was answered, as a table.
import { operationsOf } from './document.mjs';

/** Counts of statuses by operation, from lines "GET /path 200". */
export function countCalls(text) {
  const counted = new Map();
  for (const line of text.split('\n')) {
    const at = line.lastIndexOf(' ');
    if (at < 0) continue;
    const [operation, status] = [line.slice(0, at), line.slice(at + 1)];
    const of = counted.get(operation) ?? new Map();
    of.set(status, (of.get(status) ?? 0) + 1);
    counted.set(operation, of);
  }
  return counted;
}

const sumOf = (counts) => [...counts.values()].reduce((sum, count) => sum + count, 0);

const hasSuccess = (counts) => [...(counts?.keys() ?? [])].some((status) => status.startsWith('2'));

/** Operations that a role may call, by what the document says of access. */
function permittedTo(role, document) {
  return new Set(
    operationsOf(document)
      .filter(({ operation: { 'x-access': access } }) => !Array.isArray(access) || access.includes(role))
      .map(({ method, path }) => `${method} ${path}`),
  );
}

/** Operations that a role may not call, and that were answered with success. */
export function trespassesOf(role, counted, document) {
  const permitted = permittedTo(role, document);
  return [...counted.keys()].filter(
    (operation) => !permitted.has(operation) && hasSuccess(counted.get(operation)),
  );
}

/** `200×12 422×40`, the requests without an answer last. */
const statusesOf = (counts) =>
  [...counts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([status, count]) => `${status}×${count}`)
    .join(' ');

/** The table, and of each role how many requests, operations, cases and checks there were, and what never succeeded. */
export function summaryOf(results, document, selected) {
  const lines = [];
  for (const { role, passed, counted, cases, checks } of results) {
    const all = new Map();
    const operations = operationsOf(document)
      .filter(({ operation }) => selected === undefined || selected.has(operation.operationId))
      .map(({ method, path }) => `${method} ${path}`);
    lines.push(`as ${role}`);
    for (const operation of operations) {
      const counts = counted.get(operation) ?? new Map();
      for (const [status, count] of counts) all.set(status, (all.get(status) ?? 0) + count);
      lines.push(`  ${operation.padEnd(82)} ${String(sumOf(counts)).padStart(6)}  ${statusesOf(counts)}`);
    }
    const met = operations.filter((operation) => counted.has(operation)).length;
    const succeeded = operations.filter((operation) => hasSuccess(counted.get(operation)));
    const permitted = permittedTo(role, document);
    const refused = operations.filter(
      (operation) => permitted.has(operation) && !succeeded.includes(operation),
    );
    const trespassed = trespassesOf(role, counted, document);
    lines.push(
      `  ${sumOf(all)} requests to ${met} of ${operations.length} operations, ${succeeded.length} of them also with success: ${statusesOf(all)}`,
      `  Schemathesis: ${cases} cases, ${checks} checks`,
      `  permitted, and never with success: ${refused.length === 0 ? 'none' : refused.join(', ')}`,
      ...(trespassed.length === 0 ? [] : [`  not permitted, and with success: ${trespassed.join(', ')}`]),
      `  ${passed ? 'passed' : 'FAILED'}`,
      '',
    );
  }
  return lines.join('\n').trimEnd();
}
