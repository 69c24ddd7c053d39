import { editContainers, editSecurityContext, editSpec } from '../edit-pod.js';
import { editPolicy, type FieldRemedy, withoutField } from '../field-remedy.js';
import { isWrite } from '../../narrowings/read-only-root-filesystem.js';
import type { Needs } from '../../evidence/needs.js';
import type { Pod } from '#libs/kubernetes';

/** A privileged container can't be denied escalation: without `privileged` the policy's default fits. */
export const allowPrivilegeEscalation: FieldRemedy = {
  fields: ['allowPrivilegeEscalation'],
  broaden: (policy) => {
    const { defaultAllowPrivilegeEscalation: _, ...spec } = policy.spec;
    return { ...policy, spec: { ...spec, allowPrivilegeEscalation: true } };
  },
  reduce: (pod, { container }) =>
    editSecurityContext(pod, container, ({ capabilities }) => ({
      allowPrivilegeEscalation: false,
      privileged: undefined,
      ...(capabilities?.add?.includes('CAP_SYS_ADMIN') === true && {
        capabilities: { ...capabilities, add: capabilities.add.filter((name) => name !== 'CAP_SYS_ADMIN') },
      }),
    })),
  relax: (policy) => {
    const { defaultAllowPrivilegeEscalation: _, ...spec } = policy.spec;
    return { ...policy, spec: { ...spec, allowPrivilegeEscalation: true } };
  },
};

/** Read-only, with an emptyDir at each directory that was seen to be written, if the policy allows that type. */
export const readOnlyRootFilesystem: FieldRemedy = {
  fields: ['readOnlyRootFilesystem'],
  broaden: (policy) => editPolicy(policy, { readOnlyRootFilesystem: false }),
  reduce: (pod, { container }, { policy, needs }) => {
    const readOnly = editSecurityContext(pod, container, () => ({ readOnlyRootFilesystem: true }));
    const types = policy?.spec.volumes ?? [];
    if (container === undefined || !(types.includes('*') || types.includes('emptyDir'))) return readOnly;
    return writtenDirectories(needs(container)).reduce(
      (edited, directory) => withEmptyDir(edited, container, directory),
      readOnly,
    );
  },
  relax: (policy) => withoutField(policy, 'readOnlyRootFilesystem'),
};

/** More directories than this are no emptyDirs but a container that needs its root filesystem. */
const MAX_DIRECTORIES = 8;

/** Directories directly written to, without those below another; none if there are too many, or the root itself. */
export function writtenDirectories(needs: Needs): string[] {
  const written = new Set<string>();
  for (const { item } of needs.of('file')) {
    if (isWrite(item.operation) && item.place === 'root') written.add(directoryOf(item.path));
  }
  const top = [...written].filter(
    (path) => ![...written].some((other) => other !== path && path.startsWith(`${other}/`)),
  );
  return top.includes('/') || top.length > MAX_DIRECTORIES ? [] : top.sort((a, b) => (a < b ? -1 : 1));
}

function directoryOf(path: string): string {
  const end = path.lastIndexOf('/');
  return end <= 0 ? '/' : path.slice(0, end);
}

function withEmptyDir(pod: Pod, container: string, directory: string): Pod {
  const name = `writable${directory.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}`
    .slice(0, 63)
    .replace(/-+$/, '');
  const volumes = pod.spec.volumes ?? [];
  const withVolume = volumes.some((volume) => volume.name === name)
    ? pod
    : editSpec(pod, { volumes: [...volumes, { name, emptyDir: {} }] });
  return editContainers(withVolume, container, (each) => {
    const mounts = each.volumeMounts ?? [];
    if (mounts.some(({ mountPath }) => mountPath === directory)) return each;
    return { ...each, volumeMounts: [...mounts, { name, mountPath: directory }] };
  });
}

export const allowedProcMountTypes: FieldRemedy = {
  fields: ['allowedProcMountTypes'],
  broaden: (policy) =>
    editPolicy(policy, {
      allowedProcMountTypes: [...(policy.spec.allowedProcMountTypes ?? ['Default']), 'Unmasked'],
    }),
  reduce: (pod, { container }) => editSecurityContext(pod, container, () => ({ procMount: undefined })),
};
