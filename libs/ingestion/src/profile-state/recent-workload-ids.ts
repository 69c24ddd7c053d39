import { RecentMap } from '#libs/events';
import { workloadKey, type WorkloadReference } from '#libs/kubernetes';
import { workloadId } from '#libs/persistence';

const ids = new RecentMap<string, string>(10_000);

/** The id of a workload (workloadId), of which many pods come one after the other. */
export function recentWorkloadId(workload: WorkloadReference): string {
  const key = workloadKey(workload);
  let id = ids.get(key);
  if (id === undefined) ids.set(key, (id = workloadId(workload)));
  return id;
}
