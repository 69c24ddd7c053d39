import { setImmediate } from 'node:timers/promises';
import type { JudgeInput } from '#libs/advisor';
import { podRequester, workloadKey } from '#libs/kubernetes';
import { type ChunkContent, shapesOf, standIn } from './chunk-workloads.js';
import type { JudgedWorkload, RunReference } from './result-store.js';
import type { RunContext } from './run-context.js';
import type { SharedVerdicts } from './shared-verdicts.js';

/** After so long the process gets a chance to do other things: renew locks, answer health checks. In ms. */
const SLICE = 20;
/** How often it is asked whether to go on, in ms. */
const ASK = 200;

/**
 * Judges workloads one after the other. `goOn` is asked several times a second; when it says no the evaluation ends
 * and the answer is undefined. Aborting the signal throws.
 */
export async function evaluateWorkloads(
  verdicts: SharedVerdicts,
  run: RunReference,
  context: RunContext,
  { workloads, profiles, failures }: ChunkContent,
  control: { readonly signal: AbortSignal; readonly goOn: () => Promise<boolean> },
): Promise<readonly JudgedWorkload[] | undefined> {
  const judged: JudgedWorkload[] = [];
  const { thresholds } = context.order;
  let sliceStart = performance.now();
  let asked = sliceStart;
  for (const each of workloads) {
    const { workload, template, source } = each;
    const cluster = await context.clusterState(workload.cluster);
    const profile = profiles.get(workloadKey(workload));
    const broken = failures.get(workloadKey(workload));
    const shapes = shapesOf(each);
    const input: JudgeInput = {
      workload,
      shapes,
      manifest: source.manifest,
      policies: context.policies,
      policySet: context.order.policySet,
      clusterPolicies: cluster.policies,
      authorizer: cluster.authorizer,
      requester: podRequester(workload.kind, shapes[0]?.pod, cluster.podCreators),
      serviceAccounts: cluster.serviceAccounts,
      ...(profile === undefined ? {} : { profile }),
      ...(broken === undefined ? {} : { failures: broken }),
      ...(thresholds === undefined ? {} : { thresholds }),
    };
    judged.push(verdicts.judged(run, input, template, () => ({ ...input, ...standIn(each) })));
    const now = performance.now();
    if (now - sliceStart < SLICE) continue;
    await setImmediate();
    control.signal.throwIfAborted();
    if (now - asked >= ASK) {
      if (!(await control.goOn())) return undefined;
      asked = performance.now();
    }
    sliceStart = performance.now();
  }
  return judged;
}
