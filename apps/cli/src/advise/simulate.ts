import { judge, type Verdict, worst } from '#libs/advisor';
import { type PodShape, workloadKey } from '#libs/kubernetes';
import type { RuntimeProfile } from '#libs/profiles';

import type { Answer } from './answer.js';
import { oneOf, type Values } from './arguments.js';
import { notesOf } from './generate.js';
import { checkNames, readManifests, readPolicies, readProfiles } from './read-input.js';

/** `advise -- simulate`: what the policies would break. Exit code 1 if anything is at risk or breaks. */
export function simulate(values: Values): Answer {
  const policies = readPolicies(values.policies);
  checkNames(policies);
  const manifests = readManifests(values.filename);
  const profiles = readProfiles(values.profiles);
  const clusterPolicies = values['cluster-policies'];
  const cluster = clusterPolicies === undefined ? [] : readPolicies(clusterPolicies, '--cluster-policies');
  const fallback = clusterPolicies === undefined ? 'only-these' : 'cluster-overlay';
  const policySet = oneOf('policy-set', values['policy-set'], ['only-these', 'cluster-overlay'], fallback);

  const byWorkload = new Map<string, PodShape[]>();
  for (const shape of manifests.shapes) {
    const key = workloadKey(shape.workload);
    byWorkload.set(key, [...(byWorkload.get(key) ?? []), shape]);
  }
  const workloads = [...byWorkload].flatMap(([key, shapes]): Verdict[] => {
    const [first] = shapes;
    if (first === undefined) return [];
    const profile = profileOf(first, profiles);
    return [
      judge({
        workload: first.workload,
        shapes,
        manifest: manifests.documents.get(key),
        policies,
        policySet,
        clusterPolicies: cluster,
        ...(values.rbac === true && { authorizer: manifests.authorizer }),
        ...(manifests.serviceAccounts !== undefined && { serviceAccounts: manifests.serviceAccounts }),
        ...(profile !== undefined && { profile }),
        remedies: values['no-remedies'] !== true,
      }),
    ];
  });
  const verdict = worst(workloads.map((each) => each.verdict));
  const counts = { passes: 0, 'at-risk': 0, breaks: 0 };
  for (const each of workloads) counts[each.verdict] += 1;
  return {
    result: { verdict, counts, workloads },
    notes: notesOf([], manifests),
    exitCode: verdict === 'passes' ? 0 : 1,
  };
}

/** Manifests name no cluster: the profile of the workload's name and namespace, whatever its cluster. */
function profileOf({ workload }: PodShape, profiles: readonly RuntimeProfile[]): RuntimeProfile | undefined {
  const key = workloadKey(workload);
  return profiles.find((profile) => workloadKey({ ...profile.workload, cluster: '' }) === key);
}
