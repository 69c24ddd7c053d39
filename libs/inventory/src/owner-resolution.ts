import type { WorkloadReference } from '#libs/kubernetes';

/** An object that may own pods. */
export interface OwnerReference {
  readonly kind: string;
  readonly name: string;
}

/** A pod as an agent describes it. */
export interface ObservedPod {
  readonly cluster: string;
  readonly namespace: string;
  readonly pod: string;
  /** The pod's controller; absent for a bare pod, or where the agent does not know. */
  readonly owner?: OwnerReference | undefined;
}

/** What the inventory knows: who owns an object, and whether it is a workload itself. */
export interface KnownOwners {
  ownerOf(namespace: string, object: OwnerReference): OwnerReference | undefined;
  isWorkload(namespace: string, object: OwnerReference): boolean;
}

/** What ReplicaSet names end in: a hash in the alphabet of rand.SafeEncodeString (apimachinery/pkg/util/rand). */
const replicaSetName = /^(.+)-[bcdfghjklmnpqrstvwxz2456789]{4,10}$/;
/** A CronJob's Jobs end in the scheduled time: in minutes since 1.21, in seconds before. */
const jobName = /^(.+)-\d{8,10}$/;
/** Pods made from `generateName` end in five characters of the same alphabet; those of StatefulSets in a number. */
const podName = /^(.+)-[bcdfghjklmnpqrstvwxz2456789]{5}$/;
const statefulPodName = /^(.+)-\d+$/;

/**
 * The workload of a pod: the top of its chain of controllers. What the inventory knows counts first. Beyond it names
 * tell: a ReplicaSet whose name ends in a hash belongs to a Deployment, a Job whose name ends in a time to a CronJob,
 * unless the inventory has it as a workload of its own. A pod without a known owner belongs to a workload that the
 * inventory has under the name that the pod's name begins with; otherwise it is a workload itself.
 */
export function resolveWorkload(observed: ObservedPod, known: KnownOwners): WorkloadReference {
  const { cluster, namespace, pod } = observed;
  const direct = observed.owner ?? known.ownerOf(namespace, { kind: 'Pod', name: pod });
  let top = direct ?? ownerByPodName(namespace, pod, known) ?? { kind: 'Pod', name: pod };
  // Chains are short (Pod, ReplicaSet, Deployment, custom resource); the bound guards against circles.
  for (let depth = 0; depth < 8; depth += 1) {
    const next = known.ownerOf(namespace, top) ?? ownerByName(namespace, top, known);
    if (next === undefined) break;
    top = next;
  }
  return { cluster, namespace, kind: top.kind, name: top.name };
}

function ownerByName(
  namespace: string,
  object: OwnerReference,
  known: KnownOwners,
): OwnerReference | undefined {
  if (known.isWorkload(namespace, object)) return undefined;
  switch (object.kind) {
    case 'ReplicaSet':
      return named('Deployment', replicaSetName.exec(object.name)?.[1]);
    case 'Job':
      return named('CronJob', jobName.exec(object.name)?.[1]);
    default:
      return undefined;
  }
}

function ownerByPodName(namespace: string, pod: string, known: KnownOwners): OwnerReference | undefined {
  const generated = podName.exec(pod)?.[1];
  const candidates = [
    named('Deployment', generated === undefined ? undefined : replicaSetName.exec(generated)?.[1]),
    named('StatefulSet', statefulPodName.exec(pod)?.[1]),
    ...['DaemonSet', 'ReplicaSet', 'Job', 'ReplicationController'].map((kind) => named(kind, generated)),
    named('CronJob', generated === undefined ? undefined : jobName.exec(generated)?.[1]),
  ];
  return candidates.find((candidate) => candidate !== undefined && known.isWorkload(namespace, candidate));
}

function named(kind: string, name: string | undefined): OwnerReference | undefined {
  return name === undefined ? undefined : { kind, name };
}
