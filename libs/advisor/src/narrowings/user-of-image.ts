import type { EffectivePermissions } from '../effective-permissions/effective-permissions.js';
import type { Needs } from '../evidence/needs.js';

/**
 * The image's USER as the kubelet reads it (pkg/kubelet/kuberuntime/security_context.go verifyRunAsNonRoot, v1.24.17):
 * the part before a colon; "" is root; a number counts; a name can't be told and is refused under runAsNonRoot.
 */
export type ImageUser =
  { readonly kind: 'uid'; readonly uid: number } | { readonly kind: 'name'; readonly name: string };

export function imageUser(user: string): ImageUser {
  const name = user.split(':', 1)[0] ?? '';
  if (name === '') return { kind: 'uid', uid: 0 };
  return /^\d+$/.test(name) ? { kind: 'uid', uid: Number(name) } : { kind: 'name', name };
}

/** The uids that the container's first process has, by the pod spec, else the image, else observation; empty: unknown. */
export function startUids(permissions: EffectivePermissions, needs: Needs): ReadonlySet<number> {
  if (permissions.runAsUser !== undefined) return new Set([permissions.runAsUser]);
  const observed = new Set(needs.of('identity').flatMap(({ item }) => (item.firstProcess ? [item.uid] : [])));
  if (permissions.imageUsers.length === 0) return observed;
  const uids = new Set<number>();
  for (const user of permissions.imageUsers) {
    const parsed = imageUser(user);
    if (parsed.kind === 'uid') uids.add(parsed.uid);
    else if (parsed.name === 'root') uids.add(0);
    else return observed;
  }
  return uids;
}
