import { type Dimension, isDimension } from '#libs/events';
import { nanosecondsColumn, rows, type SqlRunner } from '#libs/persistence';
import { type Learning, type SamePods, samePods, type SeenPod, type Watch } from '#libs/profiles';
import { z } from 'zod';
import { templateHashOf } from '../template-hash.js';
import type { DayRange } from './interactive-items.js';

const description = z.object({
  image: z.string().optional(),
  digest: z.string().optional(),
  user: z.string().optional(),
  volumes: z.array(z.string()).optional(),
});

/** A container, and what was decided of how its profile is learned. */
export type LearningContainer = {
  readonly id: number;
  readonly workload_id: string;
  readonly name: string;
} & Learning;

/** A container of a pod, watched in the same way on some days. Dimensions are separated by blanks. */
const watchRow = z.object({
  container_id: z.int(),
  pod_id: z.int(),
  image_id: z.string(),
  days: z.array(z.string()),
  recent: z.boolean(),
  covers: z.string(),
  covers_partly: z.string(),
  from_start: z.boolean(),
  ended: z.boolean(),
  from_ns: nanosecondsColumn,
  last_from_ns: nanosecondsColumn,
  to_ns: nanosecondsColumn,
  uid: z.string(),
  namespace: z.string(),
  pod_name: z.string(),
  owner_kind: z.string().nullable(),
  owner_name: z.string().nullable(),
  template_hash: z.string().nullable(),
});
const imageRow = z.object({ id: z.string(), description });
/** What is known of images, by their ids. */
export type Descriptions = ReadonlyMap<string, z.infer<typeof description>>;
export type WatchRow = z.infer<typeof watchRow>;

/**
 * How containers were watched, by container, and which of their pods are the same. Days are merged in the database: a
 * DaemonSet of 1,000 nodes is watched on 90,000 days of pods, and in the same way on almost all of them. Only where one name
 * stands for several pods, one on each day, do the days stay apart.
 */
export async function readWatches(
  runner: SqlRunner,
  containers: readonly LearningContainer[],
  range: DayRange,
): Promise<{
  readonly watched: ReadonlyMap<number, readonly WatchRow[]>;
  readonly same: (workload: string) => SamePods;
}> {
  const merged = await readWatchRows(runner, containers, range);
  const watched = Map.groupBy(merged, (row) => row.container_id);
  const same = samePodsOf(containers, watched);
  const workloads = new Set(containers.map(({ workload_id }) => workload_id));
  const several = new Set([...workloads].flatMap((workload) => [...same(workload).several]));
  if (several.size === 0) return { watched, same };
  const apart = await readWatchRows(runner, containers, range, several);
  const others = merged.filter(({ pod_id }) => !several.has(pod_id));
  return { watched: Map.groupBy([...others, ...apart], (row) => row.container_id), same };
}

/** Of all pods, with their days merged; or of some, each day for itself. */
function readWatchRows(
  runner: SqlRunner,
  containers: readonly LearningContainer[],
  { from, to }: DayRange,
  apart?: ReadonlySet<number>,
): Promise<WatchRow[]> {
  return rows(
    runner,
    watchRow,
    `WITH merged AS (
       SELECT container_id, pod_id, image_id, array_agg(day::text ORDER BY day) AS days, day >= since AS recent,
         array_to_string(covers, ' ') AS covers, array_to_string(covers_partly, ' ') AS covers_partly, from_start, ended,
         min(from_ns)::text AS from_ns, max(from_ns)::text AS last_from_ns, max(to_ns)::text AS to_ns
       FROM runtime_watches
         JOIN unnest($1::integer[], $2::date[]) AS wanted (container_id, since) USING (container_id)
       WHERE day BETWEEN $3::date AND $4::date ${apart === undefined ? '' : 'AND pod_id = ANY($5::integer[])'}
       GROUP BY container_id, pod_id, image_id, recent, covers, covers_partly, from_start, ended
         ${apart === undefined ? '' : ', day'}
     )
     SELECT merged.*, uid, namespace, name AS pod_name, owner_kind, owner_name, template_hash
     FROM merged JOIN runtime_pods AS pod ON pod.id = pod_id`,
    [
      containers.map(({ id }) => id),
      containers.map(({ since = '-infinity' }) => since),
      from,
      to,
      ...(apart === undefined ? [] : [[...apart]]),
    ],
  );
}

/** What is known of images, by their ids. */
export async function readImages(
  runner: SqlRunner,
  watched: Iterable<readonly WatchRow[]>,
): Promise<Descriptions> {
  const ids = new Set([...watched].flatMap((ofContainer) => ofContainer.map(({ image_id }) => image_id)));
  const found = await rows(
    runner,
    imageRow,
    `SELECT id, description FROM runtime_images WHERE id = ANY($1::uuid[])`,
    [[...ids]],
  );
  return new Map(found.map((row) => [row.id, row.description]));
}

/** Which pods are the same, by workload: of all its containers, as an agent may see some of them only. */
function samePodsOf(
  containers: readonly LearningContainer[],
  watched: ReadonlyMap<number, readonly WatchRow[]>,
): (workload: string) => SamePods {
  const byWorkload = Map.groupBy(containers, ({ workload_id }) => workload_id);
  const same = new Map(
    [...byWorkload].map(([workload, own]) => {
      const seen = own.flatMap(({ id }) => watched.get(id) ?? []);
      return [workload, samePods(seen.map(seenPodOf))];
    }),
  );
  const none = samePods([]);
  return (workload) => same.get(workload) ?? none;
}

function seenPodOf({ pod_id: pod, uid, namespace, pod_name: name, days }: WatchRow): SeenPod {
  return { pod, uid, namespace, name, days };
}

/** Of the rows, with the pods that they are of. */
export function watchesOf(watches: readonly WatchRow[], same: SamePods, images: Descriptions): Watch[] {
  // Thousands of pods are watched in the same few ways.
  const dimensions = new Map<string, readonly Dimension[]>();
  const dimensionsIn = (text: string): readonly Dimension[] => {
    const known = dimensions.get(text) ?? text.split(' ').filter(isDimension);
    dimensions.set(text, known);
    return known;
  };
  return watches.map((row) => ({
    pod: same.watched(row.pod_id, row.days[0] ?? ''),
    days: row.days,
    covers: dimensionsIn(row.covers),
    coversPartly: dimensionsIn(row.covers_partly),
    fromStart: row.from_start,
    ended: row.ended,
    from: row.from_ns,
    lastFrom: row.last_from_ns,
    to: row.to_ns,
    run: row.owner_kind === 'Job' ? (row.owner_name ?? undefined) : undefined,
    templateHash: templateHashOf(row),
    imageDigest: images.get(row.image_id)?.digest,
  }));
}
