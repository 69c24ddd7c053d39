import { type Outcome, type Stage, type Verdict, verdict } from '#libs/advisor';
import { compareText } from '#libs/events';
import { firstRow, rows, type SqlRunner } from '#libs/persistence';
import { z } from 'zod';
import type { Summary } from './simulation.js';

export interface RunReference {
  readonly simulation: string;
  readonly run: number;
}

/** A verdict as it is stored: what is looked for, and the whole as JSON. */
export interface JudgedWorkload {
  readonly workload: Verdict['workload'];
  readonly verdict: Outcome;
  readonly stage: Stage | undefined;
  /** The policy fields that it complains of. */
  readonly fields: readonly string[];
  readonly document: string;
}

/**
 * Stores verdicts. A workload has one result in a run; a second one violates the key, so the caller must have made
 * sure, in the same transaction, that the chunk has not been stored yet.
 */
export async function insertResults(
  transaction: SqlRunner,
  { simulation, run }: RunReference,
  verdicts: readonly JudgedWorkload[],
): Promise<void> {
  await transaction.query(
    `INSERT INTO simulation_results
       (simulation_id, run, cluster, namespace, kind, name, verdict, stage, fields, document)
     SELECT $1, $2, cluster, namespace, kind, name, verdict, stage,
       ARRAY(SELECT json_array_elements_text(fields)), document
     FROM unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::json[], $10::json[])
       AS result (cluster, namespace, kind, name, verdict, stage, fields, document)`,
    [
      simulation,
      run,
      verdicts.map(({ workload }) => workload.cluster),
      verdicts.map(({ workload }) => workload.namespace),
      verdicts.map(({ workload }) => workload.kind),
      verdicts.map(({ workload }) => workload.name),
      verdicts.map((each) => each.verdict),
      verdicts.map((each) => each.stage ?? null),
      verdicts.map(({ fields }) => JSON.stringify(fields)),
      verdicts.map(({ document }) => document),
    ],
  );
}

/** A verdict made ready for being stored. */
export function judgedWorkload(verdict: Verdict): JudgedWorkload {
  return {
    workload: verdict.workload,
    verdict: verdict.verdict,
    stage: verdict.stage,
    fields: fieldsOf(verdict),
    document: JSON.stringify(verdict),
  };
}

/** The policy fields that a verdict complains of. */
export function fieldsOf({ findings }: Verdict): readonly string[] {
  const fields = findings.filter(({ outcome }) => outcome !== 'passes').map(({ field }) => field);
  return [...new Set(fields)].toSorted();
}

/** Counts verdicts by outcome, by stage, and by the policy fields that they complain of. */
export function summarise(
  verdicts: readonly Pick<JudgedWorkload, 'verdict' | 'stage' | 'fields'>[],
): Summary {
  const summary = emptySummary();
  for (const { verdict: outcome, stage, fields } of verdicts) {
    summary.workloads += 1;
    summary.verdicts[outcome] += 1;
    if (stage !== undefined) summary.stages[stage] += 1;
    for (const field of fields) summary.fields[field] = (summary.fields[field] ?? 0) + 1;
  }
  return sorted(summary);
}

export function addSummaries(summaries: readonly Summary[]): Summary {
  const sum = emptySummary();
  for (const each of summaries) {
    sum.workloads += each.workloads;
    for (const outcome of ['passes', 'at-risk', 'breaks'] as const)
      sum.verdicts[outcome] += each.verdicts[outcome];
    for (const stage of ['admission', 'start', 'runtime'] as const) sum.stages[stage] += each.stages[stage];
    for (const [field, count] of Object.entries(each.fields))
      sum.fields[field] = (sum.fields[field] ?? 0) + count;
  }
  return sorted(sum);
}

/** Fields in alphabetical order: however the parts of a sum came, the sum is the same text. */
function sorted(counted: Summary): Summary {
  const fields = Object.entries(counted.fields).toSorted(([a], [b]) => compareText(a, b));
  return { ...counted, fields: Object.fromEntries(fields) };
}

function emptySummary(): Summary {
  return {
    workloads: 0,
    verdicts: { passes: 0, 'at-risk': 0, breaks: 0 },
    stages: { admission: 0, start: 0, runtime: 0 },
    fields: {},
  };
}

/** Where a page begins: after this workload. */
export interface ResultKey {
  readonly cluster: string;
  readonly namespace: string;
  readonly kind: string;
  readonly name: string;
}

export interface ResultFilter {
  readonly verdict?: Outcome | undefined;
  readonly stage?: Stage | undefined;
  readonly namespace?: string | undefined;
  /** A policy field that a finding complains of. */
  readonly field?: string | undefined;
}

/** Verdicts by workload, in order of its key, at most `limit`. A page stays the same however many results are added. */
export async function readResults(
  runner: SqlRunner,
  { simulation, run }: RunReference,
  page: { readonly limit: number; readonly after?: ResultKey | undefined; readonly filter: ResultFilter },
): Promise<readonly Verdict[]> {
  const parameters: unknown[] = [simulation, run];
  const conditions = ['simulation_id = $1', 'run = $2'];
  const parameter = (value: unknown): string => `$${parameters.push(value)}`;
  const { after, filter } = page;
  if (after !== undefined) {
    const values = [after.cluster, after.namespace, after.kind, after.name].map(parameter);
    conditions.push(`(cluster, namespace, kind, name) > (${values.join(', ')})`);
  }
  if (filter.verdict !== undefined) conditions.push(`verdict = ${parameter(filter.verdict)}`);
  if (filter.stage !== undefined) conditions.push(`stage = ${parameter(filter.stage)}`);
  if (filter.namespace !== undefined) conditions.push(`namespace = ${parameter(filter.namespace)}`);
  if (filter.field !== undefined) conditions.push(`fields @> ARRAY[${parameter(filter.field)}]::text[]`);
  const found = await rows(
    runner,
    z.object({ document: verdict }),
    `SELECT document FROM simulation_results WHERE ${conditions.join(' AND ')}
     ORDER BY cluster, namespace, kind, name LIMIT ${parameter(page.limit)}`,
    parameters,
  );
  return found.map(({ document }) => document);
}

const resultsAtOnce = 500;

/** All verdicts that match, in order of the workloads' keys, from the one after `from` on, read page by page. */
export async function* allResults(
  runner: SqlRunner,
  run: RunReference,
  filter: ResultFilter,
  from?: ResultKey,
): AsyncIterable<Verdict> {
  for (let after = from; ;) {
    const page = await readResults(runner, run, { limit: resultsAtOnce, after, filter });
    yield* page;
    after = page.at(-1)?.workload;
    if (page.length < resultsAtOnce) return;
  }
}

/** The verdict of one workload. Undefined: the run has none of it, or not yet. */
export async function readResult(
  runner: SqlRunner,
  { simulation, run }: RunReference,
  { cluster, namespace, kind, name }: ResultKey,
): Promise<Verdict | undefined> {
  const found = await firstRow(
    runner,
    z.object({ document: verdict }),
    `SELECT document FROM simulation_results
     WHERE simulation_id = $1 AND run = $2 AND cluster = $3 AND namespace = $4 AND kind = $5 AND name = $6`,
    [simulation, run, cluster, namespace, kind, name],
  );
  return found?.document;
}
