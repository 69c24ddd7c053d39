import { nanosecondsColumn, rows, type SqlRunner } from '#libs/persistence';
import { podsOf } from '../flush/pod-sets.js';
import { type ExecSession, onlyInSessions } from '#libs/profiles';
import { z } from 'zod';

/** A container of a pod, as far as it was watched in the window. */
export interface WatchedContainer {
  readonly container: number;
  readonly name: string;
  readonly cluster: string;
  readonly namespace: string;
  readonly watches: readonly {
    readonly pod_id: number;
    readonly pod_name: string;
    readonly from_ns: string;
  }[];
}

/** UTC days, both included, as Postgres reads them. */
export interface DayRange {
  readonly from: string;
  readonly to: string;
}

const sessionRow = z.object({
  cluster: z.string(),
  namespace: z.string(),
  pod: z.string(),
  container: z.string(),
  from_ns: nanosecondsColumn,
  to_ns: nanosecondsColumn,
});
type SessionRow = z.infer<typeof sessionRow>;
const sightingRow = z.object({
  container_id: z.int(),
  item: z.string(),
  first: nanosecondsColumn,
  last: nanosecondsColumn,
  pods: z.array(z.int()),
});

const none: ReadonlySet<string> = new Set();

/** Ids of the items of containers that were seen only while somebody was inside by `kubectl exec`, by container. */
export async function readInteractiveItems(
  runner: SqlRunner,
  containers: readonly WatchedContainer[],
  range: DayRange,
): Promise<(container: number) => ReadonlySet<string>> {
  const sessions = await readSessions(runner, containers, range);
  if (sessions.length === 0) return () => none;
  const entered = containers.flatMap((container) => {
    const own = sessionsIn(container, sessions);
    return own.length === 0 ? [] : [{ container, sessions: own }];
  });
  const sightings = Map.groupBy(await readSightings(runner, entered, range), (row) => row.container_id);
  const items = new Map(
    entered.map(({ container: { container, watches }, sessions: own }) => {
      const since = new Map<number, string>();
      for (const { pod_id, from_ns } of watches) {
        const known = since.get(pod_id);
        if (known === undefined || from_ns < known) since.set(pod_id, from_ns);
      }
      return [container, onlyInSessions(sightings.get(container) ?? [], own, since)];
    }),
  );
  return (container) => items.get(container) ?? none;
}

/** A session is kept on the day on which it ended: it may have begun in the window, and ended after it. */
function readSessions(
  runner: SqlRunner,
  containers: readonly WatchedContainer[],
  { from, to }: DayRange,
): Promise<SessionRow[]> {
  const namespaces = new Map(
    containers.map(({ cluster, namespace }) => [`${cluster}/${namespace}`, { cluster, namespace }]),
  );
  const pods = [...new Set(containers.flatMap(({ watches }) => watches.map(({ pod_name }) => pod_name)))];
  return rows(
    runner,
    sessionRow,
    `SELECT cluster, namespace, pod, container, lower(session)::text AS from_ns, (upper(session) - 1)::text AS to_ns
     FROM runtime_interactions
       JOIN unnest($1::text[], $2::text[]) AS wanted (cluster, namespace) USING (cluster, namespace)
       CROSS JOIN unnest(sessions) AS session
     WHERE kind = 'exec' AND pod = ANY($3::text[])
       AND day >= $4::date AND ($5::date = 'infinity' OR day <= $5::date + 1)`,
    [
      [...namespaces.values()].map(({ cluster }) => cluster),
      [...namespaces.values()].map(({ namespace }) => namespace),
      pods,
      from,
      to,
    ],
  );
}

function sessionsIn(
  { cluster, namespace, name, watches }: WatchedContainer,
  sessions: readonly SessionRow[],
): readonly ExecSession[] {
  return sessions.flatMap(({ pod, container, from_ns: from, to_ns: to, ...place }) => {
    if (place.cluster !== cluster || place.namespace !== namespace || container !== name) return [];
    const ids = new Set(watches.flatMap(({ pod_id, pod_name }) => (pod_name === pod ? [pod_id] : [])));
    return [...ids].map((id) => ({ pod: id, from, to }));
  });
}

/** All sightings of items that no other pods have shown than those that somebody was in. */
function readSightings(
  runner: SqlRunner,
  entered: readonly { readonly container: WatchedContainer; readonly sessions: readonly ExecSession[] }[],
  { from, to }: DayRange,
): Promise<z.infer<typeof sightingRow>[]> {
  return rows(
    runner,
    sightingRow,
    `WITH entered AS (
       SELECT container_id, pods::integer[] AS entered FROM unnest($1::integer[], $2::text[]) AS e (container_id, pods)
     ), seen AS (
       SELECT container_id, item_id, bool_and(all_pods <@ entered) OVER (PARTITION BY container_id, item_id) AS inside,
         first_ns, last_ns, all_pods AS pods
       FROM runtime_observations AS o JOIN entered USING (container_id)
         CROSS JOIN LATERAL (SELECT ${podsOf('o')} AS all_pods) AS shown
       WHERE day BETWEEN $3::date AND $4::date
     )
     SELECT container_id, item_id::text AS item, first_ns::text AS first, last_ns::text AS last, pods
     FROM seen WHERE inside`,
    [
      entered.map(({ container }) => container.container),
      entered.map(({ sessions }) => `{${[...new Set(sessions.map(({ pod }) => pod))].join(',')}}`),
      from,
      to,
    ],
  );
}
