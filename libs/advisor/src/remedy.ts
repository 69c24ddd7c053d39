import { z } from 'zod';
import { finding, outcome, stage } from './finding.js';

/** RFC 6902. */
export const jsonPatch = z.array(
  z.discriminatedUnion('op', [
    z.object({ op: z.literal('add'), path: z.string(), value: z.json() }),
    z.object({ op: z.literal('remove'), path: z.string() }),
    z.object({ op: z.literal('replace'), path: z.string(), value: z.json() }),
    z.object({ op: z.literal('move'), from: z.string(), path: z.string() }),
    z.object({ op: z.literal('copy'), from: z.string(), path: z.string() }),
    z.object({ op: z.literal('test'), path: z.string(), value: z.json() }),
  ]),
);
export type JsonPatch = z.infer<typeof jsonPatch>;

/**
 * One of the two ways out. `broaden`: the least change of the policy that admits the workload. `reduce`: the least
 * change of the workload that fits the policy. `outcome`, `stage` and `findings` are what admission and the narrowing
 * rules said of the changed policy or workload: a remedy without that answer does not exist.
 */
export const remedy = z.object({
  kind: z.enum(['broaden', 'reduce']),
  target: z.object({
    apiVersion: z.string(),
    kind: z.string(),
    namespace: z.string().optional(),
    name: z.string(),
  }),
  /** What it does, in one sentence. */
  summary: z.string(),
  /** Against the policy, or the workload's manifest. */
  patch: jsonPatch,
  /** `broaden`: the whole policy; `reduce`: a strategic-merge patch for the workload. YAML. */
  manifest: z.string(),
  outcome,
  stage: stage.optional(),
  findings: z.array(finding),
});
export type Remedy = z.infer<typeof remedy>;
