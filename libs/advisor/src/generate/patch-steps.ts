import { applyPatch } from 'rfc6902';

import {
  decodePodTemplate,
  parsePointer,
  type PodShape,
  type ServiceAccountLookup,
  valueAt,
  type WorkloadReference,
} from '#libs/kubernetes';
import {
  changePolicy,
  compilePolicy,
  evaluatePolicy,
  type FeatureGates,
  type PolicyFieldName,
} from '#libs/psp';

import type { JsonPatch } from '../remedy.js';
import { jsonDiff } from '../remedies/json-diff.js';
import { strategicMergePatch } from '../remedies/strategic-merge.js';
import { workloadDocument } from '../remedies/workload-document.js';
import { judge } from '../verdicts/judge.js';
import { judgePods } from '../verdicts/narrow.js';
import type { LeastPolicy } from './least-policy.js';
import type { ProfileLookup } from './observed.js';
import { renderYaml } from './render-yaml.js';
import { prepareSource, type Source } from './source.js';

/** What a workload has to become for the policy to admit it, where the policy is tighter than its manifest. */
export interface WorkloadPatch {
  readonly workload: WorkloadReference;
  /** Against the workload's document. */
  readonly patch: JsonPatch;
  /** Strategic-merge patch, YAML. */
  readonly manifest: string;
}

/** What policies never fill in, so that only a changed workload can do without it. */
const PATCHABLE: ReadonlySet<PolicyFieldName> = new Set([
  'privileged',
  'hostNetwork',
  'hostPID',
  'hostIPC',
  'hostPorts',
  'volumes',
  'allowedHostPaths',
  'allowedFlexVolumes',
  'allowedCSIDrivers',
  'capabilities',
  'sysctls',
]);

export interface PatchContext {
  /** As they were given: what is taken away is judged against these. */
  readonly originals: readonly Source[];
  readonly profileOf: ProfileLookup;
  readonly serviceAccounts: ServiceAccountLookup | undefined;
  readonly featureGates: FeatureGates;
  readonly leastOf: (sources: readonly Source[]) => LeastPolicy;
}

/**
 * Takes permissions away from the workloads themselves, one next stricter value of the policy after the other, as long
 * as every workload concerned has a verified change of which nothing that was observed would be missed. Returns the
 * sources as patched, in the same order.
 */
export function patchSources(context: PatchContext): readonly Source[] {
  let sources = context.originals;
  let least = context.leastOf(sources);
  const refused = new Set<string>();
  for (;;) {
    const taken = nextPatch(sources, least, refused, context);
    if (taken === undefined) return sources;
    sources = taken;
    least = context.leastOf(sources);
  }
}

function nextPatch(
  sources: readonly Source[],
  { policy, fields }: LeastPolicy,
  refused: Set<string>,
  context: PatchContext,
): readonly Source[] | undefined {
  for (const { field, least } of fields) {
    if (!PATCHABLE.has(field.name)) continue;
    for (const { path, value, tighter } of least.elements) {
      for (const { step, change } of tighter) {
        // the same step is not tried again: evidence does not get better by other steps
        const key = JSON.stringify([path.replace(/\[\d+\]$/u, ''), value, step]);
        if (refused.has(key) || change.spec?.requiredDropCapabilities !== undefined) continue;
        const patched = patchedFor(changePolicy(policy, change), sources, context);
        if (patched !== undefined) return patched;
        refused.add(key);
      }
    }
  }
  return undefined;
}

/** The sources fitted to a policy; undefined: not all can be without missing something that is or may be in use. */
function patchedFor(
  policy: LeastPolicy['policy'],
  sources: readonly Source[],
  context: PatchContext,
): readonly Source[] | undefined {
  const compiled = compilePolicy(policy, context.featureGates);
  const patched: Source[] = [];
  for (const [index, source] of sources.entries()) {
    const { valid, mutates } = evaluatePolicy(compiled, source.view.pod);
    const fitted = valid && !mutates ? source : fit(source, policy, context);
    const original = context.originals[index];
    if (fitted === undefined || original === undefined) return undefined;
    const profile = context.profileOf(original.shape);
    const findings = judgePods(original.view.pod, fitted.view.pod, profile === undefined ? {} : { profile });
    if (findings.some(({ outcome }) => outcome !== 'passes')) return undefined;
    patched.push(fitted);
  }
  return patched;
}

function fit({ shape }: Source, policy: LeastPolicy['policy'], context: PatchContext): Source | undefined {
  const profile = context.profileOf(shape);
  const { remedies } = judge({
    workload: shape.workload,
    shapes: [shape],
    policies: [policy],
    ...(profile !== undefined && { profile }),
    ...(context.serviceAccounts !== undefined && { serviceAccounts: context.serviceAccounts }),
  });
  const reduced = remedies.find(({ kind, outcome }) => kind === 'reduce' && outcome === 'passes');
  if (reduced === undefined) return undefined;
  const pod = patchedPod(shape, reduced.patch);
  if (pod === undefined) return undefined;
  const prepared = prepareSource({ ...shape, pod }, context.serviceAccounts);
  return prepared.ok ? prepared.source : undefined;
}

function patchedPod(shape: PodShape, patch: JsonPatch): PodShape['pod'] | undefined {
  const document = workloadDocument(shape, undefined);
  const path = parsePointer(shape.templatePath);
  if (document === undefined || path === undefined) return undefined;
  const copy = structuredClone(document.wrap(document.value(document.template)));
  if (applyPatch(copy, patch).some((error) => error !== null)) return undefined;
  const decoded = decodePodTemplate(valueAt(copy, path));
  if (!decoded.ok) return undefined;
  const { annotations } = decoded.value.metadata;
  const { annotations: _, ...metadata } = shape.pod.metadata;
  return {
    ...shape.pod,
    metadata: { ...metadata, ...(annotations !== undefined && { annotations }) },
    spec: decoded.value.spec,
  };
}

/** The patches that lead from the original sources to the patched ones; none for those that are unchanged. */
export function workloadPatches(originals: readonly Source[], patched: readonly Source[]): WorkloadPatch[] {
  return originals.flatMap(({ shape }, index): WorkloadPatch[] => {
    const after = patched[index]?.shape;
    if (after === undefined || after === shape) return [];
    const [from, to] = [workloadDocument(shape, undefined), workloadDocument(after, undefined)];
    if (from === undefined || to === undefined) return [];
    const [before, now] = [from.value(from.template), to.value(to.template)];
    const merge = strategicMergePatch(before, now);
    return [
      {
        workload: shape.workload,
        patch: jsonDiff(before, now, from.templatePath),
        manifest: renderYaml(from.wrap(merge ?? {})),
      },
    ];
  });
}
