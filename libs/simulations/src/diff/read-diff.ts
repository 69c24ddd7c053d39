import type { Verdict } from '#libs/advisor';
import type { SqlRunner } from '#libs/persistence';
import { allResults, type ResultKey, type RunReference } from '../result-store.js';
import { diffVerdicts, type VerdictChange } from './diff-verdicts.js';

/** Workloads that are compared for one page at most: two large simulations that hardly differ are read page by page too. */
const mostCompared = 5_000;

/** A page of changes. `next`: where to go on; absent: that was all. A page may have fewer changes than its limit, or none. */
export interface DiffPage {
  readonly changes: readonly VerdictChange[];
  readonly next?: ResultKey;
}

/** What changed from one simulation to another, by workload, in order of its key. */
export async function readDiff(
  runner: SqlRunner,
  runs: { readonly before: RunReference; readonly after: RunReference },
  page: { readonly limit: number; readonly after?: ResultKey | undefined },
): Promise<DiffPage> {
  const changes: VerdictChange[] = [];
  let compared = 0;
  let last: ResultKey | undefined;
  const before = allResults(runner, runs.before, {}, page.after);
  const after = allResults(runner, runs.after, {}, page.after);
  for await (const [old, current] of side(before, after)) {
    if (changes.length === page.limit || compared === mostCompared) {
      return { changes, ...(last === undefined ? {} : { next: last }) };
    }
    compared += 1;
    last = (current ?? old)?.workload;
    const change = diffVerdicts(old, current);
    if (change !== undefined) changes.push(change);
  }
  return { changes };
}

type Pair = readonly [Verdict | undefined, Verdict | undefined];

/** Two lists in order of their keys, side by side. */
async function* side(left: AsyncIterable<Verdict>, right: AsyncIterable<Verdict>): AsyncIterable<Pair> {
  const [lefts, rights] = [left[Symbol.asyncIterator](), right[Symbol.asyncIterator]()];
  let [a, b] = await Promise.all([lefts.next(), rights.next()]);
  while (a.done !== true || b.done !== true) {
    const order = compareKeys(
      a.done === true ? undefined : a.value.workload,
      b.done === true ? undefined : b.value.workload,
    );
    yield [
      order <= 0 && a.done !== true ? a.value : undefined,
      order >= 0 && b.done !== true ? b.value : undefined,
    ];
    if (order <= 0) a = await lefts.next();
    if (order >= 0) b = await rights.next();
  }
}

/** Bytewise, as the database orders them; what is not there comes last. */
function compareKeys(a: ResultKey | undefined, b: ResultKey | undefined): number {
  if (a === undefined || b === undefined) return a === b ? 0 : a === undefined ? 1 : -1;
  for (const part of ['cluster', 'namespace', 'kind', 'name'] as const) {
    const order = Buffer.compare(Buffer.from(a[part]), Buffer.from(b[part]));
    if (order !== 0) return order;
  }
  return 0;
}
