import { compareText, dimensionNames, epochNanosecondsDigits } from '#libs/events';
import type { EntityManager } from 'typeorm';
import type { PendingEntries } from '../profile-state/pending-entries.js';
import type { NodeDay, PodDay } from '../profile-state/states.js';
import type { Identities } from './identities.js';
import { arrayOfLists, plainArray } from './postgres-arrays.js';

/** Rows that one statement takes: what is made for them is garbage soon, and not moved about in memory. */
const rowsPerStatement = 5_000;

/** Adds to the observations of containers per day: sums of counts, extremes of times, unions of pods. */
export async function writeObservations(
  transaction: EntityManager,
  entries: PendingEntries,
  identities: Identities,
): Promise<void> {
  const containers = Int32Array.from({ length: entries.size }, (_, row) =>
    identities.containerId(entries.containerOf(row).container),
  );
  const items = Array.from({ length: entries.size }, (_, row) => identities.itemId(entries.entryOf(row)));
  const dayOf = (row: number): string => entries.containerOf(row).day;
  const sorted = Uint32Array.from({ length: entries.size }, (_, row) => row).sort(
    (a, b) =>
      (containers[a] ?? 0) - (containers[b] ?? 0) ||
      compareText(items[a] ?? '', items[b] ?? '') ||
      compareText(dayOf(a), dayOf(b)),
  );
  for (let from = 0; from < sorted.length; from += rowsPerStatement) {
    const some = [...sorted.subarray(from, from + rowsPerStatement)];
    await transaction.query(
      `INSERT INTO runtime_observations AS stored (container_id, item_id, day, count, first_ns, last_ns, pods)
       SELECT container_id, item_id, day, count, first_ns, last_ns, pods::integer[]
       FROM unnest($1::integer[], $2::uuid[], $3::date[], $4::bigint[], $5::bigint[], $6::bigint[], $7::text[])
         AS added (container_id, item_id, day, count, first_ns, last_ns, pods)
       ON CONFLICT (container_id, item_id, day) DO UPDATE SET
         count = stored.count + excluded.count,
         first_ns = least(stored.first_ns, excluded.first_ns),
         last_ns = greatest(stored.last_ns, excluded.last_ns),
         pods = CASE WHEN stored.pods @> excluded.pods THEN stored.pods
           ELSE ARRAY(SELECT DISTINCT pod FROM unnest(stored.pods || excluded.pods) AS pod ORDER BY pod) END`,
      [
        plainArray(some.map((row) => containers[row] ?? 0)),
        plainArray(some.map((row) => items[row] ?? '')),
        plainArray(some.map(dayOf)),
        plainArray(some.map((row) => entries.countOf(row))),
        plainArray(some.map((row) => epochNanosecondsDigits(dayOf(row), entries.firstOf(row)))),
        plainArray(some.map((row) => epochNanosecondsDigits(dayOf(row), entries.lastOf(row)))),
        arrayOfLists(some.map((row) => entries.podsOf(row).map((pod) => identities.podId(pod)))),
      ],
    );
  }
}

/** Adds to what is known of how containers were watched. */
export async function writeWatches(
  transaction: EntityManager,
  watches: readonly PodDay[],
  identities: Identities,
): Promise<void> {
  const sorted = watches
    .map((watch) => ({
      watch,
      container: identities.containerId(watch.container.container),
      pod: identities.podId(watch.pod),
      day: watch.container.day,
    }))
    .sort(
      (a, b) =>
        a.container - b.container ||
        a.pod - b.pod ||
        compareText(a.watch.imageId, b.watch.imageId) ||
        compareText(a.day, b.day),
    );
  for (let from = 0; from < sorted.length; from += rowsPerStatement) {
    const some = sorted.slice(from, from + rowsPerStatement);
    await transaction.query(
      `INSERT INTO runtime_watches AS stored
         (container_id, pod_id, image_id, day, covers, covers_partly, from_start, ended, from_ns, to_ns)
       SELECT container_id, pod_id, image_id, day, covers::text[], covers_partly::text[], from_start, ended, from_ns, to_ns
       FROM unnest($1::integer[], $2::integer[], $3::uuid[], $4::date[], $5::text[], $6::text[], $7::boolean[],
         $8::boolean[], $9::bigint[], $10::bigint[])
         AS added (container_id, pod_id, image_id, day, covers, covers_partly, from_start, ended, from_ns, to_ns)
       ON CONFLICT (container_id, pod_id, image_id, day) DO UPDATE SET
         covers = CASE WHEN stored.covers @> excluded.covers THEN stored.covers
           ELSE ARRAY(SELECT DISTINCT name FROM unnest(stored.covers || excluded.covers) AS name ORDER BY name) END,
         covers_partly = CASE WHEN stored.covers_partly @> excluded.covers_partly THEN stored.covers_partly
           ELSE ARRAY(
             SELECT DISTINCT name FROM unnest(stored.covers_partly || excluded.covers_partly) AS name ORDER BY name
           ) END,
         from_start = stored.from_start OR excluded.from_start,
         ended = stored.ended OR excluded.ended,
         from_ns = least(stored.from_ns, excluded.from_ns),
         to_ns = greatest(stored.to_ns, excluded.to_ns)`,
      [
        plainArray(some.map(({ container }) => container)),
        plainArray(some.map(({ pod }) => pod)),
        plainArray(some.map(({ watch }) => watch.imageId)),
        plainArray(some.map(({ day }) => day)),
        arrayOfLists(some.map(({ watch }) => watch.covers)),
        arrayOfLists(some.map(({ watch }) => watch.coversPartly)),
        plainArray(some.map(({ watch }) => (watch.fromStart ? 't' : 'f'))),
        plainArray(some.map(({ watch }) => (watch.ended ? 't' : 'f'))),
        plainArray(some.map(({ watch, day }) => epochNanosecondsDigits(day, watch.from))),
        plainArray(some.map(({ watch, day }) => epochNanosecondsDigits(day, watch.to))),
      ],
    );
  }
}

/** Adds to what agents sent and lost per node and day. */
export async function writeTransmissions(
  transaction: EntityManager,
  nodes: readonly NodeDay[],
): Promise<void> {
  if (nodes.length === 0) return;
  const sorted = nodes.toSorted(
    (a, b) => compareText(a.cluster, b.cluster) || compareText(a.node, b.node) || compareText(a.day, b.day),
  );
  const messages = sorted.flatMap((at) => [...at.messages.values()].map((each) => ({ at, ...each })));
  await transaction.query(
    `INSERT INTO runtime_nodes AS stored (cluster, node, day, facts, messages)
     SELECT * FROM unnest($1::text[], $2::text[], $3::date[], $4::jsonb[], $5::bigint[])
     ON CONFLICT (cluster, node, day, facts) DO UPDATE SET messages = stored.messages + excluded.messages`,
    [
      messages.map(({ at }) => at.cluster),
      messages.map(({ at }) => at.node),
      messages.map(({ at }) => at.day),
      messages.map(({ facts }) => JSON.stringify(facts)),
      messages.map(({ count }) => count),
    ],
  );
  const dimensions = sorted.flatMap((at) =>
    dimensionNames
      .map((dimension, index) => ({
        at,
        dimension,
        received: at.received[index] ?? 0,
        lost: at.lost.get(dimension) ?? 0,
      }))
      .filter(({ received, lost }) => received > 0 || lost > 0)
      .sort((a, b) => compareText(a.dimension, b.dimension)),
  );
  if (dimensions.length === 0) return;
  await transaction.query(
    `INSERT INTO runtime_transmissions AS stored (cluster, node, day, dimension, received, lost)
     SELECT * FROM unnest($1::text[], $2::text[], $3::date[], $4::text[], $5::bigint[], $6::bigint[])
     ON CONFLICT (cluster, node, day, dimension) DO UPDATE SET
       received = stored.received + excluded.received, lost = stored.lost + excluded.lost`,
    [
      dimensions.map(({ at }) => at.cluster),
      dimensions.map(({ at }) => at.node),
      dimensions.map(({ at }) => at.day),
      dimensions.map(({ dimension }) => dimension),
      dimensions.map(({ received }) => received),
      dimensions.map(({ lost }) => lost),
    ],
  );
}
