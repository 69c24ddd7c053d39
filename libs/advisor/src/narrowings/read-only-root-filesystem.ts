import type { Need } from '../evidence/needs.js';
import type { Finding } from '../finding.js';
import { inUse, listOf, type NarrowingContext, type NarrowingRule, notInUse, sources } from './rule.js';
import { isBelow } from './volumes.js';

const FIELD = { field: 'readOnlyRootFilesystem', at: 'securityContext.readOnlyRootFilesystem' } as const;

/**
 * A root filesystem that becomes read-only.
 *
 * Reads: file (write, metadata) with place root: opens for writing, creation, removal, renaming, change of mode, owner,
 * times or extended attributes. Devices, FIFOs and sockets have places of their own; /dev and /dev/shm are mounts.
 * Semantics: runc v1.1 libcontainer/rootfs_linux.go setReadonly. Paths of an image's VOLUME are runtime-dependent:
 * containerd and CRI-O mount a writable directory there, which hides nothing.
 */
export const readOnlyRootFilesystem: NarrowingRule = {
  name: 'read-only-root-filesystem',
  taken: (before, after) =>
    after.readOnlyRootFilesystem && !before.readOnlyRootFilesystem ? ['writes to the root filesystem'] : [],
  judge: (context) => {
    const writes = context.needs
      .of('file')
      .filter(({ item }) => isWrite(item.operation) && item.place === 'root' && !isBelow(item.path, '/dev'));
    const hidden = writes.filter(({ item }) => isBelowAny(item.path, newMounts(context)));
    const imageVolume = writes.filter(
      (need) => !hidden.includes(need) && isBelowAny(need.item.path, context.after.imageVolumes),
    );
    const refused = writes.filter((need) => !hidden.includes(need) && !imageVolume.includes(need));
    const findings: Finding[] = [];
    if (refused.length > 0) {
      const detail = `The container writes to ${paths(refused)} on its root filesystem, which becomes read-only.`;
      findings.push(
        inUse(context, ['file'], sources(refused), {
          outcome: 'breaks',
          ...FIELD,
          reason: 'root-filesystem-write',
          detail,
        }),
      );
    }
    if (imageVolume.length > 0) {
      const detail = `The container writes to ${paths(imageVolume)}, a VOLUME of the image: whether it stays writable depends on the container runtime.`;
      findings.push(
        inUse(context, ['file'], sources(imageVolume), {
          outcome: 'at-risk',
          ...FIELD,
          reason: 'image-volume-write',
          detail,
        }),
      );
    }
    if (hidden.length > 0) {
      const detail = `The container writes to ${paths(hidden)}, where a volume is mounted now: it hides what the image has there, and starts empty.`;
      findings.push(
        inUse(context, ['file'], sources(hidden), {
          outcome: 'at-risk',
          ...FIELD,
          reason: 'volume-hides-image',
          detail,
        }),
      );
    }
    if (writes.length > 0) return findings;
    return [
      notInUse(context, {
        ...FIELD,
        reason: 'root-filesystem-not-written',
        nothing: 'No write to the root filesystem',
        watch: [['file']],
      }),
    ];
  },
};

export function isWrite(operation: string): boolean {
  return operation === 'write' || operation === 'metadata';
}

function newMounts({ before, after }: NarrowingContext): string[] {
  const old = new Set(before.mounts.map(({ mountPath }) => mountPath));
  return after.mounts.flatMap(({ mountPath, writable }) =>
    writable && !old.has(mountPath) ? [mountPath] : [],
  );
}

function isBelowAny(path: string, directories: readonly string[]): boolean {
  return directories.some((directory) => isBelow(path, directory));
}

function paths(needs: readonly Need<'file'>[]): string {
  const names = [...new Set(needs.map(({ item }) => item.path))];
  return listOf(names.length > 8 ? [...names.slice(0, 7), `${names.length - 7} more`] : names);
}
