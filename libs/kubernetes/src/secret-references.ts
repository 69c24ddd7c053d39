import type { Container, Pod, Volume } from './pod.js';

/** Whether a pod names any Secret (podutil.VisitPodSecretNames, pkg/api/pod/util.go, v1.24.17). Empty names don't count. */
export function podReferencesSecrets(pod: Pod): boolean {
  const { spec } = pod;
  return (
    (spec.imagePullSecrets ?? []).some((secret) => isName(secret.name)) ||
    [...(spec.initContainers ?? []), ...spec.containers, ...(spec.ephemeralContainers ?? [])].some(
      usesSecret,
    ) ||
    (spec.volumes ?? []).some(volumeUsesSecret)
  );
}

function usesSecret(container: Container): boolean {
  return (
    (container.envFrom ?? []).some((source) => isName(source.secretRef?.name)) ||
    (container.env ?? []).some((variable) => isName(variable.valueFrom?.secretKeyRef?.name))
  );
}

// Of a volume with several sources, which API validation refuses later, the first in this order counts.
function volumeUsesSecret(volume: Volume): boolean {
  if (volume.azureFile !== undefined) return isName(volume.azureFile.secretName);
  if (volume.cephfs !== undefined) return isName(volume.cephfs.secretRef?.name);
  if (volume.cinder !== undefined) return isName(volume.cinder.secretRef?.name);
  if (volume.flexVolume !== undefined) return isName(volume.flexVolume.secretRef?.name);
  if (volume.projected !== undefined)
    return (volume.projected.sources ?? []).some((from) => isName(from.secret?.name));
  if (volume.rbd !== undefined) return isName(volume.rbd.secretRef?.name);
  if (volume.secret !== undefined) return isName(volume.secret.secretName);
  if (volume.scaleIO !== undefined) return isName(volume.scaleIO.secretRef?.name);
  if (volume.iscsi !== undefined) return isName(volume.iscsi.secretRef?.name);
  if (volume.storageos !== undefined) return isName(volume.storageos.secretRef?.name);
  if (volume.csi !== undefined) return isName(volume.csi.nodePublishSecretRef?.name);
  return false;
}

function isName(name: string | undefined): boolean {
  return name !== undefined && name !== '';
}

/** The Secrets that a service account allows its pods. */
export interface MountableSecrets {
  /** The account's name. */
  readonly account: string;
  readonly secrets: readonly string[];
  readonly imagePullSecrets: readonly string[];
}

/**
 * Why a pod may not reference its Secrets, in Kubernetes' words, or undefined (limitSecretReferences,
 * plugin/pkg/admission/serviceaccount/admission.go, v1.24.17). It looks at secret volumes, environment variables of init
 * and regular containers, and image pull secrets; not at `envFrom`, ephemeral containers or projected volumes.
 */
export function mountableSecretsRefusal(pod: Pod, allowed: MountableSecrets): string | undefined {
  const mountable = new Set(allowed.secrets);
  const reason = `is not allowed because service account ${allowed.account} does not reference that`;
  for (const volume of pod.spec.volumes ?? []) {
    if (volume.secret === undefined) continue;
    const name = volume.secret.secretName ?? '';
    if (!mountable.has(name)) return `volume with secret.secretName="${name}" ${reason} secret`;
  }
  const refused =
    environmentRefusal('init container', pod.spec.initContainers ?? [], mountable, reason) ??
    environmentRefusal('container', pod.spec.containers, mountable, reason);
  if (refused !== undefined) return refused;
  for (const [index, secret] of (pod.spec.imagePullSecrets ?? []).entries()) {
    const name = secret.name ?? '';
    if (!allowed.imagePullSecrets.includes(name)) {
      return `imagePullSecrets[${index}].name="${name}" ${reason} imagePullSecret`;
    }
  }
  return undefined;
}

function environmentRefusal(
  kind: string,
  containers: readonly Container[],
  mountable: ReadonlySet<string>,
  reason: string,
): string | undefined {
  for (const container of containers) {
    for (const variable of container.env ?? []) {
      const key = variable.valueFrom?.secretKeyRef;
      if (key === undefined || mountable.has(key.name ?? '')) continue;
      const where = `${kind} ${container.name} with envVar ${variable.name ?? ''}`;
      return `${where} referencing secret.secretName="${key.name ?? ''}" ${reason} secret`;
    }
  }
  return undefined;
}
