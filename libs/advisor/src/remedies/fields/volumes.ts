import type { Pod } from '#libs/kubernetes';
import { isOnlyServiceAccountToken, volumeType } from '#libs/psp';

import { editContainers, editSpec, withoutVolume } from '../edit-pod.js';
import { editPolicy, type FieldRemedy } from '../field-remedy.js';
import type { Refusal } from '../../verdicts/refusal.js';

/**
 * A volume's type: allowed, or the volume goes with its mounts. The token volume, which admission adds, stands beyond
 * the pod's own; it goes by not mounting the token, and is allowed by `secret`.
 */
export const volumes: FieldRemedy = {
  fields: ['volumes'],
  broaden: (policy, refusal, pod) => {
    const volume = pod.spec.volumes?.[volumeIndex(refusal)];
    const type =
      volume === undefined || (volume.projected !== undefined && isOnlyServiceAccountToken(volume.projected))
        ? 'secret'
        : volumeType(volume);
    const types = policy.spec.volumes ?? [];
    return types.includes(type) ? policy : editPolicy(policy, { volumes: [...types, type] });
  },
  reduce: (pod, refusal, { refused }) => {
    const name = volumeName(refused, refusal);
    return name === undefined
      ? editSpec(pod, { automountServiceAccountToken: false })
      : withoutVolume(pod, name);
  },
};

/** The paths of hostPath volumes: allowed, read-only if no container writes; or mounted read-only, or gone. */
export const allowedHostPaths: FieldRemedy = {
  fields: ['allowedHostPaths'],
  broaden: (policy, refusal, pod) => {
    const name = refusal.container === undefined ? volumeName(pod, refusal) : mountedVolume(pod, refusal);
    const path = pod.spec.volumes?.find((volume) => volume.name === name)?.hostPath?.path;
    if (path === undefined || path === '') return policy;
    const readOnly = everyMount(pod, name).every((mount) => mount.readOnly === true);
    const entry = {
      pathPrefix: path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path,
      ...(readOnly && { readOnly }),
    };
    return editPolicy(policy, { allowedHostPaths: [...(policy.spec.allowedHostPaths ?? []), entry] });
  },
  reduce: (pod, refusal, { refused }) => {
    if (refusal.container === undefined) {
      const name = volumeName(refused, refusal);
      return name === undefined ? pod : withoutVolume(pod, name);
    }
    const name = mountedVolume(refused, refusal);
    return editContainers(pod, refusal.container, (container) => ({
      ...container,
      volumeMounts: (container.volumeMounts ?? []).map((mount) =>
        mount.name === name ? { ...mount, readOnly: true } : mount,
      ),
    }));
  },
};

export const allowedFlexVolumes: FieldRemedy = {
  fields: ['allowedFlexVolumes'],
  broaden: (policy, refusal, pod) => {
    const driver = pod.spec.volumes?.[volumeIndex(refusal)]?.flexVolume?.driver;
    if (driver === undefined) return policy;
    return editPolicy(policy, {
      allowedFlexVolumes: [...(policy.spec.allowedFlexVolumes ?? []), { driver }],
    });
  },
  reduce: volumes.reduce,
};

export const allowedCSIDrivers: FieldRemedy = {
  fields: ['allowedCSIDrivers'],
  broaden: (policy, refusal, pod) => {
    const name = pod.spec.volumes?.[volumeIndex(refusal)]?.csi?.driver;
    if (name === undefined) return policy;
    return editPolicy(policy, { allowedCSIDrivers: [...(policy.spec.allowedCSIDrivers ?? []), { name }] });
  },
  reduce: volumes.reduce,
};

function volumeIndex({ error }: Refusal): number {
  return Number(/^spec\.volumes\[(\d+)\]/.exec(error.field)?.[1] ?? Number.NaN);
}

function volumeName(pod: Pod, refusal: Refusal): string | undefined {
  return pod.spec.volumes?.[volumeIndex(refusal)]?.name;
}

function mountedVolume(pod: Pod, { container, error }: Refusal): string | undefined {
  const index = Number(/\.volumeMounts\[(\d+)\]/.exec(error.field)?.[1] ?? Number.NaN);
  const containers = [
    ...(pod.spec.initContainers ?? []),
    ...pod.spec.containers,
    ...(pod.spec.ephemeralContainers ?? []),
  ];
  return containers.find(({ name }) => name === container)?.volumeMounts?.[index]?.name;
}

function everyMount(pod: Pod, name: string | undefined): readonly { readonly readOnly?: boolean }[] {
  const containers = [
    ...(pod.spec.initContainers ?? []),
    ...pod.spec.containers,
    ...(pod.spec.ephemeralContainers ?? []),
  ];
  return containers.flatMap((container) =>
    (container.volumeMounts ?? []).filter((mount) => mount.name === name),
  );
}
