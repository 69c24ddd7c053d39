import { containerOfUid, isNamedUid, isStandInUid, type ObservedPod } from '#libs/events';
import type { WorkloadReference } from '#libs/kubernetes';
import { rows, type SqlRunner } from '#libs/persistence';
import { z } from 'zod';
import type { OwnerReference } from '../owner-resolution.js';
import { candidatesAt, type Incarnation, incarnationAt } from './incarnations.js';

/** What the inventory knows of a pod of which an agent does not know the UID. */
export type Identification =
  | {
      readonly is: 'known';
      /** As agents that know the UID give it. */
      readonly uid: string;
      readonly namespace: string;
      readonly pod: string;
      /** Where it was found by the container. */
      readonly container: string | undefined;
      readonly workload: WorkloadReference;
      readonly owner: OwnerReference | undefined;
      readonly templateHash: string | undefined;
      /** The times for which that holds, where it was found by its name, or by a container that others may be taken for. */
      readonly from?: string;
      readonly until?: string;
    }
  /** Containers of several pods have ids that begin so, and more than one of them, or none, may have been there. */
  | { readonly is: 'ambiguous'; readonly from?: string; readonly until?: string }
  /** A pod of that name which is forgotten. `workload`: whose the latest of that name is. */
  | { readonly is: 'earlier'; readonly workload: WorkloadReference; readonly until: string }
  /** A pod of that name which is not known yet. */
  | { readonly is: 'later'; readonly from: string };

/** Pods that had one name: so many of them are told apart, the latest. */
const MOST_INCARNATIONS = 64;
/** Containers whose ids begin alike: more than so many are not told apart. */
const MOST_CANDIDATES = 16;

const podColumns = {
  position: z.int(),
  uid: z.string(),
  namespace: z.string(),
  name: z.string(),
  owner_kind: z.string().nullable(),
  owner_name: z.string().nullable(),
  template_hash: z.string().nullable(),
  workload_kind: z.string(),
  workload_name: z.string(),
};
const containerRow = z.object({
  ...podColumns,
  container: z.string(),
  created_at: z.date(),
  gone_at: z.date().nullable(),
});
const incarnationRow = z.object({
  ...podColumns,
  created_at: z.date(),
  gone_at: z.date().nullable(),
});
type PodRow = z.infer<z.ZodObject<typeof podColumns>>;

/** Of static pods the hash of their configuration is the UID that agents know. */
const selected = `coalesce(p.config_hash, p.uid) AS uid, p.namespace, p.name, p.owner_kind, p.owner_name,
  p.template_hash, w.kind AS workload_kind, w.name AS workload_name`;

/**
 * Who these pods are, of those of which the UID only stands for a name or a container; the others are passed over. A
 * container is found by the beginning of its id, and if several begin so by who was there at the time of the observation; a
 * pod by its name at that time. `byName`: whether those with a container that is not known are looked for by their name as well.
 */
export async function identifyPods(
  runner: SqlRunner,
  pods: readonly ObservedPod[],
  byName: (pod: ObservedPod) => boolean,
): Promise<ReadonlyMap<ObservedPod, Identification>> {
  const identified = new Map<ObservedPod, Identification>();
  const contained = new Set(pods.filter((pod) => containerOf(pod) !== undefined));
  for (const [pod, found] of await readContainers(runner, [...contained])) identified.set(pod, found);
  const named = pods.filter(
    (pod) =>
      pod.pod !== '' &&
      (isNamed(pod) || identified.get(pod)?.is === 'ambiguous' || (contained.has(pod) && byName(pod))) &&
      identified.get(pod)?.is !== 'known',
  );
  for (const [pod, found] of await readIncarnations(runner, named)) identified.set(pod, found);
  return identified;
}

/** The id of the container that the UID of a pod stands for. */
export function containerOf({ uid, namespace, pod }: ObservedPod): string | undefined {
  return uid === undefined ? undefined : containerOfUid(uid, namespace, pod);
}

/** Whether the UID of a pod stands for its name or a container. */
export function isStandIn(pod: ObservedPod): boolean {
  return pod.uid !== undefined && isStandInUid(pod.uid, pod.namespace, pod.pod);
}

function isNamed({ uid, namespace, pod }: ObservedPod): boolean {
  return uid !== undefined && isNamedUid(uid, namespace, pod);
}

async function readContainers(
  runner: SqlRunner,
  pods: readonly ObservedPod[],
): Promise<ReadonlyMap<ObservedPod, Identification>> {
  if (pods.length === 0) return new Map();
  const found = await rows(
    runner,
    containerRow,
    `SELECT asked.position::int, matching.*
     FROM unnest($1::text[], $2::text[], $3::text[], $4::text[])
         WITH ORDINALITY AS asked (cluster, id, namespace, pod, position)
       CROSS JOIN LATERAL (
         SELECT c.name AS container, p.created_at, least(c.gone_at, p.gone_at) AS gone_at, ${selected}
         FROM inventory_containers c
           JOIN inventory_pods p ON p.cluster = c.cluster AND p.uid = c.pod_uid
           JOIN workloads w ON w.id = p.workload_id
         WHERE c.cluster = asked.cluster AND c.id >= asked.id AND c.id < asked.id || 'g'
           AND (asked.pod = '' OR (p.namespace, p.name) = (asked.namespace, asked.pod))
         ORDER BY c.id LIMIT ${MOST_CANDIDATES + 1}
       ) AS matching`,
    [
      pods.map(({ cluster }) => cluster),
      pods.map((pod) => containerOf(pod) ?? ''),
      pods.map(({ namespace }) => namespace),
      pods.map(({ pod }) => pod),
    ],
  );
  const identified = new Map<ObservedPod, Identification>();
  for (const [position, same] of Map.groupBy(found, (row) => row.position)) {
    const pod = pods[position - 1];
    if (pod !== undefined) identified.set(pod, containerAmong(pod, same));
  }
  return identified;
}

/** The container that an id stands for, of those that begin so. */
function containerAmong(pod: ObservedPod, rowsOfId: readonly z.infer<typeof containerRow>[]): Identification {
  const [first] = rowsOfId;
  if (first !== undefined && rowsOfId.length === 1) return knownPod(pod, first, first.container);
  if (pod.at === undefined || rowsOfId.length > MOST_CANDIDATES) return { is: 'ambiguous' };
  const lives = rowsOfId.map((row) => ({ row, ...timesOf(row) }));
  const { candidates, from, until } = candidatesAt(lives, pod.at);
  const [only] = candidates;
  if (only === undefined || candidates.length > 1) return { is: 'ambiguous', from, until };
  return { ...knownPod(pod, only.row, only.row.container), from, until };
}

async function readIncarnations(
  runner: SqlRunner,
  pods: readonly ObservedPod[],
): Promise<ReadonlyMap<ObservedPod, Identification>> {
  if (pods.length === 0) return new Map();
  const byName = Map.groupBy(pods, ({ cluster, namespace, pod }) => `${cluster}/${namespace}/${pod}`);
  const names = [...byName.values()];
  const found = await rows(
    runner,
    incarnationRow,
    `SELECT asked.position::int, matching.*
     FROM unnest($1::text[], $2::text[], $3::text[])
         WITH ORDINALITY AS asked (cluster, namespace, pod, position)
       CROSS JOIN LATERAL (
         SELECT p.created_at, p.gone_at, ${selected}
         FROM inventory_pods p JOIN workloads w ON w.id = p.workload_id
         WHERE p.cluster = asked.cluster AND p.namespace = asked.namespace AND p.name = asked.pod
         ORDER BY p.created_at DESC, p.uid DESC LIMIT ${MOST_INCARNATIONS}
       ) AS matching
     ORDER BY asked.position, matching.created_at, matching.uid`,
    [
      names.map(([first]) => first?.cluster ?? ''),
      names.map(([first]) => first?.namespace ?? ''),
      names.map(([first]) => first?.pod ?? ''),
    ],
  );
  const identified = new Map<ObservedPod, Identification>();
  const ofNames = Map.groupBy(found, ({ position }) => position);
  for (const [index, same] of names.entries()) {
    const had = (ofNames.get(index + 1) ?? []).map((row) => ({ row, ...timesOf(row) }));
    const latest = had.at(-1);
    if (latest === undefined) continue;
    for (const pod of same) identified.set(pod, identificationOf(pod, had, latest.row));
  }
  return identified;
}

function timesOf({
  created_at,
  gone_at,
}: Pick<z.infer<typeof incarnationRow>, 'created_at' | 'gone_at'>): Incarnation {
  return { createdAt: created_at, goneAt: gone_at ?? undefined };
}

function identificationOf(
  pod: ObservedPod,
  had: readonly (Incarnation & { readonly row: PodRow })[],
  latest: PodRow,
): Identification {
  if (pod.at === undefined) return knownPod(pod, latest, undefined);
  const found = incarnationAt(had, pod.at);
  if (found.pod === 'later') return { is: 'later', from: found.from };
  if (found.pod === 'earlier')
    return { is: 'earlier', workload: workloadOf(pod, latest), until: found.until };
  return { ...knownPod(pod, found.pod.row, undefined), from: found.from, until: found.until };
}

function knownPod(
  { cluster }: ObservedPod,
  row: PodRow,
  container: string | undefined,
): Extract<Identification, { is: 'known' }> {
  const { uid, namespace, name, owner_kind: kind, owner_name: ownerName, template_hash } = row;
  return {
    is: 'known',
    uid,
    namespace,
    pod: name,
    container,
    workload: workloadOf({ cluster }, row),
    owner: kind === null || ownerName === null ? undefined : { kind, name: ownerName },
    templateHash: template_hash ?? undefined,
  };
}

function workloadOf({ cluster }: Pick<ObservedPod, 'cluster'>, row: PodRow): WorkloadReference {
  return { cluster, namespace: row.namespace, kind: row.workload_kind, name: row.workload_name };
}
