import { z } from 'zod';
import { finding, outcome, stage } from './finding.js';
import { podFailure } from './pod-failure.js';
import { remedy } from './remedy.js';

/**
 * What a set of policies means for one workload. `passes`: admitted, and each narrowing is covered by evidence.
 * `stage` is where the worst finding lies; absent for `passes`.
 */
export const verdict = z.object({
  workload: z.object({ cluster: z.string(), namespace: z.string(), kind: z.string(), name: z.string() }),
  verdict: outcome,
  stage: stage.optional(),
  /** The policy that admits the workload's template. */
  policy: z.string().optional(),
  /** The policy changes the pod while admitting it. */
  mutated: z.boolean(),
  brokenToday: z.array(podFailure).optional().meta({
    description:
      'Why pods of it are not created, or containers not started, already today, as Events of the watched cluster told within the last hour, the latest first: that would not be the doing of the policies. Absent: nothing was told.',
  }),
  /** From bad to good, then by stage, field, container, path. */
  findings: z.array(finding),
  remedies: z.array(remedy),
});
export type Verdict = z.infer<typeof verdict>;
