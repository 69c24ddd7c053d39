import type { Pod } from '#libs/kubernetes';
import type { ContainerProfile, RuntimeProfile } from '#libs/profiles';

import {
  type ContainerFacts,
  effectivePermissions,
  placedContainers,
} from '../effective-permissions/effective-permissions.js';
import { needsOf } from '../evidence/needs.js';
import { DEFAULT_THRESHOLDS, type EvidenceThresholds } from '../evidence/thresholds.js';
import type { Finding } from '../finding.js';
import { judgeNarrowings } from '../narrowings/narrowings.js';
import type { SeccompProfileLookup } from './judge-input.js';

/** What narrowings are judged with. */
export interface Observations {
  readonly profile?: RuntimeProfile;
  readonly thresholds?: EvidenceThresholds;
  readonly seccompProfiles?: SeccompProfileLookup;
}

/**
 * The findings of every narrowing between two pods, container by container (matched by name; one that is only in one
 * of them loses nothing) and for every set of node facts that the profile knows.
 */
export function judgePods(before: Pod, after: Pod, observations: Observations): Finding[] {
  const { profile, thresholds = DEFAULT_THRESHOLDS, seccompProfiles } = observations;
  const profiles = profilesByName(profile);
  const originals = new Map(placedContainers(before).map((placed) => [placed.container.name, placed]));
  const podNeeds = placedContainers(after).map(({ container }) => needsOf(profiles.get(container.name)));
  const findings: Finding[] = [];
  for (const placed of placedContainers(after)) {
    const original = originals.get(placed.container.name);
    if (original === undefined) continue;
    const containerProfile = profiles.get(placed.container.name);
    for (const facts of factsOf(profile, containerProfile)) {
      findings.push(
        ...judgeNarrowings({
          before: effectivePermissions(before, original, facts),
          after: effectivePermissions(after, placed, facts),
          needs: needsOf(containerProfile),
          podNeeds,
          thresholds,
          ...(seccompProfiles !== undefined && { seccompProfiles }),
        }),
      );
    }
  }
  return findings;
}

const byName = new WeakMap<RuntimeProfile, ReadonlyMap<string, ContainerProfile>>();
const NO_PROFILES: ReadonlyMap<string, ContainerProfile> = new Map();

function profilesByName(profile: RuntimeProfile | undefined): ReadonlyMap<string, ContainerProfile> {
  if (profile === undefined) return NO_PROFILES;
  let map = byName.get(profile);
  if (map === undefined) {
    map = new Map(profile.containers.map((container) => [container.name, container]));
    byName.set(profile, map);
  }
  return map;
}

function factsOf(
  profile: RuntimeProfile | undefined,
  container: ContainerProfile | undefined,
): readonly ContainerFacts[] {
  const image = { imageUsers: container?.imageUsers ?? [], imageVolumes: container?.imageVolumes ?? [] };
  const nodes = profile === undefined || profile.nodeFacts.length === 0 ? [{}] : profile.nodeFacts;
  return nodes.map((node) => ({ node, ...image }));
}
