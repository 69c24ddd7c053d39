/**
 * Sets of pods as rows of observations keep them (decision 0015): `pods` holds single ids, `pod_ranges` those that follow one
 * another. A small set is a list. A row that has shown that it is none is put into ranges now and then: with each id that ends
 * a block, not with each pod, so that a set without any ranges costs what a list does. `row` is the name of a row.
 */

import { BLOCK } from './pod-ids.js';

/** A range takes 13 bytes, an id 4: so many ids in a row, and no fewer, are better kept as a range. */
const SHORTEST_RANGE = 4;
/** Sets of fewer pods are not worth the search for ranges. */
const SMALL = 64;

/** SQL: the ids of a row's set, as `integer[]` in no order. */
export function podsOf(row: string): string {
  return `CASE WHEN ${row}.pod_ranges IS NULL THEN ${row}.pods ELSE ${row}.pods || ARRAY(
    SELECT generate_series(lower(r), upper(r) - 1) FROM unnest(${row}.pod_ranges) AS r) END`;
}

/** SQL: assignments of `DO UPDATE SET` that add the ids in `pods` of `excluded` to the set of a row. */
export function addingPods(row: string): string {
  const isKnown = `(excluded.pods <@ ${row}.pods
      OR ${row}.pod_ranges IS NOT NULL AND ${rangesOf('excluded.pods')} <@ ${row}.pod_ranges)`;
  const staysList = `(cardinality(${row}.pods) + cardinality(excluded.pods) < ${SMALL} AND ${row}.pod_ranges IS NULL
      OR NOT EXISTS (SELECT FROM unnest(excluded.pods) AS pod WHERE pod & ${BLOCK - 1} = ${BLOCK - 1}))`;
  const all = `coalesce(${row}.pod_ranges, '{}') + ${rangesOf(`${row}.pods || excluded.pods`)}`;
  return `pods = CASE WHEN ${isKnown} THEN ${row}.pods
      WHEN ${staysList} THEN ARRAY(
        SELECT pod FROM unnest(${row}.pods) AS pod
        UNION SELECT pod FROM unnest(excluded.pods) AS pod WHERE ${row}.pod_ranges @> pod IS NOT TRUE
        ORDER BY pod)
      ELSE ARRAY(SELECT generate_series(lower(r), upper(r) - 1) FROM unnest(${all}) AS r
        WHERE upper(r) - lower(r) < ${SHORTEST_RANGE}) END,
    pod_ranges = CASE WHEN ${isKnown} OR ${staysList} THEN ${row}.pod_ranges
      ELSE (SELECT range_agg(r) FROM unnest(${all}) AS r WHERE upper(r) - lower(r) >= ${SHORTEST_RANGE}) END`;
}

/** SQL: an `integer[]` as ranges. */
function rangesOf(ids: string): string {
  return `(SELECT coalesce(range_agg(int4range(pod, pod + 1)), '{}') FROM unnest(${ids}) AS pod)`;
}
