import { UNKNOWN_POD, unknownPod } from '#libs/kubernetes';
import { rows, type SqlRunner, workloadId } from '#libs/persistence';
import { z } from 'zod';
import { isLive } from './silence.js';

const clusterRow = z.object({ cluster: z.string(), watched: z.boolean(), parked: z.int() });

interface Known {
  readonly until: number;
  /** It is, or was: its pods are known one by one. */
  readonly everWatched: boolean;
  readonly watched: boolean;
  parked: number;
  /** UIDs of pods that are in that number: a pod is asked for again and again while it is parked. */
  readonly counted: Set<string>;
}

interface Pod {
  readonly cluster: string;
  readonly namespace: string;
  readonly uid?: string | undefined;
}

/** Which clusters are watched, and how many of their pods are parked; asked again from time to time. */
export class WatchedClusters {
  readonly #known = new Map<string, Known>();

  constructor(
    private readonly runner: SqlRunner,
    private readonly mostParked: number,
    private readonly keepFor: number,
    /** In ms, of a clock that only goes forward. */
    private readonly now: () => number,
    /** Told of each pod that is not parked, as too many of its cluster are. */
    private readonly notParked: () => void = () => undefined,
  ) {}

  /** Reads what has to be known of the clusters of these pods. */
  async read(pods: readonly { readonly cluster: string }[]): Promise<void> {
    const time = this.now();
    const missing = new Set<string>();
    for (const { cluster } of pods) if ((this.#known.get(cluster)?.until ?? 0) <= time) missing.add(cluster);
    if (missing.size > 0) await this.#load([...missing], time + this.keepFor);
  }

  /** Somebody watches it now. */
  isWatched(cluster: string): boolean {
    return this.#known.get(cluster)?.watched === true;
  }

  wasEverWatched(cluster: string): boolean {
    return this.#known.get(cluster)?.everWatched === true;
  }

  /** Reads which of these pods are parked already; `park` counts those once more of which it has not been read. */
  async readParked(pods: readonly Pod[]): Promise<void> {
    const places = new Map<string, Pod & { readonly uid: string }>();
    for (const { cluster, namespace, uid } of pods) {
      const known = this.#known.get(cluster);
      if (uid === undefined || known?.watched !== true || known.counted.has(uid)) continue;
      places.set(workloadId(unknownPod(cluster, namespace, uid)), { cluster, namespace, uid });
    }
    if (places.size === 0 || this.mostParked === 0) return;
    const parked = await rows(
      this.runner,
      z.object({ id: z.string() }),
      `SELECT id FROM workloads WHERE id = ANY ($1::uuid[])`,
      [[...places.keys()]],
    );
    for (const { id } of parked) {
      const place = places.get(id);
      if (place !== undefined) this.#known.get(place.cluster)?.counted.add(place.uid);
    }
  }

  /** Whether a pod of the cluster is parked, or one more may be; counts it then. */
  park(cluster: string, uid: string): boolean {
    const known = this.#known.get(cluster);
    if (known?.watched !== true || this.mostParked === 0) return false;
    if (known.counted.has(uid)) return true;
    if (known.parked >= this.mostParked) {
      this.notParked();
      return false;
    }
    known.parked += 1;
    known.counted.add(uid);
    return true;
  }

  async #load(clusters: readonly string[], until: number): Promise<void> {
    const found = await rows(
      this.runner,
      clusterRow,
      `SELECT c.cluster, ${isLive('c.heartbeat_at')} AS watched,
         (SELECT count(*)::int FROM workloads w WHERE w.kind = '${UNKNOWN_POD}' AND w.cluster = c.cluster) AS parked
       FROM cluster_watches c WHERE c.cluster = ANY ($1::text[])`,
      [clusters],
    );
    const byCluster = new Map(found.map((row) => [row.cluster, row]));
    for (const cluster of clusters) {
      const row = byCluster.get(cluster);
      const { watched = false, parked = 0 } = row ?? {};
      this.#known.set(cluster, {
        until,
        everWatched: row !== undefined,
        watched,
        parked,
        counted: new Set(),
      });
    }
  }
}
