import type { Container, ObjectMeta, Pod, Volume, VolumeMount } from './pod.js';
import { serviceAccountSchema } from './service-account-schema.js';
import { decode, type Decoded, type DecodeOptions } from './schema.js';
import { mountableSecretsRefusal, podReferencesSecrets } from './secret-references.js';

/** v1 ServiceAccount, as far as admission reads it. */
export interface ServiceAccount {
  readonly metadata: ObjectMeta;
  readonly automountServiceAccountToken?: boolean;
  readonly imagePullSecrets?: readonly { readonly name?: string }[];
  readonly secrets?: readonly { readonly name?: string }[];
}

/** Finds a service account; undefined: there is none. */
export type ServiceAccountLookup = (namespace: string, name: string) => ServiceAccount | undefined;

export type ServiceAccountAdmission =
  | { readonly ok: true; readonly pod: Pod }
  /** `message` as the API server words it: `pods "x" is forbidden: …`. */
  | { readonly ok: false; readonly message: string };

export const DEFAULT_SERVICE_ACCOUNT_NAME = 'default';
export const TOKEN_MOUNT_PATH = '/var/run/secrets/kubernetes.io/serviceaccount';
export const TOKEN_VOLUME_PREFIX = 'kube-api-access-';
/** The name of the added token volume: Kubernetes puts five random characters in the place of the `x`. */
export const TOKEN_VOLUME_NAME = `${TOKEN_VOLUME_PREFIX}xxxxx`;
export const MIRROR_POD_ANNOTATION = 'kubernetes.io/config.mirror';
const ENFORCE_MOUNTABLE_SECRETS_ANNOTATION = 'kubernetes.io/enforce-mountable-secrets';

/** Decodes a v1 ServiceAccount. */
export function decodeServiceAccount(value: unknown, options: DecodeOptions = {}): Decoded<ServiceAccount> {
  return decode(serviceAccountSchema, value, options);
}

/** A lookup for which every account exists and is plain: nothing is known about accounts. */
export const anyServiceAccount: ServiceAccountLookup = (namespace, name) => ({
  metadata: { namespace, name },
});

/** A lookup over given accounts; those without a namespace stand in `defaultNamespace`. */
export function serviceAccountLookup(
  accounts: readonly ServiceAccount[],
  defaultNamespace: string,
): ServiceAccountLookup {
  const byKey = new Map<string, ServiceAccount>();
  for (const account of accounts) {
    byKey.set(`${account.metadata.namespace || defaultNamespace}/${account.metadata.name ?? ''}`, account);
  }
  return (namespace, name) => byKey.get(`${namespace}/${name}`);
}

/**
 * A lookup over the ServiceAccounts among documents; accounts that are not among them count as existing, without settings.
 */
export function knownOrPlainAccounts(
  documents: readonly Readonly<Record<string, unknown>>[],
): ServiceAccountLookup {
  const accounts: ServiceAccount[] = documents.flatMap((each) => {
    if (each['kind'] !== 'ServiceAccount') return [];
    const account = decodeServiceAccount(each);
    return account.ok ? [account.value] : [];
  });
  const known = serviceAccountLookup(accounts, 'default');
  return (namespace, name) => known(namespace, name) ?? anyServiceAccount(namespace, name);
}

/**
 * What the ServiceAccount admission plugin does on CREATE (Admit in plugin/pkg/admission/serviceaccount/admission.go,
 * v1.24.17): account name, token volume and mounts, image pull secrets; then its validation. Mirror pods are left as
 * they are. The pod has been defaulted. Returns the very same pod if there is nothing to add.
 */
export function admitServiceAccount(
  pod: Pod,
  namespace: string,
  lookup: ServiceAccountLookup,
): ServiceAccountAdmission {
  if (isMirrorPod(pod)) {
    const message = validateServiceAccount(pod, namespace, lookup);
    return message === undefined ? { ok: true, pod } : { ok: false, message };
  }
  const name = pod.spec.serviceAccountName || DEFAULT_SERVICE_ACCOUNT_NAME;
  const account = lookup(namespace, name);
  if (account === undefined) return { ok: false, message: unknownAccount(pod, namespace, name) };

  let { spec } = pod;
  if (spec.serviceAccountName !== name || spec.serviceAccount !== name) {
    spec = { ...spec, serviceAccountName: name, serviceAccount: name };
  }
  if (spec.automountServiceAccountToken ?? account.automountServiceAccountToken ?? true)
    spec = mountToken(spec);
  if ((spec.imagePullSecrets ?? []).length === 0 && (account.imagePullSecrets ?? []).length > 0) {
    spec = {
      ...spec,
      imagePullSecrets: (account.imagePullSecrets ?? []).map((secret) => ({ name: secret.name ?? '' })),
    };
  }
  const admitted = spec === pod.spec ? pod : { ...pod, spec };
  const refusal = secretsRefusal(admitted, account);
  return refusal === undefined
    ? { ok: true, pod: admitted }
    : { ok: false, message: podForbidden(admitted, refusal) };
}

/**
 * The plugin's validating half on CREATE. UPDATE is never refused (the `ephemeralcontainers` subresource is not
 * modelled). Returns the message of the refusal, or undefined.
 */
export function validateServiceAccount(
  pod: Pod,
  namespace: string,
  lookup: ServiceAccountLookup,
): string | undefined {
  if (isMirrorPod(pod)) {
    const refusal = mirrorPodRefusal(pod);
    return refusal === undefined ? undefined : podForbidden(pod, refusal);
  }
  const name = pod.spec.serviceAccountName ?? '';
  if (name === '') {
    return podForbidden(pod, `no service account specified for pod ${namespace}/${pod.metadata.name ?? ''}`);
  }
  const account = lookup(namespace, name);
  if (account === undefined) return unknownAccount(pod, namespace, name);
  const refusal = secretsRefusal(pod, account);
  return refusal === undefined ? undefined : podForbidden(pod, refusal);
}

/** A pod that mirrors a static pod of a node: it carries the mirror annotation, whatever its value. */
export function isMirrorPod(pod: Pod): boolean {
  const { annotations } = pod.metadata;
  return annotations !== undefined && Object.hasOwn(annotations, MIRROR_POD_ANNOTATION);
}

/** `pods "x" is forbidden: reason`, with the generated name's stem if there is no name (admission.NewForbidden). */
export function podForbidden(pod: Pod, reason: string): string {
  const name = pod.metadata.name || pod.metadata.generateName || 'Unknown';
  return `pods ${JSON.stringify(name)} is forbidden: ${reason}`;
}

function unknownAccount(pod: Pod, namespace: string, name: string): string {
  const reason = `error looking up service account ${namespace}/${name}: serviceaccount ${JSON.stringify(name)} not found`;
  return podForbidden(pod, reason);
}

function mirrorPodRefusal(pod: Pod): string | undefined {
  if ((pod.spec.serviceAccountName ?? '') !== '') return 'a mirror pod may not reference service accounts';
  if (podReferencesSecrets(pod)) return 'a mirror pod may not reference secrets';
  const usesToken = (pod.spec.volumes ?? []).some((volume) =>
    (volume.projected?.sources ?? []).some((source) => source.serviceAccountToken !== undefined),
  );
  return usesToken ? 'a mirror pod may not use ServiceAccountToken volume projections' : undefined;
}

function secretsRefusal(pod: Pod, account: ServiceAccount): string | undefined {
  const { annotations } = account.metadata;
  const enforced =
    annotations !== undefined && Object.hasOwn(annotations, ENFORCE_MOUNTABLE_SECRETS_ANNOTATION);
  if (!enforced || !trueByParseBool.has(annotations[ENFORCE_MOUNTABLE_SECRETS_ANNOTATION] ?? ''))
    return undefined;
  return mountableSecretsRefusal(pod, {
    account: account.metadata.name ?? '',
    secrets: (account.secrets ?? []).map((secret) => secret.name ?? ''),
    imagePullSecrets: (account.imagePullSecrets ?? []).map((secret) => secret.name ?? ''),
  });
}

/** What Go's strconv.ParseBool takes for true. */
const trueByParseBool: ReadonlySet<string> = new Set(['1', 't', 'T', 'TRUE', 'true', 'True']);

const tokenVolume: Volume = {
  name: TOKEN_VOLUME_NAME,
  projected: {
    defaultMode: 0o644,
    sources: [
      { serviceAccountToken: { path: 'token', expirationSeconds: 3607 } },
      { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
      {
        downwardAPI: {
          items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }],
        },
      },
    ],
  },
};

function mountToken(spec: Pod['spec']): Pod['spec'] {
  const existing = (spec.volumes ?? []).find((volume) => volume.name.startsWith(TOKEN_VOLUME_PREFIX));
  const mount: VolumeMount = {
    name: existing?.name ?? TOKEN_VOLUME_NAME,
    readOnly: true,
    mountPath: TOKEN_MOUNT_PATH,
  };
  const initContainers = addMount(spec.initContainers, mount);
  const containers = addMount(spec.containers, mount) ?? spec.containers;
  if (initContainers === spec.initContainers && containers === spec.containers) return spec;
  return {
    ...spec,
    ...(initContainers === undefined ? {} : { initContainers }),
    containers,
    ...(existing === undefined ? { volumes: [...(spec.volumes ?? []), tokenVolume] } : {}),
  };
}

function addMount(
  containers: readonly Container[] | undefined,
  mount: VolumeMount,
): readonly Container[] | undefined {
  let copy: Container[] | undefined;
  for (const [index, container] of (containers ?? []).entries()) {
    const mounts = container.volumeMounts ?? [];
    if (mounts.some((existing) => existing.mountPath === TOKEN_MOUNT_PATH)) continue;
    copy ??= [...(containers ?? [])];
    copy[index] = { ...container, volumeMounts: [...mounts, mount] };
  }
  return copy ?? containers;
}
