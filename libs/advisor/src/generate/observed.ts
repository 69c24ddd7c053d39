import { type PodShape, workloadKey } from '#libs/kubernetes';
import type { RuntimeProfile } from '#libs/profiles';

/** The profile of a pod's workload. Where a manifest names no cluster, the workload's name and namespace decide. */
export type ProfileLookup = (shape: PodShape) => RuntimeProfile | undefined;

export function profileLookup(profiles: readonly RuntimeProfile[]): ProfileLookup {
  const byKey = new Map(profiles.map((profile) => [workloadKey(profile.workload), profile]));
  const byName = new Map(
    profiles.map((profile) => [workloadKey({ ...profile.workload, cluster: '' }), profile]),
  );
  return ({ workload }) =>
    byKey.get(workloadKey(workload)) ??
    (workload.cluster === '' ? byName.get(workloadKey(workload)) : undefined);
}
