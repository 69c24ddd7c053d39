import type { Pod, VolumeMount } from '#libs/kubernetes';
import { hostPathAccess, type PodSecurityPolicy, WILDCARD } from '#libs/psp';

import { CONTAINERD_DEFAULT_CAPABILITIES } from '../../effective-permissions/capability-sets.js';
import { TUN_DEVICE } from '../../narrowings/devices.js';
import { editContainers, editSecurityContext, editSpec } from '../edit-pod.js';
import { editPolicy, type FieldRemedy, type ReduceContext } from '../field-remedy.js';

/**
 * Not privileged any more, with what was seen to be used given explicitly as far as the policy allows: capabilities
 * beyond the runtime's defaults, the tun device by hostPath. Bidirectional mounts become HostToContainer: the API
 * refuses them to containers that are not privileged.
 */
export const privileged: FieldRemedy = {
  fields: ['privileged'],
  broaden: (policy) => editPolicy(policy, { privileged: true }),
  reduce: (pod, { container }, context) => {
    if (container === undefined) return pod;
    const { policy } = context;
    const add = policy === undefined ? [] : capabilitiesToAdd(container, policy, context);
    const plain = editSecurityContext(pod, container, (given) => {
      const added = [...new Set([...(given.capabilities?.add ?? []), ...add])];
      return {
        privileged: false,
        ...(add.length > 0 && { capabilities: { ...given.capabilities, add: added } }),
      };
    });
    return withTunDevice(withoutBidirectional(plain, container), container, context);
  },
};

/** Observed, granted, not among the runtime's defaults, and allowed by the policy; sorted as the profile is. */
function capabilitiesToAdd(
  container: string,
  { spec }: PodSecurityPolicy,
  { needs }: ReduceContext,
): string[] {
  const allowed = [...(spec.allowedCapabilities ?? []), ...(spec.defaultAddCapabilities ?? [])];
  const used = needs(container)
    .of('capability')
    .flatMap(({ item }) => (item.userNamespace === 'own' ? [item.capability] : []));
  return [...new Set(used)].filter(
    (name) =>
      !CONTAINERD_DEFAULT_CAPABILITIES.includes(name) &&
      (allowed.includes(WILDCARD) || allowed.includes(name)),
  );
}

function withoutBidirectional(pod: Pod, container: string): Pod {
  return editContainers(pod, container, (given) => {
    const mounts = given.volumeMounts ?? [];
    if (!mounts.some(isBidirectional)) return given;
    return {
      ...given,
      volumeMounts: mounts.map((mount) =>
        isBidirectional(mount) ? { ...mount, mountPropagation: 'HostToContainer' } : mount,
      ),
    };
  });
}

function isBidirectional(mount: VolumeMount): boolean {
  return mount.mountPropagation === 'Bidirectional';
}

/** /dev/net/tun is the one device beyond the usual ones that the device cgroup lets through: it only has to be mounted. */
function withTunDevice(pod: Pod, container: string, { policy, needs }: ReduceContext): Pod {
  if (
    policy === undefined ||
    !needs(container)
      .of('device')
      .some(({ item }) => item.path === TUN_DEVICE)
  )
    return pod;
  const { volumes = [], allowedHostPaths = [] } = policy.spec;
  if (!volumes.includes(WILDCARD) && !volumes.includes('hostPath')) return pod;
  if (hostPathAccess(allowedHostPaths, TUN_DEVICE) !== 'read-write') return pod;
  const name = 'dev-net-tun';
  const given = pod.spec.volumes ?? [];
  const existing = given.find((volume) => volume.hostPath?.path === TUN_DEVICE);
  if (existing === undefined && given.some((volume) => volume.name === name)) return pod;
  const withVolume =
    existing === undefined
      ? editSpec(pod, { volumes: [...given, { name, hostPath: { path: TUN_DEVICE, type: 'CharDevice' } }] })
      : pod;
  return editContainers(withVolume, container, (each) => {
    const mounts = each.volumeMounts ?? [];
    if (mounts.some(({ mountPath }) => mountPath === TUN_DEVICE)) return each;
    return { ...each, volumeMounts: [...mounts, { name: existing?.name ?? name, mountPath: TUN_DEVICE }] };
  });
}
