import { comparePolicies, consolidatePolicies, type PolicyOrder, tightenPolicy } from '#libs/advisor';

import type { Answer } from './answer.js';
import { InputError, oneOf, type Values } from './arguments.js';
import { inputErrors, notesOf } from './generate.js';
import { readManifests, readPolicies, readProfiles } from './read-input.js';

const ORDER_TEXT: Readonly<Record<PolicyOrder, string>> = {
  narrower: 'allows less than',
  equal: 'allows the same as',
  wider: 'allows more than',
  incomparable: 'allows some things that are refused, and refuses some that are allowed, by',
};

/** `advise -- compare`: the first policy to the second. */
export function compare(values: Values): Answer {
  const policies = readPolicies(values.policies);
  const [first, second] = policies;
  if (first === undefined || second === undefined || policies.length > 2) {
    throw new InputError([`-p must give two policies, gave ${policies.length}`]);
  }
  const comparison = comparePolicies(first, second);
  return {
    result: { first: first.metadata.name ?? '', second: second.metadata.name ?? '', ...comparison },
    notes: [`${first.metadata.name ?? ''} ${ORDER_TEXT[comparison.order]} ${second.metadata.name ?? ''}`],
    exitCode: 0,
  };
}

/** `advise -- tighten`: the excess of one policy, and the tightest that keeps the workloads working. */
export function tighten(values: Values): Answer {
  const policies = readPolicies(values.policies);
  const [policy] = policies;
  if (policy === undefined || policies.length > 1) {
    throw new InputError([`-p must give one policy, gave ${policies.length}`]);
  }
  const manifests = readManifests(values.filename);
  const profiles = readProfiles(values.profiles);
  const result = tightenPolicy({
    policy,
    sources: manifests.shapes,
    ...(profiles.length > 0 && { profiles }),
    ...(manifests.serviceAccounts !== undefined && { serviceAccounts: manifests.serviceAccounts }),
  });
  const refused = result.refused.map(
    ({ workload: { kind, namespace, name } }) =>
      `${kind} ${namespace}/${name} is refused by the policy as it stands, and was left out`,
  );
  const excess = result.excess.map(({ field, basis }) => `allows more than needed (${basis}): ${field}`);
  return {
    result,
    yaml: result.yaml,
    notes: [...notesOf([], manifests), ...refused, ...excess],
    exitCode: 0,
  };
}

/** `advise -- consolidate`: few policies for many workloads. */
export function consolidate(values: Values): Answer {
  const maxPolicies = Number(values.max);
  if (values.max === undefined || !Number.isSafeInteger(maxPolicies) || maxPolicies < 1) {
    throw new InputError([
      `--max must be a whole number of at least 1, was ${JSON.stringify(values.max ?? '')}`,
    ]);
  }
  const manifests = readManifests(values.filename);
  const version = values['kubernetes-version'];
  const result = inputErrors(() =>
    consolidatePolicies({
      sources: manifests.shapes,
      maxPolicies,
      grants: oneOf('grants', values.grants, ['role', 'cluster-role'], 'role'),
      style: oneOf('style', values.style, ['minimal', 'readable'], 'minimal'),
      ...(values.name !== undefined && { namePrefix: values.name }),
      ...(version !== undefined && { kubernetesVersion: version }),
      ...(manifests.serviceAccounts !== undefined && { serviceAccounts: manifests.serviceAccounts }),
    }),
  );
  const notes = [
    ...notesOf(result.unsatisfiable, manifests),
    `excess privilege over all workloads: ${result.excess}`,
    ...result.policies.map(
      ({ name, workloads }) => `${name}: ${workloads.map(({ workload }) => workload.name).join(', ')}`,
    ),
  ];
  return { result, yaml: result.yaml, notes, exitCode: result.policies.length === 0 ? 1 : 0 };
}
