import {
  type Dimension,
  dimension,
  isDimension,
  nodeFacts,
  type NodeFacts,
  observedItem,
  timestampOf,
} from '#libs/events';
import { type WorkloadReference, workloadKey } from '#libs/kubernetes';
import { bigintColumn, rows, type SqlRunner, workloadId } from '#libs/persistence';
import {
  assembleProfile,
  type ItemBounds,
  type KeptContainer,
  type KeptItem,
  type RuntimeProfile,
  type Transmission,
  type Watch,
} from '#libs/profiles';
import { z } from 'zod';
import { templateHashOf } from '../template-hash.js';

/** UTC days, both included; undefined: no limit on that side. */
export interface DayWindow {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** Workloads whose profiles are read in one go. */
const workloadsAtOnce = 200;

/** The runtime profiles of workloads in a window, by `workloadKey`. Workloads of which nothing was observed are absent. */
export async function readProfiles(
  runner: SqlRunner,
  workloads: readonly WorkloadReference[],
  window: DayWindow,
  bounds: ItemBounds,
): Promise<ReadonlyMap<string, RuntimeProfile>> {
  const profiles = new Map<string, RuntimeProfile>();
  for (let at = 0; at < workloads.length; at += workloadsAtOnce) {
    const some = workloads.slice(at, at + workloadsAtOnce);
    for (const profile of await readSome(runner, some, window, bounds)) {
      profiles.set(workloadKey(profile.workload), profile);
    }
  }
  return profiles;
}

const day = z.string();
const nanoseconds = z.string().transform((text) => timestampOf(BigInt(text)));
const description = z.object({
  image: z.string().optional(),
  digest: z.string().optional(),
  user: z.string().optional(),
  volumes: z.array(z.string()).optional(),
});

const containerRow = z.object({ id: z.int(), workload_id: z.string(), name: z.string() });
const itemRow = z.object({
  container_id: z.int(),
  dimension,
  item: observedItem.nullable(),
  count: bigintColumn,
  first_ns: nanoseconds,
  last_ns: nanoseconds,
  pods: z.array(z.int()),
  days: z.array(day),
});
const watchRow = z.object({
  container_id: z.int(),
  pod_id: z.int(),
  day,
  covers: z.array(z.string()),
  covers_partly: z.array(z.string()),
  from_start: z.boolean(),
  ended: z.boolean(),
  from_ns: nanoseconds,
  to_ns: nanoseconds,
  description,
  uid: z.string(),
  cluster: z.string(),
  node: z.string(),
  pod_name: z.string(),
  owner_kind: z.string().nullable(),
  owner_name: z.string().nullable(),
  template_hash: z.string().nullable(),
});
type WatchRow = z.infer<typeof watchRow>;

async function readSome(
  runner: SqlRunner,
  workloads: readonly WorkloadReference[],
  window: DayWindow,
  bounds: ItemBounds,
): Promise<readonly RuntimeProfile[]> {
  const byId = new Map(workloads.map((reference) => [workloadId(reference), reference]));
  const containers = await rows(
    runner,
    containerRow,
    `SELECT id, workload_id, name FROM runtime_containers WHERE workload_id = ANY($1::uuid[])`,
    [[...byId.keys()]],
  );
  const range = [containers.map(({ id }) => id), window.from ?? '-infinity', window.to ?? 'infinity'];
  const watches = groupBy(await readWatches(runner, range), (row) => row.container_id);
  const items = groupBy(await readItems(runner, range), (row) => row.container_id);
  const nodes = await readNodes(runner, [...watches.values()].flat());
  const byWorkload = groupBy(
    containers.filter(({ id }) => watches.has(id)),
    (row) => row.workload_id,
  );
  return [...byWorkload].flatMap(([id, ofWorkload]) => {
    const workload = byId.get(id);
    if (workload === undefined) return [];
    const seen = ofWorkload.flatMap((container) => watches.get(container.id) ?? []);
    const kept = {
      workload,
      ...windowOf(window),
      nodeFacts: nodes.factsOf(seen),
      podUids: new Map(seen.map(({ pod_id, uid }) => [pod_id, uid])),
      containers: ofWorkload.map(({ id: containerId, name }) =>
        keptContainer(name, watches.get(containerId) ?? [], items.get(containerId) ?? [], nodes),
      ),
    };
    return [assembleProfile(kept, bounds)];
  });
}

function readWatches(runner: SqlRunner, range: readonly unknown[]): Promise<WatchRow[]> {
  return rows(
    runner,
    watchRow,
    `SELECT container_id, pod_id, day::text, covers, covers_partly, from_start, ended, from_ns::text, to_ns::text,
       description, uid, cluster, node, pod.name AS pod_name, owner_kind, owner_name, template_hash
     FROM runtime_watches
       JOIN runtime_pods AS pod ON pod.id = pod_id
       JOIN runtime_images AS image ON image.id = image_id
     WHERE container_id = ANY($1::integer[]) AND day BETWEEN $2::date AND $3::date`,
    [...range],
  );
}

/** Merges the days of each item in the database: what leaves it is as much as the profiles, not as much as the days. */
function readItems(runner: SqlRunner, range: readonly unknown[]): Promise<z.infer<typeof itemRow>[]> {
  return rows(
    runner,
    itemRow,
    `WITH observations AS (
       SELECT * FROM runtime_observations WHERE container_id = ANY($1::integer[]) AND day BETWEEN $2::date AND $3::date
     ), merged AS (
       SELECT container_id, item_id, sum(count) AS count, min(first_ns) AS first_ns, max(last_ns) AS last_ns,
         array_agg(day::text) AS days
       FROM observations GROUP BY container_id, item_id
     ), incidence AS (
       SELECT container_id, item_id, array_agg(DISTINCT pod) AS pods
       FROM observations CROSS JOIN unnest(pods) AS pod GROUP BY container_id, item_id
     )
     SELECT container_id, dimension, item, count::text, first_ns::text, last_ns::text, pods, days
     FROM merged JOIN incidence USING (container_id, item_id) JOIN runtime_items ON id = item_id`,
    [...range],
  );
}

function keptContainer(
  name: string,
  watches: readonly WatchRow[],
  items: readonly z.infer<typeof itemRow>[],
  nodes: NodeRecords,
): KeptContainer {
  return {
    name,
    images: watches.map((watch) => watch.description),
    items: items.map((row): KeptItem => ({
      dimension: row.dimension,
      item: row.item ?? undefined,
      count: row.count,
      first: row.first_ns,
      last: row.last_ns,
      pods: row.pods,
      days: row.days,
    })),
    watches: watches.map((row): Watch => ({
      pod: row.pod_id,
      day: row.day,
      covers: row.covers.filter(isDimension),
      coversPartly: row.covers_partly.filter(isDimension),
      fromStart: row.from_start,
      ended: row.ended,
      from: row.from_ns,
      to: row.to_ns,
      run: row.owner_kind === 'Job' ? (row.owner_name ?? undefined) : undefined,
      templateHash: templateHashOf(row),
      imageDigest: row.description.digest,
    })),
    transmission: nodes.transmissionOf(watches),
  };
}

const nodeRow = z.object({
  cluster: z.string(),
  node: z.string(),
  day,
  facts: z.array(nodeFacts),
  messages: bigintColumn,
});
const transmissionRow = z.object({
  cluster: z.string(),
  node: z.string(),
  day,
  dimension,
  received: bigintColumn,
  lost: bigintColumn,
});
const gapRow = z.object({
  cluster: z.string(),
  node: z.string(),
  missing: bigintColumn,
  first_day: day,
  last_day: day,
});

interface NodeRecords {
  factsOf(watches: readonly WatchRow[]): readonly NodeFacts[];
  transmissionOf(watches: readonly WatchRow[]): ReadonlyMap<Dimension, Transmission>;
}

/** What agents on the nodes sent and lost on the days on which the watched pods ran there. */
async function readNodes(runner: SqlRunner, watches: readonly WatchRow[]): Promise<NodeRecords> {
  const wanted = [...new Map(watches.map((watch) => [nodeDayKey(watch), watch])).values()];
  const parameters = [
    wanted.map((at) => at.cluster),
    wanted.map((at) => at.node),
    wanted.map((at) => at.day),
  ];
  const from = `JOIN unnest($1::text[], $2::text[], $3::date[]) AS wanted (cluster, node, day) USING (cluster, node, day)`;
  const nodes = await rows(
    runner,
    nodeRow,
    `SELECT cluster, node, day::text, array_agg(facts) AS facts, sum(messages)::text AS messages
     FROM runtime_nodes ${from} GROUP BY cluster, node, day`,
    parameters,
  );
  const transmissions = await rows(
    runner,
    transmissionRow,
    `SELECT cluster, node, day::text, dimension, received::text, lost::text FROM runtime_transmissions ${from}`,
    parameters,
  );
  const gaps = await rows(
    runner,
    gapRow,
    `SELECT cluster, node, missing::text, first_day::text, last_day::text FROM runtime_agents
     WHERE missing > 0 AND (cluster, node) IN (SELECT * FROM unnest($1::text[], $2::text[]))`,
    parameters.slice(0, 2),
  );
  const byDay = new Map(nodes.map((row) => [nodeDayKey(row), row]));
  const sent = groupBy(transmissions, nodeDayKey);
  const missing = groupBy(gaps, nodeKey);
  const daysOf = (seen: readonly WatchRow[]) => [
    ...new Map(seen.map((watch) => [nodeDayKey(watch), watch])).values(),
  ];
  return {
    factsOf: (seen) => daysOf(seen).flatMap((watch) => nonEmpty(byDay.get(nodeDayKey(watch))?.facts ?? [])),
    transmissionOf: (seen) => {
      const days = daysOf(seen);
      const messages = days.reduce((sum, watch) => sum + (byDay.get(nodeDayKey(watch))?.messages ?? 0), 0);
      const gapsOnDays = new Map(
        days
          .flatMap((watch) =>
            (missing.get(nodeKey(watch)) ?? []).filter(
              (gap) => gap.first_day <= watch.day && watch.day <= gap.last_day,
            ),
          )
          .map((gap) => [gap, gap.missing]),
      );
      const missed = [...gapsOnDays.values()].reduce((sum, count) => sum + count, 0);
      return sumUp(
        days.flatMap((watch) => sent.get(nodeDayKey(watch)) ?? []),
        missed,
        messages,
      );
    },
  };
}

/** A missing event counts as many lost observations of a dimension as the events that did arrive had on average. */
function sumUp(
  transmissions: readonly z.infer<typeof transmissionRow>[],
  missedMessages: number,
  messages: number,
): ReadonlyMap<Dimension, Transmission> {
  const sums = new Map<Dimension, { received: number; lost: number }>();
  for (const { dimension: name, received, lost } of transmissions) {
    const sum = sums.get(name) ?? { received: 0, lost: 0 };
    sums.set(name, { received: sum.received + received, lost: sum.lost + lost });
  }
  for (const sum of sums.values()) {
    sum.lost += messages === 0 ? missedMessages : Math.ceil((missedMessages * sum.received) / messages);
  }
  return sums;
}

function windowOf({ from, to }: DayWindow): {
  readonly window?: { readonly from: string; readonly to: string };
} {
  if (from === undefined && to === undefined) return {};
  return {
    window: { from: `${from ?? '1971-01-01'}T00:00:00Z`, to: `${to ?? '2261-12-31'}T23:59:59.999999999Z` },
  };
}

function nonEmpty(facts: readonly NodeFacts[]): readonly NodeFacts[] {
  return facts.filter((each) => Object.keys(each).length > 0);
}

function nodeKey({ cluster, node }: { readonly cluster: string; readonly node: string }): string {
  return `${cluster}/${node}`;
}

function nodeDayKey(at: { readonly cluster: string; readonly node: string; readonly day: string }): string {
  return `${at.day} ${nodeKey(at)}`;
}

function groupBy<T, K>(values: readonly T[], key: (value: T) => K): ReadonlyMap<K, readonly T[]> {
  return Map.groupBy(values, key);
}
