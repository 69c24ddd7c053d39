import {
  DEFAULT_SERVICE_ACCOUNT_NAME,
  type PodShape,
  workloadKey,
  type WorkloadReference,
} from '#libs/kubernetes';
import { bytewise, type PodSecurityPolicy } from '#libs/psp';

import {
  type GeneratedPolicy,
  type GenerateInput,
  generatePolicy,
  type UnsatisfiableSource,
} from './generate-policy.js';
import { type GrantObject, grantsFor, type GrantStyle, type PolicyUser } from './grants.js';
import { type PolicyScope, scopedPolicyName, validName } from './names.js';
import { renderYaml } from './render-yaml.js';
import { type Rollout, rolloutOf } from './rollout.js';

/** What gets a policy of its own. */
export type BundlePer = PolicyScope['per'];

export interface BundleInput extends Omit<GenerateInput, 'name'> {
  /** `workload` if absent. */
  readonly per?: BundlePer;
  /** `role` if absent. */
  readonly grants?: GrantStyle;
  /** Before each policy's name, with a dot: tells bundles apart. */
  readonly namePrefix?: string;
}

export interface BundledPolicy {
  readonly name: string;
  readonly workloads: readonly WorkloadReference[];
  readonly users: readonly PolicyUser[];
  readonly generated: GeneratedPolicy;
  readonly grants: readonly GrantObject[];
}

/**
 * A service account that may use several policies of the bundle: its pods come in under whichever admits them, so that
 * for each of its workloads the other policies count as well.
 */
export interface SharedServiceAccount extends PolicyUser {
  readonly policies: readonly string[];
}

export interface Bundle {
  /** By name. */
  readonly policies: readonly BundledPolicy[];
  readonly unsatisfiable: readonly UnsatisfiableSource[];
  readonly sharedServiceAccounts: readonly SharedServiceAccount[];
  /** Workloads of which not every pod is admitted by a policy of the bundle. */
  readonly withoutPolicy: readonly WorkloadReference[];
  readonly rollout: Rollout;
  /** Policies, then grants. */
  readonly yaml: string;
}

/**
 * A policy for each workload, service account or namespace, and the grants that let the right service accounts use it.
 * Sources are of one cluster: policies have no namespace. Throws a RangeError as `generatePolicy` does, and if the
 * sources are of several clusters.
 */
export function generateBundle(input: BundleInput): Bundle {
  const { sources, per = 'workload', grants: grantStyle = 'role', namePrefix, ...options } = input;
  const clusters = new Set(sources.map(({ workload }) => workload.cluster));
  if (clusters.size > 1) {
    throw new RangeError(
      `sources must be of one cluster, were of ${[...clusters].sort(bytewise).join(', ')}`,
    );
  }
  const policies: BundledPolicy[] = [];
  const unsatisfiable: UnsatisfiableSource[] = [];
  for (const [scopeName, group] of groupSources(sources, per)) {
    const name = namePrefix === undefined ? scopeName : validName(`${namePrefix}.${scopeName}`);
    const generated = generatePolicy({ ...options, sources: group, name });
    unsatisfiable.push(...generated.unsatisfiable);
    if (generated.policy === undefined) continue;
    const users = usersOf(group);
    const grants = grantsFor(name, users, grantStyle);
    policies.push({ name, workloads: workloadsOf(group), users, generated, grants });
  }
  policies.sort((a, b) => bytewise(a.name, b.name));

  const served = new Set(policies.flatMap(({ workloads }) => workloads.map(workloadKey)));
  const refused = new Set(
    unsatisfiable.filter(({ stage }) => stage === 'admission').map(({ workload }) => workloadKey(workload)),
  );
  const withoutPolicy = workloadsOf(sources).filter(
    (workload) => !served.has(workloadKey(workload)) || refused.has(workloadKey(workload)),
  );
  const objects: readonly PodSecurityPolicy[] = policies.map(({ generated }) => generated.policy);
  const grants = policies.flatMap((each) => each.grants);
  return {
    policies,
    unsatisfiable,
    sharedServiceAccounts: sharedAccounts(policies),
    withoutPolicy,
    rollout: rolloutOf({ policies: objects, grants, without: withoutPolicy }),
    yaml: renderYaml(...objects, ...grants),
  };
}

/** The service account that a pod runs under. */
export function serviceAccountOf({ pod }: PodShape): string {
  return pod.spec.serviceAccountName || pod.spec.serviceAccount || DEFAULT_SERVICE_ACCOUNT_NAME;
}

/** Sources by the name of the policy that is to be theirs, in order of first appearance. */
export function groupSources(sources: readonly PodShape[], per: BundlePer): Map<string, PodShape[]> {
  const groups = new Map<string, PodShape[]>();
  for (const source of sources) {
    const name = scopedPolicyName(scopeOf(source, per));
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [source]);
    else group.push(source);
  }
  return groups;
}

function scopeOf(source: PodShape, per: BundlePer): PolicyScope {
  const { workload } = source;
  switch (per) {
    case 'workload':
      return { per, workload };
    case 'service-account':
      return { per, namespace: workload.namespace, name: serviceAccountOf(source) };
    case 'namespace':
      return { per, namespace: workload.namespace };
  }
}

export function usersOf(sources: readonly PodShape[]): PolicyUser[] {
  const users = new Map<string, PolicyUser>();
  for (const source of sources) {
    const user = { namespace: source.workload.namespace, serviceAccount: serviceAccountOf(source) };
    users.set(`${user.namespace}/${user.serviceAccount}`, user);
  }
  return [...users].sort(([a], [b]) => bytewise(a, b)).map(([, user]) => user);
}

export function workloadsOf(sources: readonly PodShape[]): WorkloadReference[] {
  const workloads = new Map(sources.map(({ workload }) => [workloadKey(workload), workload]));
  return [...workloads].sort(([a], [b]) => bytewise(a, b)).map(([, workload]) => workload);
}

function sharedAccounts(policies: readonly BundledPolicy[]): SharedServiceAccount[] {
  const accounts = new Map<string, PolicyUser & { readonly policies: string[] }>();
  for (const { name, users } of policies) {
    for (const user of users) {
      const key = `${user.namespace}/${user.serviceAccount}`;
      const known = accounts.get(key);
      if (known === undefined) accounts.set(key, { ...user, policies: [name] });
      else known.policies.push(name);
    }
  }
  return [...accounts]
    .filter(([, account]) => account.policies.length > 1)
    .sort(([a], [b]) => bytewise(a, b))
    .map(([, account]) => account);
}
