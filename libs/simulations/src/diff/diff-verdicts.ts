import {
  finding,
  type Finding,
  outcome,
  type Outcome,
  podFailure,
  type PodFailure,
  stage,
  verdict,
  type Verdict,
} from '#libs/advisor';
import { z } from 'zod';

const standing = z.object({ verdict: outcome, stage: stage.optional(), policy: z.string().optional() });

/** How a workload fares in one simulation compared with another. */
export const verdictChange = z
  .object({
    workload: verdict.shape.workload,
    change: z.enum(['added', 'removed', 'worse', 'better', 'changed']).meta({
      description:
        'added, removed: it is in one of the simulations only. changed: the verdict is the same, for other reasons, or what fails today already is not.',
    }),
    before: standing.optional(),
    after: standing.optional(),
    /** Findings other than `passes` that are in the later one only, and in the earlier one only. */
    appeared: z.array(finding),
    resolved: z.array(finding),
    failuresBegan: z.array(podFailure).optional().meta({
      description: 'What fails today already according to the later one only. Absent: nothing.',
    }),
    failuresEnded: z.array(podFailure).optional().meta({
      description: 'What failed according to the earlier one only. Absent: nothing.',
    }),
  })
  .meta({ id: 'VerdictChange' });
export type VerdictChange = z.infer<typeof verdictChange>;

const badness: Readonly<Record<Outcome, number>> = { passes: 0, 'at-risk': 1, breaks: 2 };

/**
 * What changed for one workload; undefined: nothing that counts. Evidence that has grown is no change as long as what is
 * concluded from it is the same. One of the two must be there.
 */
export function diffVerdicts(
  before: Verdict | undefined,
  after: Verdict | undefined,
): VerdictChange | undefined {
  const workload = (after ?? before)?.workload;
  if (workload === undefined) return undefined;
  const appeared = without(concernsOf(after), concernsOf(before));
  const resolved = without(concernsOf(before), concernsOf(after));
  const began = failuresWithout(after, before);
  const ended = failuresWithout(before, after);
  const change = kindOfChange(
    before,
    after,
    [appeared, resolved, began, ended].some(({ length }) => length > 0),
  );
  if (change === undefined) return undefined;
  return {
    workload,
    change,
    ...(before === undefined ? {} : { before: standingOf(before) }),
    ...(after === undefined ? {} : { after: standingOf(after) }),
    appeared,
    resolved,
    ...(began.length > 0 && { failuresBegan: began }),
    ...(ended.length > 0 && { failuresEnded: ended }),
  };
}

function kindOfChange(
  before: Verdict | undefined,
  after: Verdict | undefined,
  otherwise: boolean,
): VerdictChange['change'] | undefined {
  if (before === undefined) return 'added';
  if (after === undefined) return 'removed';
  const difference = badness[after.verdict] - badness[before.verdict];
  if (difference !== 0) return difference > 0 ? 'worse' : 'better';
  const same = before.stage === after.stage && before.policy === after.policy && !otherwise;
  return same ? undefined : 'changed';
}

function standingOf({ verdict: outcome_, stage: stage_, policy }: Verdict): z.infer<typeof standing> {
  return {
    verdict: outcome_,
    ...(stage_ === undefined ? {} : { stage: stage_ }),
    ...(policy === undefined ? {} : { policy }),
  };
}

function concernsOf(of: Verdict | undefined): readonly Finding[] {
  return of?.findings.filter((each) => each.outcome !== 'passes') ?? [];
}

function without(findings: readonly Finding[], others: readonly Finding[]): Finding[] {
  const known = new Set(others.map(identityOf));
  return findings.filter((each) => !known.has(identityOf(each)));
}

/** What makes two findings the same conclusion; words and numbers of its evidence may differ. */
function identityOf({
  outcome: result,
  stage: at,
  field,
  reason,
  policy,
  container,
  path,
  shape,
}: Finding): string {
  return JSON.stringify([result, at, field, reason, policy, container, path, shape]);
}

/** The failures of today of one that the other doesn't tell of. */
function failuresWithout(one: Verdict | undefined, other: Verdict | undefined): PodFailure[] {
  const known = new Set(other?.brokenToday?.map(kindOfFailure));
  return one?.brokenToday?.filter((each) => !known.has(kindOfFailure(each))) ?? [];
}

/** What makes two failures the same: pods come and go, and their controllers with each rollout. */
function kindOfFailure({ stage: at, reason, container }: PodFailure): string {
  return JSON.stringify([at, reason, container]);
}
