import type { EffectiveMount, EffectivePermissions } from '../effective-permissions/effective-permissions.js';
import type { Needs } from '../evidence/needs.js';
import type { ProfileItem } from '#libs/profiles';
import { inUse, type NarrowingRule, notInUse } from './rule.js';

/**
 * A mount that is no longer there. Policies never take one away; a reduced workload may.
 *
 * Reads: file, exec, unix-connect, device below the mount path.
 */
export const volumes: NarrowingRule = {
  name: 'volumes',
  taken: (before, after) => lostMounts(before, after).map(({ mountPath }) => mountPath),
  judge: (context) =>
    lostMounts(context.before, context.after).map((mount) => {
      const field = { field: 'volumes', at: 'volumeMounts' } as const;
      const uses = accesses(context.needs, mount.mountPath);
      const name = `${mount.mountPath} (${mount.volumeType}${mount.hostPath === undefined ? '' : ` ${mount.hostPath}`})`;
      if (uses.length > 0) {
        const detail = `The container uses files below ${name}, which is no longer mounted.`;
        return inUse(context, ['file'], uses, {
          outcome: 'breaks',
          ...field,
          reason: 'mount-in-use',
          detail,
        });
      }
      return notInUse(context, {
        ...field,
        reason: 'mount-not-used',
        nothing: `No access below ${name}`,
        watch: [['file']],
      });
    }),
};

function lostMounts(before: EffectivePermissions, after: EffectivePermissions): EffectiveMount[] {
  const kept = new Set(after.mounts.map(({ mountPath }) => mountPath));
  return before.mounts.filter(({ mountPath }) => !kept.has(mountPath));
}

function accesses(needs: Needs, mountPath: string): ProfileItem[] {
  const found: ProfileItem[] = [];
  for (const { item, source } of needs.of('file')) {
    if (item.mount === mountPath || isBelow(item.path, mountPath)) found.push(source);
  }
  for (const { item, source } of needs.of('exec')) if (isBelow(item.path, mountPath)) found.push(source);
  for (const { item, source } of needs.of('unix-connect'))
    if (isBelow(item.path, mountPath)) found.push(source);
  for (const { item, source } of needs.of('device')) if (isBelow(item.path, mountPath)) found.push(source);
  return found;
}

/** Whether a path is the directory, or lies below it; a collapsed path (`/data/*`) counts with what it stands for. */
export function isBelow(path: string, directory: string): boolean {
  if (directory === '/') return path.startsWith('/');
  return path === directory || path.startsWith(`${directory}/`);
}
