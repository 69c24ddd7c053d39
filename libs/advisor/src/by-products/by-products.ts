import { type PodShape, type WorkloadReference, workloadKey } from '#libs/kubernetes';
import type { RuntimeProfile } from '#libs/profiles';
import { bytewise } from '#libs/psp';

import { DEFAULT_THRESHOLDS, type EvidenceThresholds } from '../evidence/thresholds.js';
import { profileLookup } from '../generate/observed.js';
import { type CapabilityList, capabilityListFor } from './capability-list.js';
import { type HardenedContainer, hardenContainer } from './harden-container.js';
import { type GeneratedSeccompProfile, seccompProfileFor } from './seccomp-profile.js';

/** What else the observations of a container are good for. What nobody watched gives nothing. */
export interface ByProducts {
  readonly workload: WorkloadReference;
  readonly container: string;
  readonly capabilities?: CapabilityList;
  readonly seccomp?: GeneratedSeccompProfile;
  /** The tightest security context that nothing observed speaks against. */
  readonly hardened?: HardenedContainer;
}

/**
 * The by-products of every container, init containers included, of the templates among the shapes. Sorted by workload,
 * containers in the order of the pod. A workload without a profile has none.
 */
export function byProductsOf(
  shapes: readonly PodShape[],
  profiles: readonly RuntimeProfile[],
  thresholds: EvidenceThresholds = DEFAULT_THRESHOLDS,
): ByProducts[] {
  const profileOf = profileLookup(profiles);
  const templates = shapes
    .filter(({ origin }) => origin === 'template')
    .toSorted((a, b) => bytewise(workloadKey(a.workload), workloadKey(b.workload)));
  return templates.flatMap((shape) => {
    const { workload, pod } = shape;
    const profile = profileOf(shape);
    if (profile === undefined) return [];
    return [...(pod.spec.initContainers ?? []), ...pod.spec.containers].map(({ name }) => {
      const observed = profile.containers.find((each) => each.name === name);
      const capabilities = observed === undefined ? undefined : capabilityListFor(observed, thresholds);
      const seccomp = observed === undefined ? undefined : seccompProfileFor(observed, thresholds);
      const hardened = hardenContainer(pod, name, { profile, thresholds });
      return {
        workload,
        container: name,
        ...(capabilities !== undefined && { capabilities }),
        ...(seccomp !== undefined && { seccomp }),
        ...(hardened !== undefined && { hardened }),
      };
    });
  });
}
