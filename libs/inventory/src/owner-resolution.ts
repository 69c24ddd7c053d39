import type { ObservedPod } from '#libs/events';
import { isNodeOwner, type WorkloadReference } from '#libs/kubernetes';

/** An object that may own pods. */
export interface OwnerReference {
  readonly kind: string;
  readonly name: string;
}

/** What the inventory knows of one namespace: who owns an object, and whether it is a workload itself. */
export interface KnownOwners {
  ownerOf(object: OwnerReference): OwnerReference | undefined;
  isWorkload(object: OwnerReference): boolean;
}

/** What ReplicaSet names end in: a hash in the alphabet of rand.SafeEncodeString (apimachinery/pkg/util/rand). */
const replicaSetName = /^(.+)-[bcdfghjklmnpqrstvwxz2456789]{1,10}$/;
/** A CronJob's Jobs end in the scheduled time: in minutes since 1.21, in seconds before. */
const jobName = /^(.+)-\d{8,10}$/;
/** Pods made from `generateName` end in five characters of the same alphabet; those of StatefulSets in a number. */
const podName = /^(.+)-[bcdfghjklmnpqrstvwxz2456789]{5}$/;
const statefulPodName = /^(.+)-\d+$/;

/**
 * The workload of a pod, the top of its chain of controllers, as far as the inventory can tell; undefined if it has
 * nothing to say. Names count only together with the inventory: `web-7d9c` belongs to the Deployment `web` if there is
 * one, and a pod without a known owner to the workload that its name begins with.
 */
export function resolveWorkload(observed: ObservedPod, known: KnownOwners): WorkloadReference | undefined {
  const { cluster, namespace, pod, owner } = observed;
  const itself = { kind: 'Pod', name: pod };
  // The name of a static pod ends with that of its node, which may look as if a controller had made it up.
  const told = owner !== undefined && isNodeOwner(owner) ? itself : owner;
  let top = told ?? known.ownerOf(itself) ?? ownerByPodName(pod, known) ?? itself;
  let found = told === undefined && top !== itself;
  // Chains are short (Pod, ReplicaSet, Deployment, custom resource); the bound guards against circles.
  for (let depth = 0; depth < 8; depth += 1) {
    const next = known.ownerOf(top) ?? ownerByName(top, known);
    if (next === undefined) break;
    top = next;
    found = true;
  }
  return found || known.isWorkload(top) ? { cluster, namespace, kind: top.kind, name: top.name } : undefined;
}

function ownerByName(object: OwnerReference, known: KnownOwners): OwnerReference | undefined {
  if (known.isWorkload(object)) return undefined;
  const candidate =
    object.kind === 'ReplicaSet'
      ? named('Deployment', replicaSetName.exec(object.name)?.[1])
      : object.kind === 'Job'
        ? named('CronJob', jobName.exec(object.name)?.[1])
        : undefined;
  return candidate !== undefined && known.isWorkload(candidate) ? candidate : undefined;
}

function ownerByPodName(pod: string, known: KnownOwners): OwnerReference | undefined {
  const generated = podName.exec(pod)?.[1];
  const candidates = [
    named('Deployment', generated === undefined ? undefined : replicaSetName.exec(generated)?.[1]),
    named('StatefulSet', statefulPodName.exec(pod)?.[1]),
    ...['DaemonSet', 'ReplicaSet', 'Job', 'ReplicationController'].map((kind) => named(kind, generated)),
    named('CronJob', generated === undefined ? undefined : jobName.exec(generated)?.[1]),
  ];
  return candidates.find((candidate) => candidate !== undefined && known.isWorkload(candidate));
}

function named(kind: string, name: string | undefined): OwnerReference | undefined {
  return name === undefined ? undefined : { kind, name };
}
