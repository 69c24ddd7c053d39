import { failuresOfToday, type PodFailure, podFailure, podFailureReason } from '#libs/advisor';
import { markWorkloads, rows, type SqlRunner } from '#libs/persistence';
import { z } from 'zod';
import type { ObservedFailure } from './read-failure.js';

/** How long failures count after they were last told of, in ms. */
export const failuresKeptFor = 7 * 24 * 3_600_000;
/** Of a cluster, and of a workload, the latest so many are kept: anybody may have Events written. */
const mostOfCluster = 10_000;
const mostOfWorkload = 20;

/**
 * Stores failures, and finds out whose they are. One that was told of already is the same Event, counted on; what comes
 * late or twice changes nothing. `now` decides which of them begin today: workloads of those are marked as changed.
 */
export async function storeFailures(
  transaction: SqlRunner,
  cluster: string,
  failures: readonly ObservedFailure[],
  now: Date,
): Promise<void> {
  const latest = [...new Map(failures.map((each) => [each.uid, each])).values()];
  await markBegunAgain(transaction, cluster, latest, now);
  await transaction.query(
    `INSERT INTO inventory_failures AS known
       (cluster, uid, namespace, object_kind, object_name, object_uid, container, stage, reason, message, count,
        first_seen, last_seen)
     SELECT $1, * FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
       $9::text[], $10::text[], $11::int[], $12::timestamptz[], $13::timestamptz[])
     ON CONFLICT (cluster, uid) DO UPDATE
       SET count = excluded.count, message = excluded.message, last_seen = excluded.last_seen
       WHERE (excluded.count, excluded.last_seen) > (known.count, known.last_seen)`,
    [
      cluster,
      latest.map(({ uid }) => uid),
      latest.map(({ namespace }) => namespace),
      latest.map(({ object }) => object.kind),
      latest.map(({ object }) => object.name),
      latest.map(({ objectUid }) => objectUid ?? null),
      latest.map(({ container }) => container ?? null),
      latest.map(({ stage }) => stage),
      latest.map(({ reason }) => reason),
      latest.map(({ message }) => message),
      latest.map(({ count }) => count),
      latest.map(({ firstSeen }) => firstSeen),
      latest.map(({ lastSeen }) => lastSeen),
    ],
  );
  await transaction.query(
    `DELETE FROM inventory_failures WHERE cluster = $1 AND uid IN (
       SELECT uid FROM inventory_failures WHERE cluster = $1 ORDER BY last_seen DESC, uid OFFSET $2)`,
    [cluster, mostOfCluster],
  );
  await attributeFailures(transaction, cluster, { events: latest.map(({ uid }) => uid) });
}

/** What came to be known, and with it, maybe, whose failures are. */
export interface Concerned {
  /** Failures themselves, by the UIDs of their Events. */
  readonly events?: readonly string[];
  /** Pods, by their UIDs. */
  readonly pods?: readonly string[];
  /** Workloads, and objects that belong to one. */
  readonly objects?: readonly { readonly namespace: string; readonly kind: string; readonly name: string }[];
}

/**
 * Finds the workloads of failures of which it is not known yet: that of the pod, what owns the object, or the object
 * itself. Events and what they are about are watched apart, so that either may come first. Only those are looked at that
 * are concerned; `everything`: all of the cluster.
 */
export async function attributeFailures(
  transaction: SqlRunner,
  cluster: string,
  concerned: Concerned | 'everything',
): Promise<void> {
  const uids = concerned === 'everything' ? null : await concernedOf(transaction, cluster, concerned);
  if (uids?.length === 0) return;
  const found = await rows(
    transaction,
    z.object({ workload_id: z.string() }),
    `UPDATE inventory_failures failure SET workload_id = found.id
     FROM (
       SELECT f.uid, coalesce(pod.workload_id, owning.id, itself.id) AS id
       FROM inventory_failures f
         LEFT JOIN inventory_pods pod
           ON f.object_kind = 'Pod' AND pod.cluster = f.cluster AND pod.uid = f.object_uid
             AND pod.namespace = f.namespace
         LEFT JOIN inventory_owners o
           ON o.cluster = f.cluster AND o.namespace = f.namespace AND o.kind = f.object_kind AND o.name = f.object_name
         LEFT JOIN workloads owning
           ON owning.cluster = f.cluster AND owning.namespace = f.namespace AND owning.kind = o.owner_kind
             AND owning.name = o.owner_name
         LEFT JOIN (workloads itself JOIN inventory_workloads i ON i.workload_id = itself.id)
           ON itself.cluster = f.cluster AND itself.namespace = f.namespace AND itself.kind = f.object_kind
             AND itself.name = f.object_name
       WHERE f.cluster = $1 AND f.workload_id IS NULL AND ($2::text[] IS NULL OR f.uid = ANY ($2))
     ) AS found
     WHERE failure.cluster = $1 AND failure.uid = found.uid AND found.id IS NOT NULL RETURNING failure.workload_id`,
    [cluster, uids],
  );
  const changed = [...new Set(found.map(({ workload_id: id }) => id))].toSorted();
  if (changed.length === 0) return;
  await transaction.query(
    `DELETE FROM inventory_failures WHERE (cluster, uid) IN (
       SELECT cluster, uid FROM (
         SELECT cluster, uid, row_number() OVER (PARTITION BY workload_id ORDER BY last_seen DESC, uid) AS place
         FROM inventory_failures WHERE workload_id = ANY ($1::uuid[])) AS placed
       WHERE place > $2)`,
    [changed, mostOfWorkload],
  );
  await markWorkloads(transaction, 'failure', changed);
}

/**
 * The failures of which it is not known yet whose they are, and that are concerned: themselves, by their pod, by their
 * object, or by what that belongs to.
 */
async function concernedOf(
  transaction: SqlRunner,
  cluster: string,
  { events = [], pods = [], objects = [] }: Concerned,
): Promise<readonly string[]> {
  if ([events, pods, objects].every(({ length }) => length === 0)) return [];
  const found = await rows(
    transaction,
    z.object({ uid: z.string() }),
    `WITH object AS (SELECT * FROM unnest($4::text[], $5::text[], $6::text[]) AS object (namespace, kind, name))
     SELECT f.uid FROM inventory_failures f
     WHERE f.cluster = $1 AND f.uid = ANY ($2::text[]) AND f.workload_id IS NULL
     UNION SELECT f.uid FROM inventory_failures f
     WHERE f.cluster = $1 AND f.object_uid = ANY ($3::text[]) AND f.workload_id IS NULL
     UNION SELECT f.uid FROM object JOIN inventory_failures f
       ON f.cluster = $1 AND f.namespace = object.namespace AND f.object_kind = object.kind
         AND f.object_name = object.name AND f.workload_id IS NULL
     UNION SELECT f.uid FROM object JOIN inventory_owners o
       ON o.cluster = $1 AND o.namespace = object.namespace AND o.owner_kind = object.kind
         AND o.owner_name = object.name
       JOIN inventory_failures f
       ON f.cluster = $1 AND f.namespace = o.namespace AND f.object_kind = o.kind AND f.object_name = o.name
         AND f.workload_id IS NULL`,
    [
      cluster,
      events,
      pods,
      objects.map(({ namespace }) => namespace),
      objects.map(({ kind }) => kind),
      objects.map(({ name }) => name),
    ],
  );
  return found.map(({ uid }) => uid);
}

/** Marks the workloads of failures of which nothing was heard for so long that they counted no more. */
async function markBegunAgain(
  transaction: SqlRunner,
  cluster: string,
  told: readonly ObservedFailure[],
  now: Date,
): Promise<void> {
  const begun = await rows(
    transaction,
    z.object({ workload_id: z.string() }),
    `SELECT DISTINCT known.workload_id FROM unnest($2::text[], $3::timestamptz[]) AS told (uid, last_seen)
       JOIN inventory_failures known ON known.cluster = $1 AND known.uid = told.uid
     WHERE known.workload_id IS NOT NULL AND known.last_seen < $4 AND told.last_seen >= $4`,
    [
      cluster,
      told.map(({ uid }) => uid),
      told.map(({ lastSeen }) => lastSeen),
      new Date(now.getTime() - failuresOfToday),
    ],
  );
  await markWorkloads(
    transaction,
    'failure',
    begun.map(({ workload_id: id }) => id),
  );
}

/** Forgets failures of which nothing was heard for a week. */
export async function forgetFailures(transaction: SqlRunner, cluster: string, now: Date): Promise<void> {
  await transaction.query(`DELETE FROM inventory_failures WHERE cluster = $1 AND last_seen < $2`, [
    cluster,
    new Date(now.getTime() - failuresKeptFor),
  ]);
}

const row = z
  .object({
    workload_id: z.string(),
    stage: podFailure.shape.stage,
    reason: podFailureReason,
    message: z.string(),
    object_kind: z.string(),
    object_name: z.string(),
    container: z.string().nullable(),
    count: z.int(),
    first_seen: z.date(),
    last_seen: z.date(),
  })
  .transform(({ workload_id: workload, stage, reason, message, count, container, ...rest }) => ({
    workload,
    failure: {
      stage,
      reason,
      message,
      object: { kind: rest.object_kind, name: rest.object_name },
      ...(container !== null && { container }),
      count,
      firstSeen: rest.first_seen.toISOString(),
      lastSeen: rest.last_seen.toISOString(),
    } satisfies PodFailure,
  }));

/** The failures of workloads that were told of since a time, by id of the workload, the latest first. */
export async function readFailures(
  runner: SqlRunner,
  workloadIds: readonly string[],
  since: Date,
): Promise<ReadonlyMap<string, readonly PodFailure[]>> {
  if (workloadIds.length === 0) return new Map();
  const found = await rows(
    runner,
    row,
    `SELECT workload_id, stage, reason, message, object_kind, object_name, container, count, first_seen, last_seen
     FROM inventory_failures WHERE workload_id = ANY ($1::uuid[]) AND last_seen >= $2
     ORDER BY workload_id, last_seen DESC, uid`,
    [workloadIds, since],
  );
  const failures = new Map<string, PodFailure[]>();
  for (const { workload, failure } of found) {
    const known = failures.get(workload);
    if (known === undefined) failures.set(workload, [failure]);
    else known.push(failure);
  }
  return failures;
}
