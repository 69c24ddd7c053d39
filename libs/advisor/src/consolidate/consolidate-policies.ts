import { type PodShape, workloadKey, type WorkloadReference } from '#libs/kubernetes';
import { bytewise, compilePolicy, evaluatePolicy, type PodSecurityPolicy } from '#libs/psp';

import { usersOf } from '../generate/generate-bundle.js';
import {
  type GeneratedPolicy,
  type GenerateInput,
  generateBarePolicy,
  generatePolicy,
  type UnsatisfiableSource,
} from '../generate/generate-policy.js';
import { type GrantObject, grantsFor, type GrantStyle, type PolicyUser } from '../generate/grants.js';
import { validName } from '../generate/names.js';
import { renderYaml } from '../generate/render-yaml.js';
import { type Rollout, rolloutOf } from '../generate/rollout.js';
import { prepareSource } from '../generate/source.js';
import { clusterPrivileges, type Member } from './cluster-privileges.js';
import { privilegesOf, type Privileges, weightOf } from './privileges.js';

export interface ConsolidateInput extends Pick<
  GenerateInput,
  'sources' | 'style' | 'kubernetesVersion' | 'serviceAccounts' | 'featureGates'
> {
  /** At least 1. Fewer come out if fewer are needed. */
  readonly maxPolicies: number;
  /** Of the policies' names; `consolidated` if absent. */
  readonly namePrefix?: string;
  readonly grants?: GrantStyle;
}

/** What a workload gets beyond what it needs: the names of the permissions, and what they count. */
export interface AssignedWorkload {
  readonly workload: WorkloadReference;
  readonly excess: number;
  readonly excessPrivileges: readonly string[];
}

export interface ConsolidatedPolicy {
  readonly name: string;
  readonly generated: GeneratedPolicy;
  /** The workloads for which this is the least of the policies that fit. */
  readonly workloads: readonly AssignedWorkload[];
  readonly users: readonly PolicyUser[];
  readonly grants: readonly GrantObject[];
}

export interface Consolidation {
  /** By what they allow, least first: of several that a pod may use, the first by name that fits is taken. */
  readonly policies: readonly ConsolidatedPolicy[];
  /**
   * The measure that was made small: over all workloads, the weights of the permissions of their policy beyond those of
   * their own least policy (docs/generation.md lists the weights).
   */
  readonly excess: number;
  readonly unsatisfiable: readonly UnsatisfiableSource[];
  readonly rollout: Rollout;
  readonly yaml: string;
}

interface Workload {
  readonly reference: WorkloadReference;
  readonly shapes: readonly PodShape[];
  readonly least: PodSecurityPolicy;
}

/**
 * At most so many policies for a scope, with as little excess privilege as a heuristic finds, each verified to be the
 * least policy of its workloads. Throws a RangeError for `maxPolicies` below 1 or no sources.
 */
export function consolidatePolicies(input: ConsolidateInput): Consolidation {
  const { sources, maxPolicies, namePrefix = 'consolidated', grants: style = 'role', ...options } = input;
  if (!Number.isSafeInteger(maxPolicies) || maxPolicies < 1) {
    throw new RangeError(`maxPolicies must be a whole number of at least 1, was ${maxPolicies}`);
  }
  if (sources.length === 0) throw new RangeError('sources must hold at least one pod');
  const unsatisfiable: UnsatisfiableSource[] = [];
  const workloads: Workload[] = [];
  for (const shapes of byWorkload(sources)) {
    const result = generateBarePolicy({ ...options, sources: shapes, name: 'least' });
    unsatisfiable.push(...result.unsatisfiable);
    const [first] = shapes;
    // what never starts needs no policy, and must not widen that of others
    if (result.policy === undefined || first === undefined) continue;
    if (result.unsatisfiable.length === shapes.length) continue;
    const refused = new Set(result.unsatisfiable.map(({ templatePath }) => templatePath));
    const served =
      shapes.length === 1 ? shapes : shapes.filter(({ templatePath }) => !refused.has(templatePath));
    workloads.push({ reference: first.workload, shapes: served, least: result.policy });
  }
  const drops = new Set(workloads.flatMap(({ least }) => least.spec.requiredDropCapabilities ?? []));
  const kinds = sameLeast(workloads, drops);
  const clusters = clusterPrivileges(kinds, maxPolicies);
  const assigned = settle(
    clusters.map((cluster) => cluster.flatMap((index) => kinds[index]?.members ?? [])),
    workloads,
    drops,
    input,
  );
  const digits = String(assigned.length).length;
  const policies = assigned.map((members, index): ConsolidatedPolicy => {
    const name = validName(`${namePrefix}-${String(index + 1).padStart(digits, '0')}`);
    const shapes = members.flatMap((member) => member.shapes);
    const result = generatePolicy({ ...options, sources: shapes, name });
    if (result.policy === undefined)
      throw new Error(`the policy ${name} of servable workloads can't be generated`);
    const privileges = privilegesOf(result.policy, drops);
    const users = usersOf(shapes);
    return {
      name,
      generated: result,
      workloads: members.map((member) => excessOf(member, privileges, drops)),
      users,
      grants: grantsFor(name, users, style),
    };
  });
  const objects = policies.map((each) => each.generated.policy);
  const grants = policies.flatMap((each) => each.grants);
  return {
    policies,
    excess: policies.flatMap((each) => each.workloads).reduce((sum, { excess }) => sum + excess, 0),
    unsatisfiable,
    rollout: rolloutOf({
      policies: objects,
      grants,
      without: unsatisfiable.filter(({ stage }) => stage === 'admission').map(({ workload }) => workload),
    }),
    yaml: renderYaml(...objects, ...grants),
  };
}

/** Workloads sorted by key, so that the order of the sources makes no difference. */
function byWorkload(sources: readonly PodShape[]): PodShape[][] {
  const groups = new Map<string, PodShape[]>();
  for (const source of sources) {
    const key = workloadKey(source.workload);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [source]);
    else group.push(source);
  }
  return [...groups].sort(([a], [b]) => bytewise(a, b)).map(([, group]) => group);
}

interface Kind extends Member {
  readonly members: readonly Workload[];
}

/** Workloads that need just the same, put together. */
function sameLeast(workloads: readonly Workload[], drops: ReadonlySet<string>): Kind[] {
  const kinds = new Map<string, Workload[]>();
  for (const workload of workloads) {
    const key = JSON.stringify([workload.least.spec, workload.least.metadata.annotations]);
    const kind = kinds.get(key);
    if (kind === undefined) kinds.set(key, [workload]);
    else kind.push(workload);
  }
  return [...kinds.values()].flatMap((members): Kind[] => {
    const [first] = members;
    if (first === undefined) return [];
    return [{ members, privileges: privilegesOf(first.least, drops), workloads: members.length }];
  });
}

/** Workloads change over to a lesser policy that fits, and leave behind one that can be narrower, until none does. */
const MAX_ROUNDS = 10;

function settle(
  groups: Workload[][],
  workloads: readonly Workload[],
  drops: ReadonlySet<string>,
  input: ConsolidateInput,
): Workload[][] {
  let settled = groups;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const policies = settled
      .map((members) => members.flatMap(({ shapes }) => shapes))
      .flatMap((sources) => generateBarePolicy({ ...input, sources, name: 'group' }).policy ?? [])
      .map((policy) => ({ policy, weight: weightOf(privilegesOf(policy, drops)) }))
      .sort((a, b) => a.weight - b.weight || bytewise(JSON.stringify(a.policy), JSON.stringify(b.policy)))
      .map(({ policy }) => policy);
    const next = assign(workloads, policies, input);
    if (JSON.stringify(next.map(keys)) === JSON.stringify(settled.map(keys))) break;
    settled = next;
  }
  return settled;
}

function keys(members: readonly Workload[]): string[] {
  return members.map(({ reference }) => workloadKey(reference));
}

/** The workloads by the first of the policies that admits all their pods as they are; policies without any fall out. */
function assign(
  workloads: readonly Workload[],
  policies: readonly PodSecurityPolicy[],
  { serviceAccounts, featureGates = {} }: ConsolidateInput,
): Workload[][] {
  const compiled = policies.map((policy) => compilePolicy(policy, featureGates));
  const assigned = policies.map((): Workload[] => []);
  for (const workload of workloads) {
    const pods = workload.shapes.flatMap((shape) => {
      const prepared = prepareSource(shape, serviceAccounts);
      return prepared.ok ? [prepared.source.view.pod] : [];
    });
    const fit = compiled.findIndex((policy) =>
      pods.every((pod) => {
        const { valid, mutates } = evaluatePolicy(policy, pod);
        return valid && !mutates;
      }),
    );
    assigned[fit]?.push(workload);
  }
  return assigned.filter((members) => members.length > 0);
}

function excessOf(
  { reference, least }: Workload,
  privileges: Privileges,
  drops: ReadonlySet<string>,
): AssignedWorkload {
  const own = privilegesOf(least, drops);
  const beyond = [...privileges].filter(([name]) => !own.has(name));
  return {
    workload: reference,
    excess: beyond.reduce((sum, [, weight]) => sum + weight, 0),
    excessPrivileges: beyond.map(([name]) => name).sort(bytewise),
  };
}
