import {
  ApiException,
  KubeConfig,
  type KubernetesObject,
  KubernetesObjectApi,
} from '@kubernetes/client-node';
import { inject } from 'vitest';
import {
  compileRbac,
  decodePod,
  decodeRbac,
  decodeServiceAccount,
  type Pod,
  serviceAccountLookup,
} from '#libs/kubernetes';
import {
  admit,
  type AdmissionAnswer,
  compilePolicy,
  decodePolicy,
  defaultPolicy,
  policyUse,
} from '#libs/psp';
import type { User } from '../services/kubernetes-api-server.js';

/** Objects as manifests: what both the API server and the engine are given. */
export type Manifest = KubernetesObject & Record<string, unknown>;

/** How the API server is reached as this user. */
export function configOf(user: User): KubeConfig {
  const config = new KubeConfig();
  config.loadFromOptions({
    clusters: [
      {
        name: 'test',
        server: inject('kubernetesUrl'),
        caData: Buffer.from(inject('kubernetesCa')).toString('base64'),
        skipTLSVerify: false,
      },
    ],
    users: [{ name: user, token: inject('kubernetesTokens')[user] }],
    contexts: [{ name: 'test', cluster: 'test', user }],
    currentContext: 'test',
  });
  return config;
}

function clientOf(user: User): KubernetesObjectApi {
  return KubernetesObjectApi.makeApiClient(configOf(user));
}

/** Creates objects in the cluster as the administrator. */
export async function apply(manifests: readonly Manifest[]): Promise<void> {
  const admin = clientOf('admin');
  for (const manifest of manifests) await admin.create(manifest);
}

/** What the API server answers: the pod as it would be stored, or its message. */
export type ServerAnswer = { readonly pod: unknown } | { readonly code: number; readonly message: string };

/** Asks the API server, as this user, whether the pod could be created; nothing is stored (dry run). */
export async function dryRun(user: User, pod: Manifest): Promise<ServerAnswer> {
  try {
    return { pod: comparable(await clientOf(user).create(pod, undefined, 'All')) };
  } catch (error) {
    if (!(error instanceof ApiException)) throw error;
    const status: unknown = typeof error.body === 'string' ? JSON.parse(error.body) : error.body;
    const message =
      typeof status === 'object' && status !== null && 'message' in status ? status.message : status;
    return { code: error.code, message: jsonLists(String(message)) };
  }
}

/** What each creation makes anew: identity, times, bookkeeping; and a field that Go writes even if it is empty. */
const incidental = new Set(['uid', 'creationTimestamp', 'managedFields', 'status']);

/** The pod without what is incidental, and without the random part of the token volume's name. */
function comparable(pod: unknown): unknown {
  const text = JSON.stringify(pod).replaceAll(/kube-api-access-[a-z0-9]{5}/g, 'kube-api-access-xxxxx');
  return JSON.parse(text, (key, value: unknown) =>
    incidental.has(key) || (key === 'resources' && JSON.stringify(value) === '{}') ? undefined : value,
  );
}

/** Lists in messages as JSON, as the product writes them: `[5]` for Go's `[]int64{5}`. */
function jsonLists(message: string): string {
  return message.replaceAll(
    /\[\]int64\{([^}]*)\}/g,
    (_, items: string) => `[${items.replaceAll(', ', ',')}]`,
  );
}

/** A namespace with its policies, RBAC objects and service accounts. */
export interface Scenario {
  readonly namespace: string;
  readonly policies: readonly Manifest[];
  readonly roles: readonly Manifest[];
  readonly roleBindings: readonly Manifest[];
  readonly clusterRoles: readonly Manifest[];
  readonly clusterRoleBindings: readonly Manifest[];
  readonly serviceAccounts: readonly Manifest[];
}

/** Everything of the scenario, in the order in which it can be created. */
export function manifestsOf(scenario: Scenario): readonly Manifest[] {
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: scenario.namespace } },
    ...scenario.serviceAccounts,
    ...scenario.policies,
    ...scenario.clusterRoles,
    ...scenario.roles,
    ...scenario.clusterRoleBindings,
    ...scenario.roleBindings,
  ];
}

function decoded<T>(result: { ok: true; value: T } | { ok: false; errors: readonly unknown[] }): T {
  if (result.ok) return result.value;
  throw new Error(JSON.stringify(result.errors));
}

/** What the product's engine answers to the same request. */
export function ourAnswer(scenario: Scenario, user: User, manifest: Manifest): AdmissionAnswer {
  const { namespace, roles, roleBindings, clusterRoles, clusterRoleBindings } = scenario;
  const rbac = decodeRbac({ roles, roleBindings, clusterRoles, clusterRoleBindings });
  if (!rbac.ok) throw new Error(JSON.stringify(rbac.errors));
  const pod: Pod = decoded(decodePod(manifest));
  return admit({
    policies: scenario.policies.map((policy) => compilePolicy(defaultPolicy(decoded(decodePolicy(policy))))),
    pod,
    namespace,
    mayUse: policyUse(compileRbac(rbac.objects), namespace, { name: user, groups: ['system:authenticated'] }),
    serviceAccounts: serviceAccountLookup(
      scenario.serviceAccounts.map((account) => decoded(decodeServiceAccount(account))),
      namespace,
    ),
  });
}
