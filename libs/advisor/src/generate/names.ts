import { isDNS1123Label, isDNS1123Subdomain, type WorkloadReference } from '#libs/kubernetes';

const MAX_LENGTH = 253;
const MAX_LABEL = 63;

/** What a policy is for. */
export type PolicyScope =
  | { readonly per: 'workload'; readonly workload: WorkloadReference }
  | { readonly per: 'service-account'; readonly namespace: string; readonly name: string }
  | { readonly per: 'namespace'; readonly namespace: string };

/**
 * The name of the policy for a scope: `namespace.kind.name`, `namespace.serviceaccount.name`, `namespace`. Namespaces
 * and kinds hold no dots, so that different scopes have different names (`a-b` + `c` is not `a` + `b-c`). A name that
 * Kubernetes would not accept (an upper-case letter, a colon, more than 253 characters) is made acceptable and gets a
 * digest of the original, so that it stays apart from others.
 */
export function scopedPolicyName(scope: PolicyScope): string {
  switch (scope.per) {
    case 'workload': {
      const { namespace, kind, name } = scope.workload;
      return validName([namespace, kind.toLowerCase(), name].join('.'));
    }
    case 'service-account':
      return validName([scope.namespace, 'serviceaccount', scope.name].join('.'));
    case 'namespace':
      return validName(scope.namespace);
  }
}

/**
 * A cluster's part of the names of policies that are kept together with those of other clusters: its name if that holds no
 * dots, as a DNS label, else the nearest label with a digest of the name.
 */
export function clusterPrefix(cluster: string): string {
  if (isDNS1123Label(cluster).length === 0) return cluster;
  return withDigest(cluster, cluster.toLowerCase().replaceAll(/[^a-z0-9]+/gu, '-'), MAX_LABEL);
}

/** A name for the policy of several workloads: of their only workload, else their namespace, else `generated`. */
export function policyNameOf(workloads: readonly WorkloadReference[]): string {
  const [first] = workloads;
  if (first === undefined) return 'generated';
  const { namespace, kind, name } = first;
  if (workloads.some((each) => each.namespace !== namespace)) return 'generated';
  if (workloads.some((each) => each.kind !== kind || each.name !== name)) {
    return scopedPolicyName({ per: 'namespace', namespace });
  }
  return scopedPolicyName({ per: 'workload', workload: first });
}

/** The name itself if Kubernetes accepts it, else the nearest acceptable one with a digest of the original. */
export function validName(name: string): string {
  if (isDNS1123Subdomain(name).length === 0) return name;
  const acceptable = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9.-]+/gu, '-')
    .replaceAll(/[-.]*\.[-.]*/gu, '.');
  return withDigest(name, acceptable, MAX_LENGTH);
}

/** What fits of the acceptable form of a name, with a digest of the name itself. */
function withDigest(name: string, acceptable: string, maxLength: number): string {
  const digest = fnv1a(name);
  const fitted = acceptable.slice(0, maxLength - digest.length - 1).replaceAll(/^[-.]+|[-.]+$/gu, '');
  return fitted === '' ? digest : `${fitted}-${digest}`;
}

/** FNV-1a of 64 bits over UTF-16 units, as 16 hexadecimal digits. Tells names apart; it keeps no secrets. */
function fnv1a(text: string): string {
  let hash = 0xcb_f2_9c_e4_84_22_23_25n;
  for (let index = 0; index < text.length; index += 1) {
    hash ^= BigInt(text.charCodeAt(index));
    hash = BigInt.asUintN(64, hash * 0x1_00_00_00_01_b3n);
  }
  return hash.toString(16).padStart(16, '0');
}
