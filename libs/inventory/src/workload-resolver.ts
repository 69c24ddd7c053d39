import { namedUid, type NoPod, type ObservedPod, type PodIdentity } from '#libs/events';
import { unknownPod, type WorkloadReference } from '#libs/kubernetes';
import { containerOf, type Identification, identifyPods, isStandIn } from './live/identify-pods.js';
import { podKey, readKnownPods } from './live/known-pods.js';
import { WatchedClusters } from './live/watched-clusters.js';
import { rows, type SqlRunner } from '#libs/persistence';
import { z } from 'zod';
import { type KnownOwners, type OwnerReference, resolveWorkload } from './owner-resolution.js';

/** How a workload was found; see the resolver of libs/ingestion, of which this is one. */
export interface Attribution {
  readonly workload: WorkloadReference;
  readonly by: 'owner' | 'inventory' | 'derived' | 'parked';
  /** The version of the template that the pod was made from, where the inventory knows it. */
  readonly templateHash?: string | undefined;
  readonly owner?: OwnerReference | undefined;
  readonly identity?: PodIdentity | undefined;
}

export interface WorkloadResolver {
  /** In the order of the pods. */
  resolve(pods: readonly ObservedPod[]): Promise<readonly (Attribution | NoPod)[]>;
}

export interface InventoryResolverOptions {
  /** Asked for pods of which the inventory knows nothing. */
  readonly otherwise: WorkloadResolver;
  /** What was read of a namespace is used for so long, in ms. */
  readonly keepFor?: number;
  /**
   * Pods of watched clusters that the inventory does not know yet are parked, as long as fewer than so many are in their
   * cluster; absent: no pod is.
   */
  readonly mostParked?: number;
  /** Told of each pod that goes where its name says, as too many of its cluster are parked. */
  readonly notParked?: () => void;
  /**
   * Whether the name of a pod has to do where its container is not known; else that is waited for: pods may have had the
   * name one after the other, and the latest not be known yet.
   */
  readonly namesSuffice?: boolean;
  /** Namespaces kept at a time. */
  readonly keepNamespaces?: number;
  /** A clock in ms that only goes forward. */
  readonly now?: () => number;
}

const ownerRow = z.object({
  cluster: z.string(),
  namespace: z.string(),
  kind: z.string(),
  name: z.string(),
  owner_kind: z.string().nullable(),
  owner_name: z.string().nullable(),
});

/** Finds the workloads of pods by what the inventory knows of their namespaces. */
export function inventoryResolver(
  runner: SqlRunner,
  {
    otherwise,
    keepFor = 10_000,
    mostParked = 0,
    notParked,
    namesSuffice = false,
    keepNamespaces = 500,
    now = () => performance.now(),
  }: InventoryResolverOptions,
): WorkloadResolver {
  const kept = new Map<string, { readonly until: number; readonly known: NamespaceOwners }>();

  async function load(pods: readonly ObservedPod[]): Promise<void> {
    const missing = new Map<string, ObservedPod>();
    const time = now();
    for (const pod of pods) {
      const key = keyOf(pod);
      if ((kept.get(key)?.until ?? 0) <= time) missing.set(key, pod);
    }
    if (missing.size === 0) return;
    const found = Map.groupBy(await readOwners(runner, [...missing.values()]), keyOf);
    for (const key of missing.keys()) {
      kept.delete(key);
      kept.set(key, { until: time + keepFor, known: knownOwners(found.get(key) ?? []) });
    }
    for (const [oldest] of kept) {
      if (kept.size <= Math.max(keepNamespaces, missing.size)) break;
      kept.delete(oldest);
    }
  }

  const watches = new WatchedClusters(runner, mostParked, keepFor, now, notParked);

  return {
    resolve: async (pods) => {
      await load(pods.filter(({ pod }) => pod !== ''));
      await watches.read(pods);
      const everWatched = pods.filter(({ cluster }) => watches.wasEverWatched(cluster));
      const known = await readKnownPods(runner, everWatched);
      const identified = await identifyPods(
        runner,
        everWatched,
        ({ cluster }) => namesSuffice || !watches.isWatched(cluster),
      );
      const answers = pods.map((pod): Attribution | NoPod | undefined => {
        const isWatched = watches.isWatched(pod.cluster);
        const found = identified.get(pod);
        const told = found === undefined ? undefined : attributionOf(pod, found, isWatched);
        if (told !== undefined) return told;
        const live = found?.is === 'later' && isWatched ? undefined : known.get(podKey(pod));
        if (live !== undefined) {
          return containerOf(pod) !== undefined && pod.uid !== undefined
            ? { ...live, identity: { ...nameOf(pod), uid: pod.uid } }
            : live;
        }
        const owners = kept.get(keyOf(pod))?.known;
        // In a watched cluster a name is no more than a guess: what made the pod will be known soon.
        if (isWatched && !isKnownOwner(pod.owner, owners)) return undefined;
        if (isWatched && isStandIn(pod) && !namesSuffice) return undefined;
        const workload = owners === undefined ? undefined : resolveWorkload(pod, owners);
        return workload === undefined ? undefined : { workload, by: 'inventory' };
      });
      await watches.readParked(pods.filter((_, index) => answers[index] === undefined));
      const parked = pods.map((pod, index) =>
        answers[index] === undefined && pod.uid !== undefined && watches.park(pod.cluster, pod.uid)
          ? unknownPod(pod.cluster, pod.namespace, pod.uid)
          : undefined,
      );
      const unknown = pods.filter((_, index) => answers[index] === undefined && parked[index] === undefined);
      const others = (unknown.length === 0 ? [] : await otherwise.resolve(unknown)).values();
      return pods.flatMap((pod, index): Attribution | NoPod | readonly [] => {
        const place = parked[index];
        if (place !== undefined) {
          const found = identified.get(pod);
          const { uid } = pod;
          const identity =
            found?.is === 'later' && uid !== undefined
              ? { ...nameOf(pod), uid, from: found.from }
              : undefined;
          return { workload: place, by: 'parked', identity };
        }
        return answers[index] ?? others.next().value ?? [];
      });
    },
  };
}

/** What follows from what the inventory knows of a pod without a UID; undefined: nothing yet. */
function attributionOf(
  pod: ObservedPod,
  found: Identification,
  isWatched: boolean,
): Attribution | NoPod | undefined {
  switch (found.is) {
    case 'known': {
      const { uid, namespace, container, workload, owner, templateHash, from, until } = found;
      // By name alone, nobody knows who has it now where nobody watches.
      if (container === undefined && !isWatched) return { workload, by: 'inventory', templateHash };
      const identity = { uid, namespace, pod: found.pod, container, from, until };
      return { workload, by: 'inventory', templateHash, owner, identity };
    }
    case 'ambiguous':
      return pod.pod === '' ? { by: 'ambiguous-container', from: found.from, until: found.until } : undefined;
    case 'earlier': {
      const uid = namedUid(pod.namespace, pod.pod);
      const identity = isWatched ? { ...nameOf(pod), uid, until: found.until } : undefined;
      return { workload: found.workload, by: 'inventory', identity };
    }
    case 'later':
      return undefined;
  }
}

function nameOf({ namespace, pod }: ObservedPod): { readonly namespace: string; readonly pod: string } {
  return { namespace, pod };
}

/** What is known of a namespace. Agents name owners by their kind alone, which others may have too. */
interface NamespaceOwners extends KnownOwners {
  isAmbiguous(object: OwnerReference): boolean;
}

function isKnownOwner(owner: OwnerReference | undefined, known: NamespaceOwners | undefined): boolean {
  if (owner === undefined || known === undefined || known.isAmbiguous(owner)) return false;
  return known.isWorkload(owner) || known.ownerOf(owner) !== undefined;
}

function keyOf({ cluster, namespace }: { readonly cluster: string; readonly namespace: string }): string {
  return `${cluster}/${namespace}`;
}

async function readOwners(
  runner: SqlRunner,
  pods: readonly ObservedPod[],
): Promise<readonly z.infer<typeof ownerRow>[]> {
  return rows(
    runner,
    ownerRow,
    `WITH asked (cluster, namespace) AS (SELECT * FROM unnest($1::text[], $2::text[]))
     SELECT o.cluster, o.namespace, o.kind, o.name, o.owner_kind, o.owner_name
     FROM asked a JOIN inventory_owners o ON o.cluster = a.cluster AND o.namespace = a.namespace
     UNION ALL
     SELECT w.cluster, w.namespace, w.kind, w.name, NULL, NULL
     FROM asked a JOIN workloads w ON w.cluster = a.cluster AND w.namespace = a.namespace
       JOIN inventory_workloads i ON i.workload_id = w.id`,
    [pods.map(({ cluster }) => cluster), pods.map(({ namespace }) => namespace)],
  );
}

function knownOwners(found: readonly z.infer<typeof ownerRow>[]): NamespaceOwners {
  const owners = new Map<string, OwnerReference>();
  const workloads = new Set<string>();
  const key = ({ kind, name }: OwnerReference): string => `${kind}/${name}`;
  for (const row of found) {
    if (row.owner_kind === null || row.owner_name === null) workloads.add(key(row));
    else owners.set(key(row), { kind: row.owner_kind, name: row.owner_name });
  }
  const grouped = Map.groupBy(
    found.filter(({ kind, owner_kind: owner }) => owner === null && kind.includes('.')),
    ({ kind, name }) => key({ kind: kind.slice(0, kind.indexOf('.')), name }),
  );
  const isKnown = (object: OwnerReference): boolean => workloads.has(key(object)) || owners.has(key(object));
  return {
    // A kind without its group leads to the one object that has it with one, unless there is another without.
    ownerOf: (object) => {
      const [only, ...more] = isKnown(object) ? [] : (grouped.get(key(object)) ?? []);
      return only !== undefined && more.length === 0
        ? { kind: only.kind, name: only.name }
        : owners.get(key(object));
    },
    isWorkload: (object) => workloads.has(key(object)),
    isAmbiguous: (object) => (grouped.get(key(object)) ?? []).length + (isKnown(object) ? 1 : 0) > 1,
  };
}
