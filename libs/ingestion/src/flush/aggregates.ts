import { compareText, dimensionNames } from '#libs/events';
import { writeMessages } from './node-facts.js';
import type { EntityManager } from 'typeorm';
import { boundedSum } from '../bounded-sum.js';
import type { PendingEntries } from '../profile-state/pending-entries.js';
import { nodesOfBoth } from '../profile-state/nodes-of-watch.js';
import type { NodeDay, PodDay } from '../profile-state/states.js';
import type { Identities } from './identities.js';
import {
  arrayOfLists,
  booleans,
  counts,
  dates,
  epochNanoseconds,
  integers,
  uuids,
} from './postgres-arrays.js';
import { addingPods } from './pod-sets.js';
import { orderedBy, ranksOf } from './row-order.js';

/** Rows that one statement takes: what is made for them is garbage soon, and not moved about in memory. */
const rowsPerStatement = 5_000;

/** Adds to the observations of containers per day: sums of counts, extremes of times, unions of pods. */
export async function writeObservations(
  transaction: EntityManager,
  entries: PendingEntries,
  identities: Identities,
): Promise<void> {
  const { items } = identities;
  const containers = new Int32Array(entries.size);
  const days: string[] = [];
  for (let row = 0; row < entries.size; row += 1) {
    const { container, day } = entries.containerOf(row);
    containers[row] = identities.containerId(container);
    days.push(day);
  }
  const rankOfItem = ranksOf(items.ids, compareText);
  const order = orderedBy(
    entries.size,
    ranksOf(containers, compareNumbers),
    items.ofRow.map((item) => rankOfItem[item] ?? 0),
    ranksOf(days, compareText),
  );
  for (let from = 0; from < order.length; from += rowsPerStatement) {
    const some = [...order.subarray(from, from + rowsPerStatement)];
    const theirDays = some.map((row) => days[row] ?? '');
    await transaction.query(
      `INSERT INTO runtime_observations AS stored (container_id, item_id, day, count, first_ns, last_ns, pods)
       SELECT container_id, item_id, day, count, first_ns, last_ns, pods::integer[]
       FROM unnest($1::integer[], $2::uuid[], $3::date[], $4::bigint[], $5::bigint[], $6::bigint[], $7::text[])
         AS added (container_id, item_id, day, count, first_ns, last_ns, pods)
       ON CONFLICT (container_id, item_id, day) DO UPDATE SET
         count = ${boundedSum('stored.count + excluded.count')},
         first_ns = least(stored.first_ns, excluded.first_ns),
         last_ns = greatest(stored.last_ns, excluded.last_ns),
         ${addingPods('stored')}`,
      [
        integers(some.map((row) => containers[row] ?? 0)),
        uuids(some.map((row) => items.ids[items.ofRow[row] ?? 0] ?? '')),
        dates(theirDays),
        counts(some.map((row) => entries.countOf(row))),
        epochNanoseconds(
          theirDays,
          some.map((row) => entries.firstOf(row)),
        ),
        epochNanoseconds(
          theirDays,
          some.map((row) => entries.lastOf(row)),
        ),
        arrayOfLists(
          some.map((row) =>
            entries.isNewToAPod(row) ? entries.podsOf(row).map((pod) => identities.podId(pod)) : none,
          ),
        ),
      ],
    );
  }
}

const none: readonly number[] = [];

function compareNumbers(a: number, b: number): number {
  return a - b;
}

/** Adds to what is known of how containers were watched. */
export async function writeWatches(
  transaction: EntityManager,
  watches: readonly PodDay[],
  identities: Identities,
): Promise<void> {
  const containers = watches.map(({ container }) => identities.containerId(container.container));
  const pods = watches.map(({ pod }) => identities.podId(pod));
  const order = orderedBy(
    watches.length,
    ranksOf(containers, compareNumbers),
    ranksOf(pods, compareNumbers),
    ranksOf(
      watches.map(({ imageId }) => imageId),
      compareText,
    ),
    ranksOf(
      watches.map(({ container }) => container.day),
      compareText,
    ),
  );
  for (let from = 0; from < order.length; from += rowsPerStatement) {
    const rows = [...order.subarray(from, from + rowsPerStatement)];
    const some = rows.flatMap((row) => watches[row] ?? []);
    const days = some.map(({ container }) => container.day);
    await transaction.query(
      `INSERT INTO runtime_watches AS stored
         (container_id, pod_id, image_id, day, covers, covers_partly, nodes, from_start, ended, from_ns, to_ns)
       SELECT container_id, pod_id, image_id, day, covers::text[], covers_partly::text[], nodes::text[], from_start, ended,
         from_ns, to_ns
       FROM unnest($1::integer[], $2::integer[], $3::uuid[], $4::date[], $5::text[], $6::text[], $7::text[],
         $8::boolean[], $9::boolean[], $10::bigint[], $11::bigint[])
         AS added (container_id, pod_id, image_id, day, covers, covers_partly, nodes, from_start, ended, from_ns, to_ns)
       ON CONFLICT (container_id, pod_id, image_id, day) DO UPDATE SET
         covers = CASE WHEN stored.covers @> excluded.covers THEN stored.covers
           ELSE ARRAY(SELECT DISTINCT name FROM unnest(stored.covers || excluded.covers) AS name ORDER BY name) END,
         covers_partly = CASE WHEN stored.covers_partly @> excluded.covers_partly THEN stored.covers_partly
           ELSE ARRAY(
             SELECT DISTINCT name FROM unnest(stored.covers_partly || excluded.covers_partly) AS name ORDER BY name
           ) END,
         nodes = ${nodesOfBoth('stored.nodes', 'excluded.nodes')},
         from_start = stored.from_start OR excluded.from_start,
         ended = stored.ended OR excluded.ended,
         from_ns = least(stored.from_ns, excluded.from_ns),
         to_ns = greatest(stored.to_ns, excluded.to_ns)`,
      [
        integers(rows.map((row) => containers[row] ?? 0)),
        integers(rows.map((row) => pods[row] ?? 0)),
        uuids(some.map(({ imageId }) => imageId)),
        dates(days),
        arrayOfLists(some.map(({ covers }) => covers)),
        arrayOfLists(some.map(({ coversPartly }) => coversPartly)),
        arrayOfLists(some.map(({ nodes }) => nodes)),
        booleans(some.map(({ fromStart }) => fromStart)),
        booleans(some.map(({ ended }) => ended)),
        epochNanoseconds(
          days,
          some.map((watch) => watch.from),
        ),
        epochNanoseconds(
          days,
          some.map((watch) => watch.to),
        ),
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
  await writeMessages(transaction, sorted);
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
       received = ${boundedSum('stored.received + excluded.received')},
       lost = ${boundedSum('stored.lost + excluded.lost')}`,
    [
      dimensions.map(({ at }) => at.cluster),
      dimensions.map(({ at }) => at.node),
      dimensions.map(({ at }) => at.day),
      dimensions.map(({ dimension }) => dimension),
      counts(dimensions.map(({ received }) => received)),
      counts(dimensions.map(({ lost }) => lost)),
    ],
  );
}
