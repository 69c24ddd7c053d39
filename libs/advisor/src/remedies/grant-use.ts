import { worst } from '../finding.js';
import { grantsFor } from '../generate/grants.js';
import { validName } from '../generate/names.js';
import { renderYaml } from '../generate/render-yaml.js';
import { jsonPatch, type Remedy } from '../remedy.js';
import { admitPod, type Admission } from '../verdicts/admission.js';
import type { JudgeInput } from '../verdicts/judge-input.js';
import type { JudgedShape } from '../verdicts/judged-shape.js';
import { judgePods } from '../verdicts/narrow.js';
import { orderFindings, worstStage } from '../verdicts/order-findings.js';
import type { EffectivePolicySet } from '../verdicts/policy-set.js';

/**
 * Where the workload may use no policy that would fit as it is: the Role and RoleBinding that let its service account
 * use the best of those that would. The policy set is broadened by a grant, no policy changes. Undefined: some policy
 * may be used, or none would fit.
 */
export function grantUse(
  { pod, answer }: JudgedShape,
  set: EffectivePolicySet,
  admission: Admission,
  input: JudgeInput,
): Remedy | undefined {
  if (
    answer.allowed ||
    answer.perPolicy.some(({ authorized, providerError }) => authorized && providerError === undefined)
  ) {
    return undefined;
  }
  const fitting = answer.perPolicy.filter(({ valid }) => valid);
  const policy = fitting.find(({ mutates }) => !mutates) ?? fitting[0];
  if (policy === undefined) return undefined;
  const granted: Admission = { ...admission, mayUse: (name) => name === policy.name };
  const verified = admitPod(granted, set.policies, pod);
  if (!verified.allowed || verified.pod === undefined) return undefined;
  const findings = orderFindings(judgePods(pod, verified.pod, input));
  const stage = worstStage(findings);
  const account = pod.spec.serviceAccountName ?? 'default';
  const user = { namespace: admission.namespace, serviceAccount: account };
  // Named after the account too: a binding of that name for another account of the namespace must not be replaced.
  const objects = grantsFor(policy.name, [user], 'role').map((object) =>
    object.kind === 'RoleBinding'
      ? { ...object, metadata: { ...object.metadata, name: validName(`${object.metadata.name}.${account}`) } }
      : object,
  );
  const binding = objects.find(({ kind }) => kind === 'RoleBinding');
  if (binding === undefined) return undefined;
  return {
    kind: 'broaden',
    target: {
      apiVersion: binding.apiVersion,
      kind: binding.kind,
      namespace: admission.namespace,
      name: binding.metadata.name,
    },
    summary: `Let service account ${account} use policy ${policy.name}, which admits the workload ${policy.mutates ? 'and fills in its defaults' : 'unchanged'}.`,
    patch: jsonPatch.parse([{ op: 'add', path: '', value: binding }]),
    manifest: renderYaml(...objects),
    outcome: worst(findings.map(({ outcome }) => outcome)),
    ...(stage !== undefined && { stage }),
    findings,
  };
}
