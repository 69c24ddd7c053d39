import { NO_POLICY, outcome, stage } from '#libs/advisor';
import { compareText } from '#libs/events';
import { rows, type SqlRunner } from '#libs/persistence';
import { z } from 'zod';
import type { JudgedWorkload, RunReference } from './result-store.js';
import type { Summary } from './simulation.js';

/**
 * Counts verdicts by outcome, by stage, and by the policy fields that they complain of; those without a policy, and those
 * broken today, apart.
 */
export function summarise(
  verdicts: readonly Pick<JudgedWorkload, 'verdict' | 'stage' | 'fields' | 'brokenUntil'>[],
): Summary {
  const summary = emptySummary();
  for (const { verdict: outcome, stage, fields, brokenUntil } of verdicts) {
    summary.workloads += 1;
    summary.verdicts[outcome] += 1;
    if (stage !== undefined) summary.stages[stage] += 1;
    if (brokenUntil !== undefined) summary.brokenToday += 1;
    for (const field of fields) countField(summary, field, 1);
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
    sum.withoutPolicy += each.withoutPolicy;
    sum.brokenToday += each.brokenToday;
    for (const [field, count] of Object.entries(each.fields)) countField(sum, field, count);
  }
  return sorted(sum);
}

/** A summary of before workloads without a policy were counted apart. */
export function countedApart({ withoutManifest, ...counted }: Summary): Summary {
  return { ...addSummaries([counted]), ...(withoutManifest !== undefined && { withoutManifest }) };
}

function countField(summary: Summary, field: string, workloads: number): void {
  if (field === NO_POLICY) summary.withoutPolicy += workloads;
  else summary.fields[field] = (summary.fields[field] ?? 0) + workloads;
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
    withoutPolicy: 0,
    brokenToday: 0,
    fields: {},
  };
}

const countRow = z.object({
  of: z.enum(['verdict', 'stage', 'field', 'broken']),
  what: z.string(),
  number: z.int(),
});

/** Counts the results of a run as they are stored. */
export async function summariseResults(
  runner: SqlRunner,
  { simulation, run }: RunReference,
): Promise<Summary> {
  const counts = await rows(
    runner,
    countRow,
    `WITH results AS (SELECT verdict, stage, fields, broken_until FROM simulation_results WHERE simulation_id = $1 AND run = $2)
     SELECT 'verdict' AS of, verdict AS what, count(*)::int AS number FROM results GROUP BY verdict
     UNION ALL SELECT 'stage', stage, count(*)::int FROM results WHERE stage IS NOT NULL GROUP BY stage
     UNION ALL SELECT 'broken', '', count(broken_until)::int FROM results
     UNION ALL SELECT 'field', field, count(*)::int FROM results, unnest(fields) AS field GROUP BY field`,
    [simulation, run],
  );
  const counted = emptySummary();
  for (const { of, what, number } of counts) {
    if (of === 'field') countField(counted, what, number);
    else if (of === 'broken') counted.brokenToday = number;
    else if (of === 'stage') counted.stages[stage.parse(what)] = number;
    else {
      counted.verdicts[outcome.parse(what)] = number;
      counted.workloads += number;
    }
  }
  return sorted(counted);
}
