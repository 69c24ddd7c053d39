import { type FieldError, invalid, required, type Volume } from '#libs/kubernetes';

import type { PodDraft } from '../pod-draft.js';
import { containerPath, volumePath } from '../pod-view.js';
import type { AllowedHostPath } from '../policy.js';
import { type PolicyField, UNRESTRICTED } from './policy-field.js';

/**
 * `allowedHostPaths`: which paths of the node hostPath volumes may name. Absent or empty: any, also to write.
 * Source: provider.go validatePodVolumes; util/util.go AllowsHostVolumePath, hasPathPrefix; validation.go
 * validatePSPAllowedHostPaths, v1.24.17.
 */
export const allowedHostPaths: PolicyField = {
  name: 'allowedHostPaths',
  validatePolicy: ({ spec }) => {
    const errors: FieldError[] = [];
    for (const [index, { pathPrefix = '' }] of (spec.allowedHostPaths ?? []).entries()) {
      const field = `spec.allowedHostPaths[${index}]`;
      if (pathPrefix === '') {
        // Kubernetes looks no further than the first entry without a prefix
        errors.push(required(field, 'is required'));
        break;
      }
      if (pathPrefix.split('/').includes('..'))
        errors.push(invalid(field, pathPrefix, "must not contain '..'"));
    }
    return errors;
  },
  compile: ({ spec }) => {
    const allowed = spec.allowedHostPaths ?? [];
    if (allowed.length === 0) return UNRESTRICTED;
    return {
      validateVolume: (draft, view, errors) => {
        if (view.type !== 'hostPath') return false;
        const path = view.volume.hostPath?.path ?? '';
        const access = hostPathAccess(allowed, path);
        if (access === 'read-write') return false;
        if (access === 'read-only') return requireReadOnlyMounts(draft, view.volume, errors);
        errors.push(invalid(`${volumePath(view)}.hostPath.pathPrefix`, path, 'is not allowed to be used'));
        return true;
      },
    };
  },
};

export type HostPathAccess = 'none' | 'read-only' | 'read-write';

/** What a list of allowed host paths permits for a path. One matching entry that is writable suffices. */
export function hostPathAccess(allowed: readonly AllowedHostPath[], path: string): HostPathAccess {
  if (allowed.length === 0) return 'read-write';
  let access: HostPathAccess = 'none';
  for (const { pathPrefix = '', readOnly = false } of allowed) {
    if (!hasPathPrefix(path, pathPrefix)) continue;
    if (!readOnly) return 'read-write';
    access = 'read-only';
  }
  return access;
}

/** The prefix ends at a segment. One trailing slash of each is ignored, `..` and `//` are taken as they are. */
export function hasPathPrefix(path: string, pathPrefix: string): boolean {
  const trimmed = trimSlash(path);
  const prefix = trimSlash(pathPrefix);
  return trimmed.startsWith(prefix) && (trimmed.length === prefix.length || trimmed[prefix.length] === '/');
}

function trimSlash(path: string): string {
  return path.endsWith('/') ? path.slice(0, -1) : path;
}

function requireReadOnlyMounts(draft: PodDraft, { name }: Volume, errors: FieldError[]): boolean {
  let refused = false;
  for (const view of draft.view.containers) {
    for (const [index, mount] of (view.container.volumeMounts ?? []).entries()) {
      if (mount.name !== name || mount.readOnly === true) continue;
      errors.push(
        invalid(`${containerPath(view)}.volumeMounts[${index}].readOnly`, false, 'must be read-only'),
      );
      refused = true;
    }
  }
  return refused;
}
