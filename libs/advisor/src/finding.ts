import { z } from 'zod';
import { profileItem } from '#libs/profiles';

/** When something would break: at admission, when the kubelet starts the container, or while it runs. */
export const stage = z.enum(['admission', 'start', 'runtime']);
export type Stage = z.infer<typeof stage>;

/** Of a finding and of a workload, from good to bad. */
export const outcome = z.enum(['passes', 'at-risk', 'breaks']);
export type Outcome = z.infer<typeof outcome>;

/** The worst of several outcomes; `passes` for none. */
export function worst(outcomes: Iterable<Outcome>): Outcome {
  let result: Outcome = 'passes';
  for (const each of outcomes) {
    if (each === 'breaks') return 'breaks';
    if (each === 'at-risk') result = 'at-risk';
  }
  return result;
}

export const evidenceLevel = z.enum(['none', 'weak', 'moderate', 'strong']);
export type EvidenceLevel = z.infer<typeof evidenceLevel>;

/** Why evidence is worth less than the number of starts and days alone would make it. */
export const evidenceLimit = z.enum([
  'starts-on-few-days',
  'shutdown-not-observed',
  'watched-in-part',
  'new-version',
]);
export type EvidenceLimit = z.infer<typeof evidenceLimit>;

/** What a finding's conclusion rests on (docs/concepts.md, "Evidence"). */
export const evidence = z.object({
  level: evidenceLevel,
  podsObserved: z.int().min(0),
  startsObserved: z.int().min(0),
  /** Of `startsObserved`, those of earlier versions (template hash, image digest). Absent: none. */
  inheritedStarts: z.int().min(1).optional(),
  daysObserved: z.int().min(0),
  from: z.string().optional(),
  to: z.string().optional(),
  /** Lost observations over lost and received ones, 0 to 1. */
  lossRatio: z.number().min(0).max(1),
  /** Good–Turing: how likely the next pod start is to show something new of this rule's items; its 95 % upper bound. */
  unseen: z.number().min(0).max(1),
  /** How many new items the next pod start is expected to show: a mean, not a probability. */
  expectedNew: z.number().min(0),
  /** What lowered the level. Absent: nothing did. */
  limits: z.array(evidenceLimit).optional(),
  /** The observations that the finding rests on, the most telling first, at most twenty. */
  observations: z.array(profileItem),
});
export type Evidence = z.infer<typeof evidence>;

/** Stands for a policy field where there is no policy, none that is usable, or none that the workload may use. */
export const NO_POLICY = 'authorization';

/** One field-level conclusion. `reason` is a stable code for machines, `detail` is for people. */
export const finding = z.object({
  outcome,
  stage,
  /** The policy field as PodSecurityPolicy spells it, or `NO_POLICY`. */
  field: z.string(),
  /** Kebab-case and stable, such as `capability-in-use`, `no-evidence`, `not-allowed-by-policy`. */
  reason: z.string().regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/),
  detail: z.string(),
  /** The policy that says so; absent where it is about all of them. */
  policy: z.string().optional(),
  container: z.string().optional(),
  /** Where in the pod, in Kubernetes' spelling: `spec.containers[0].securityContext.privileged`. */
  path: z.string().optional(),
  /** Absent where the conclusion needs no runtime evidence (an admission answer). */
  evidence: evidence.optional(),
  /** Of a permission that a policy refuses: whether the workload was seen to use it. */
  usage: z.enum(['in-use', 'not-in-use', 'unknown']).optional(),
  /** `live`: only pods that differ from the template (injected containers) are concerned. Absent: the template is. */
  shape: z.literal('live').optional(),
});
export type Finding = z.infer<typeof finding>;
