import { compilePolicy, type CompiledPolicy, orderPolicies, type PodSecurityPolicy } from '#libs/psp';

import type { JudgeInput } from './judge-input.js';

/** The policies that exist for a workload, ready for pods, by name. */
export interface EffectivePolicySet {
  readonly policies: readonly CompiledPolicy[];
  /** Names of the policies under test: those of the simulation, not the cluster's. */
  readonly tested: ReadonlySet<string>;
  /** The policies as they were given, by name; `policies` holds them with defaults. */
  readonly sources: ReadonlyMap<string, PodSecurityPolicy>;
}

type Policies = readonly PodSecurityPolicy[];

const NO_POLICIES: Policies = [];
const compiled = new WeakMap<PodSecurityPolicy, CompiledPolicy>();
const sets = new WeakMap<Policies, WeakMap<Policies, EffectivePolicySet>>();

/** Compiles a policy once, however many workloads are judged. */
export function compiledOnce(policy: PodSecurityPolicy): CompiledPolicy {
  let ready = compiled.get(policy);
  if (ready === undefined) compiled.set(policy, (ready = compilePolicy(policy)));
  return ready;
}

/** `only-these` or `cluster-overlay` resolved; kept by identity of the arrays. */
export function effectivePolicySet({ policies, policySet, clusterPolicies }: JudgeInput): EffectivePolicySet {
  const cluster = policySet === 'cluster-overlay' ? (clusterPolicies ?? NO_POLICIES) : NO_POLICIES;
  let byCluster = sets.get(policies);
  if (byCluster === undefined) sets.set(policies, (byCluster = new WeakMap()));
  let set = byCluster.get(cluster);
  if (set === undefined) byCluster.set(cluster, (set = overlay(policies, cluster)));
  return set;
}

/** A policy of the simulation replaces the cluster's of the same name; of two under one name the later one counts. */
function overlay(policies: Policies, cluster: Policies): EffectivePolicySet {
  const sources = new Map<string, PodSecurityPolicy>();
  for (const policy of [...cluster, ...policies]) sources.set(policy.metadata.name ?? '', policy);
  return {
    policies: orderPolicies([...sources.values()].map(compiledOnce)),
    tested: new Set(policies.map((policy) => policy.metadata.name ?? '')),
    sources,
  };
}
