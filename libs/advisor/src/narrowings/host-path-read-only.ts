import type { EffectiveMount, EffectivePermissions } from '../effective-permissions/effective-permissions.js';
import { inUse, type NarrowingRule, notInUse, sources } from './rule.js';
import { isBelow } from './volumes.js';

/**
 * A mount that becomes read-only: what `allowedHostPaths` with `readOnly` asks for.
 *
 * Reads: file (write, metadata) below the mount. Connecting to Unix sockets and writing to devices and FIFOs survive;
 * a read-only mount is not recursive, so that what is mounted below it stays writable.
 * Semantics: mount(2) MS_BIND | MS_RDONLY; Kubernetes v1.24.17 pkg/kubelet/kubelet_pods.go makeMounts.
 */
export const hostPathReadOnly: NarrowingRule = {
  name: 'host-path-read-only',
  taken: (before, after) => madeReadOnly(before, after).map(({ mountPath }) => `writes to ${mountPath}`),
  judge: (context) =>
    madeReadOnly(context.before, context.after).map((mount) => {
      const field = {
        field: mount.hostPath === undefined ? 'volumes' : 'allowedHostPaths',
        at: 'volumeMounts',
      } as const;
      const writes = context.needs
        .of('file')
        .filter(
          ({ item }) =>
            (item.operation === 'write' || item.operation === 'metadata') &&
            item.place !== 'device' &&
            (item.mount === undefined ? isBelow(item.path, mount.mountPath) : item.mount === mount.mountPath),
        );
      if (writes.length > 0) {
        const detail = `The container writes below ${mount.mountPath}, which becomes read-only.`;
        return inUse(context, ['file'], sources(writes), {
          outcome: 'breaks',
          ...field,
          reason: 'write-to-read-only-mount',
          detail,
        });
      }
      return notInUse(context, {
        ...field,
        reason: 'mount-not-written',
        nothing: `No write below ${mount.mountPath}`,
        watch: [['file']],
      });
    }),
};

function madeReadOnly(before: EffectivePermissions, after: EffectivePermissions): EffectiveMount[] {
  const readOnly = new Set(
    after.mounts.filter(({ writable }) => !writable).map(({ mountPath }) => mountPath),
  );
  return before.mounts.filter(({ mountPath, writable }) => writable && readOnly.has(mountPath));
}
