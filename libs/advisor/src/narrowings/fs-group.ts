import { TOKEN_MOUNT_PATH } from '#libs/kubernetes';

import type { EffectiveMount, EffectivePermissions } from '../effective-permissions/effective-permissions.js';
import type { Need } from '../evidence/needs.js';
import {
  findingOf,
  inUse,
  listOf,
  type NarrowingContext,
  type NarrowingRule,
  notInUse,
  sources,
} from './rule.js';
import { isBelow } from './volumes.js';

const FIELD = { field: 'fsGroup', at: 'spec.securityContext.fsGroup' } as const;

/**
 * An fsGroup where there was none, or another: the kubelet gives the files of volumes that support it to that group,
 * with setgid and group permissions, and on a persistent volume that stays. Volumes whose content the kubelet makes
 * anew for each pod (secret, configMap, …) stay readable to all containers, which are members of the group; only files
 * that have to keep a strict mode suffer.
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
    const mounts = owned(context.after);
    const strict = strictFiles(context, mounts);
    if (strict.length > 0) {
      const paths = listOf([...new Set(strict.map(({ item }) => item.path))]);
      const detail = `Files of volume ${names(mounts)} become group-readable; programs refuse ${paths} with such a mode.`;
      return [
        inUse(context, ['file'], sources(strict), {
          ...FIELD,
          outcome: 'breaks',
          reason: 'strict-file-mode',
          detail,
        }),
      ];
    }
    const lasting = mounts.filter(({ volumeType }) => !MADE_ANEW.has(volumeType));
    if (lasting.length === 0) {
      return [
        notInUse(context, {
          ...FIELD,
          reason: 'no-strict-file-mode',
          nothing: `No file on volume ${names(mounts)} that has to keep a strict mode`,
          watch: [['file']],
        }),
      ];
    }
    const { fsGroup: group } = context.after;
    const change =
      group === undefined ? 'no longer belong to a group of the pod' : `are given to group ${group}`;
    const detail = `Files of volume ${names(lasting)} ${change}, with group permissions; on persistent volumes that stays.`;
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

/** Types whose content the kubelet writes for each pod. */
const MADE_ANEW: ReadonlySet<string> = new Set(['configMap', 'downwardAPI', 'projected', 'secret']);

/** The token that admission mounts is written for the group from the beginning. */
function owned(permissions: EffectivePermissions): EffectiveMount[] {
  return permissions.mounts.filter(
    ({ mountPath, volumeType }) => mountPath !== TOKEN_MOUNT_PATH && !NOT_OWNED.has(volumeType),
  );
}

/** ssh and sshd, gpg, PostgreSQL, MongoDB and RabbitMQ refuse such files if others may read them. */
const STRICT = [
  /(^|\/)(id_(rsa|dsa|ecdsa|ed25519)|ssh_host_[a-z0-9]+_key|authorized_keys)$/,
  /(^|\/)\.(ssh|gnupg)(\/|$)/,
  /(^|\/)(PG_VERSION|postmaster\.pid|\.pgpass|\.erlang\.cookie|mongodb-keyfile)$/,
];

function strictFiles({ needs }: NarrowingContext, mounts: readonly EffectiveMount[]): Need<'file'>[] {
  return needs
    .of('file')
    .filter(
      ({ item }) =>
        mounts.some(({ mountPath }) => isBelow(item.path, mountPath)) &&
        STRICT.some((pattern) => pattern.test(item.path)),
    );
}

function names(mounts: readonly EffectiveMount[]): string {
  return listOf([...new Set(mounts.map(({ volume }) => volume))]);
}
