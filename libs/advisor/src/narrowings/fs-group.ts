import type { EffectiveMount, EffectivePermissions } from '../effective-permissions/effective-permissions.js';
import { findingOf, inUse, listOf, type NarrowingContext, type NarrowingRule, sources } from './rule.js';
import { isBelow } from './volumes.js';

const FIELD = { field: 'fsGroup', at: 'spec.securityContext.fsGroup' } as const;

/**
 * An fsGroup where there was none, or another: the kubelet gives the files of volumes that support it to that group,
 * with setgid and group permissions, and on a persistent volume that stays.
 *
 * Reads: file on those volumes; names of files that their programs refuse if their mode is too open (ssh keys, database
 * directories). Semantics: Kubernetes v1.24.17 pkg/volume/volume_linux.go SetVolumeOwnership; each plugin's attributes.
 */
export const fsGroup: NarrowingRule = {
  name: 'fs-group',
  taken: (before, after) =>
    after.fsGroup !== before.fsGroup && owned(after).length > 0
      ? ['ownership and mode of files on volumes']
      : [],
  judge: (context) => {
    const strict = strictFiles(context);
    const volumes = listOf([...new Set(owned(context.after).map(({ volume }) => volume))]);
    if (strict.length > 0) {
      const paths = listOf([...new Set(strict.map(({ item }) => item.path))]);
      const detail = `Files of volume ${volumes} become group-readable; programs refuse ${paths} with such a mode.`;
      return [
        inUse(context, ['file'], sources(strict), {
          ...FIELD,
          outcome: 'breaks',
          reason: 'strict-file-mode',
          detail,
        }),
      ];
    }
    const change =
      context.after.fsGroup === undefined
        ? 'no longer belong to a group of the pod'
        : `are given to group ${context.after.fsGroup}`;
    const detail = `Files of volume ${volumes} ${change}, with group permissions; on persistent volumes that stays.`;
    return [findingOf(context, { ...FIELD, outcome: 'at-risk', reason: 'volume-ownership-changes', detail })];
  },
};

/** Types whose files the kubelet does not own: of the node, of the network, or of drivers that decide themselves. */
const NOT_OWNED: ReadonlySet<string> = new Set([
  'hostPath',
  'nfs',
  'glusterfs',
  'cephFS',
  'azureFile',
  'quobyte',
  'flocker',
]);
/** Types that are generated anew for each pod: secret, configMap and so on; only the token's mode matters there. */

function owned(permissions: EffectivePermissions): EffectiveMount[] {
  return permissions.mounts.filter(({ volumeType }) => !NOT_OWNED.has(volumeType));
}

/** ssh and sshd, gpg, PostgreSQL, MongoDB and RabbitMQ key files refuse to start with group-readable files. */
const STRICT = [
  /(^|\/)(id_(rsa|dsa|ecdsa|ed25519)|ssh_host_[a-z0-9]+_key|authorized_keys)$/,
  /(^|\/)\.(ssh|gnupg)(\/|$)/,
  /(^|\/)(PG_VERSION|postmaster\.pid|\.pgpass|\.erlang\.cookie|mongodb-keyfile)$/,
];

function strictFiles({ needs, after }: NarrowingContext): ReturnType<typeof filesOf> {
  const mounts = owned(after).map(({ mountPath }) => mountPath);
  return filesOf(needs).filter(
    ({ item }) =>
      mounts.some((mount) => isBelow(item.path, mount)) && STRICT.some((pattern) => pattern.test(item.path)),
  );
}

function filesOf(needs: NarrowingContext['needs']): ReturnType<typeof needs.of<'file'>> {
  return needs.of('file');
}
