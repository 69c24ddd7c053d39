import type { NoPod, ObservedPod, PodIdentity } from '#libs/events';
import { isNodeOwner, unknownPod, type WorkloadReference } from '#libs/kubernetes';

/**
 * The workload of a pod, and how that is known: `owner`, the agent named it; `inventory`, objects of the cluster say so;
 * `derived`, the name of the owner looks like one that a controller made; `parked`, it is not known yet, and the workload is
 * a place of the pod's own until it is (see `ParkedPods`).
 */
export interface Attribution {
  readonly workload: WorkloadReference;
  readonly by: 'owner' | 'inventory' | 'derived' | 'parked';
  /** The version of the template that the pod was made from, where the inventory knows it. */
  readonly templateHash?: string | undefined;
  /** The pod's controller, where the inventory knows it: agents may leave it out. */
  readonly owner?: { readonly kind: string; readonly name: string } | undefined;
  /** Who the pod is, where the agent does not know its UID. */
  readonly identity?: PodIdentity | undefined;
}

/** Finds the workloads (top controllers) of pods. */
export interface WorkloadResolver {
  /** In the order of the pods. */
  resolve(pods: readonly ObservedPod[]): Promise<readonly (Attribution | NoPod)[]>;
}

// The hash in the name of a ReplicaSet is written by rand.SafeEncodeString (apimachinery/pkg/util/rand), in an alphabet
// without vowels and what looks like them.
const replicaSetName = /^(.+)-[bcdfghjklmnpqrstvwxz2456789]{4,10}$/;
/** The name of a pod of a Deployment: name of the Deployment, hash of the template, and five letters. */
export const podOfReplicaSetName =
  /^(.+)-([bcdfghjklmnpqrstvwxz2456789]{6,10})-[bcdfghjklmnpqrstvwxz2456789]{5}$/;
// pkg/controller/cronjob names Jobs after the scheduled time, in minutes since 1.21, in seconds before.
const jobName = /^(.+)-(?:\d{8}|\d{10})$/;

/** Goes by names alone: for where there is no inventory. */
export const byName: WorkloadResolver = {
  resolve: (pods) =>
    Promise.resolve(pods.map((pod) => (pod.pod === '' ? { by: 'no-pod' as const } : attributeByName(pod)))),
};

/** Leaves every pod where it is parked. */
export const parkEverything: WorkloadResolver = {
  resolve: (pods) =>
    Promise.resolve(
      pods.map(({ cluster, namespace, pod, uid = pod }) => ({
        workload: unknownPod(cluster, namespace, uid),
        by: 'parked',
      })),
    ),
};

export function attributeByName({ cluster, namespace, pod, owner }: ObservedPod): Attribution {
  const attribution = (kind: string, name: string, by: Attribution['by']): Attribution => ({
    workload: { cluster, namespace, kind, name },
    by,
  });
  if (owner === undefined) {
    const deployment = podOfReplicaSetName.exec(pod)?.[1];
    return deployment === undefined
      ? attribution('Pod', pod, 'owner')
      : attribution('Deployment', deployment, 'derived');
  }
  if (isNodeOwner(owner)) return attribution('Pod', pod, 'owner');
  const made =
    owner.kind === 'ReplicaSet'
      ? replicaSetName.exec(owner.name)?.[1]
      : owner.kind === 'Job'
        ? jobName.exec(owner.name)?.[1]
        : undefined;
  if (made === undefined) return attribution(owner.kind, owner.name, 'owner');
  return attribution(owner.kind === 'Job' ? 'CronJob' : 'Deployment', made, 'derived');
}
