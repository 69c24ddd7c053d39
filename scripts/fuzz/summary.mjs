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

/** `200×12 422×40`, the requests without an answer last. */
const statusesOf = (counts) =>
  [...counts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([status, count]) => `${status}×${count}`)
    .join(' ');

/** The table, and of each role how many requests and operations there were. */
export function summaryOf(results, document, selected) {
  const lines = [];
  for (const { role, passed, counted } of results) {
    const operations = operationsOf(document)
      .filter(({ operation }) => selected === undefined || selected.has(operation.operationId))
      .map(({ method, path }) => `${method} ${path}`);
    lines.push(`as ${role}`);
    const all = new Map();
    for (const operation of operations) {
      const counts = counted.get(operation) ?? new Map();
      for (const [status, count] of counts) all.set(status, (all.get(status) ?? 0) + count);
      lines.push(`  ${operation.padEnd(82)} ${String(sumOf(counts)).padStart(6)}  ${statusesOf(counts)}`);
    }
    const met = operations.filter((operation) => counted.has(operation)).length;
    const refused = operations.filter(
      (operation) => ![...(counted.get(operation)?.keys() ?? [])].some((status) => status.startsWith('2')),
    );
    lines.push(
      `  ${sumOf(all)} requests to ${met} of ${operations.length} operations, ${operations.length - refused.length} of them also with success: ${statusesOf(all)}`,
      ...(role === 'admin' && refused.length > 0 ? [`  never with success: ${refused.join(', ')}`] : []),
      `  ${passed ? 'passed' : 'FAILED'}`,
      '',
    );
  }
  return lines.join('\n').trimEnd();
}
