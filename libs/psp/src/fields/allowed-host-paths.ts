import { type FieldError, invalid, required, type Volume } from '#libs/kubernetes';

import { bytewise } from '../bytewise.js';
import type { PodDraft } from '../pod-draft.js';
import { containerPath, type PodView, volumePath, type VolumeView } from '../pod-view.js';
import type { AllowedHostPath } from '../policy.js';
import { type PolicyField, UNRESTRICTED } from './policy-field.js';
import type { LeastValue, PodUse, PolicyElement, RequireField, Tightening } from './requirement.js';
import { without } from './uses.js';

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

/** Every path in use, and whether something may write to it. A volume that nothing mounts counts as read-only. */
export const requireHostPaths: RequireField = (pods) => {
  const uses = pods.flatMap((view, source) =>
    view.volumes
      .filter(({ type }) => type === 'hostPath')
      .flatMap((volume) => hostPathUses(view, volume, source)),
  );
  return { uses, least: () => leastHostPaths(uses) };
};

function hostPathUses(view: PodView, volume: VolumeView, source: number): PodUse[] {
  const path = volume.volume.hostPath?.path ?? '';
  const uses: PodUse[] = [];
  for (const each of view.containers) {
    for (const [index, mount] of (each.container.volumeMounts ?? []).entries()) {
      if (mount.name !== volume.volume.name) continue;
      const value = { path, readOnly: mount.readOnly === true };
      const at = `${containerPath(each)}.volumeMounts[${index}]`;
      uses.push({ source, podField: 'hostPath', value, container: each.container.name, path: at });
    }
  }
  if (uses.length > 0) return uses;
  return [{ source, podField: 'hostPath', value: { path, readOnly: true }, path: volumePath(volume) }];
}

interface Entry {
  readonly pathPrefix: string;
  readOnly: boolean;
  readonly uses: PodUse[];
}

function leastHostPaths(uses: readonly PodUse[]): LeastValue {
  const path = 'spec.allowedHostPaths';
  const entries = entriesOf(uses);
  const kept = entries
    .filter((entry) => !entries.some((other) => other !== entry && dominates(other, entry)))
    .sort((a, b) => bytewise(a.pathPrefix, b.pathPrefix));
  if (kept.length === 0) {
    return {
      change: { spec: { allowedHostPaths: undefined } },
      elements: [{ path, because: [], tighter: [] }],
    };
  }
  const allowed = kept.map(toAllowed);
  const elements = kept.map((entry, position): PolicyElement => {
    const below = entries.filter((other) => other !== entry && dominates(entry, other));
    const others = without(allowed, position);
    return {
      path: `${path}[${position}]`,
      value: toAllowed(entry),
      because: [...entry.uses, ...below.flatMap((other) => other.uses)],
      tighter: tighterEntries(entry, others, below),
    };
  });
  return { change: { spec: { allowedHostPaths: allowed } }, elements };
}

function entriesOf(uses: readonly PodUse[]): Entry[] {
  const entries = new Map<string, Entry>();
  for (const each of uses) {
    if (typeof each.value !== 'object') continue;
    const pathPrefix = leastPathPrefix(String(each.value['path']));
    const readOnly = each.value['readOnly'] === true;
    const entry = entries.get(pathPrefix);
    if (entry === undefined) entries.set(pathPrefix, { pathPrefix, readOnly, uses: [each] });
    else {
      entry.readOnly &&= readOnly;
      entry.uses.push(each);
    }
  }
  return [...entries.values()];
}

/** One trailing slash is of no meaning, but taking it from a path that would then end in one again widens it. */
function leastPathPrefix(path: string): string {
  if (!path.endsWith('/')) return path;
  const trimmed = path.slice(0, -1);
  return trimmed === '' || trimmed.endsWith('/') ? path : trimmed;
}

function dominates(entry: Entry, other: Entry): boolean {
  return hasPathPrefix(other.pathPrefix, entry.pathPrefix) && (!entry.readOnly || other.readOnly);
}

function toAllowed({ pathPrefix, readOnly }: Entry): AllowedHostPath {
  return readOnly ? { pathPrefix, readOnly } : { pathPrefix };
}

/** An empty list would allow every path, so the only entry is not removed but made deeper. */
function tighterEntries(
  entry: Entry,
  others: readonly AllowedHostPath[],
  below: readonly Entry[],
): Tightening[] {
  const { pathPrefix } = entry;
  const deeper = below.map(toAllowed);
  const lengthened: readonly AllowedHostPath[] =
    others.length + deeper.length > 0
      ? [...others, ...deeper]
      : [{ ...toAllowed(entry), pathPrefix: `${pathPrefix.replace(/\/$/u, '')}/deeper` }];
  return [
    {
      step:
        deeper.length > 0 ? `lengthen ${pathPrefix} to the paths in use below it` : `remove ${pathPrefix}`,
      change: { spec: { allowedHostPaths: lengthened } },
    },
    ...(entry.readOnly
      ? []
      : [
          {
            step: `set readOnly for ${pathPrefix}`,
            change: { spec: { allowedHostPaths: [...others, { pathPrefix, readOnly: true }] } },
          },
        ]),
  ];
}
