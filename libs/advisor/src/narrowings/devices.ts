import type { EffectivePermissions } from '../effective-permissions/effective-permissions.js';

/**
 * Devices that every container may open: runc's built-in list (libcontainer/specconv AllowedDevices, v1.1) and what
 * the runtimes put into /dev.
 */
const ALWAYS_ALLOWED: ReadonlySet<string> = new Set([
  '/dev/null',
  '/dev/zero',
  '/dev/full',
  '/dev/random',
  '/dev/urandom',
  '/dev/tty',
  '/dev/console',
  '/dev/ptmx',
  '/dev/stdin',
  '/dev/stdout',
  '/dev/stderr',
]);

const ALWAYS_ALLOWED_BELOW = ['/dev/pts/', '/dev/shm/', '/dev/mqueue/', '/dev/fd/'];

/** In runc's built-in list of devices, but not put into /dev: a hostPath of type CharDevice suffices. */
export const TUN_DEVICE = '/dev/net/tun';

export type DeviceAccess =
  /** The container may open it. */
  | 'allowed'
  /** The device cgroup lets it through, but nothing puts it into the container: mounting it suffices. */
  | 'needs-mount'
  /** Only a device plugin (or privileged) gives access: with a hostPath alone the device cgroup refuses it. */
  | 'needs-device-plugin';

/** Whether a container that is not privileged may open a device of the node. */
export function deviceAccess(permissions: EffectivePermissions, path: string): DeviceAccess {
  if (permissions.privileged || ALWAYS_ALLOWED.has(path) || permissions.blockDevices.includes(path))
    return 'allowed';
  if (ALWAYS_ALLOWED_BELOW.some((prefix) => path.startsWith(prefix))) return 'allowed';
  if (path !== TUN_DEVICE) return 'needs-device-plugin';
  const mounted = permissions.mounts.some(
    ({ mountPath, hostPath }) =>
      hostPath !== undefined &&
      mountPath === hostPath &&
      (path === mountPath || path.startsWith(`${mountPath}/`)),
  );
  return mounted ? 'allowed' : 'needs-mount';
}
