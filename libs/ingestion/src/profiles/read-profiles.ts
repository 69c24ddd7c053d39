import { type Dimension, dimension, type ObservedItem, observedItem } from '#libs/events';
import { type WorkloadReference, workloadKey } from '#libs/kubernetes';
import { bigintColumn, nanosecondsColumn, rows, type SqlRunner, workloadId } from '#libs/persistence';
import {
  assembleProfile,
  type ItemBounds,
  type KeptContainer,
  type KeptItem,
  learningOf,
  podsOfCurrentVersion,
  type RuntimeProfile,
  type SamePods,
  type Transmission,
  withDoer,
} from '#libs/profiles';
import { z } from 'zod';
import { boundedSum } from '../bounded-sum.js';
import { decisionsOf } from './decision-store.js';
import { podsOf } from '../flush/pod-sets.js';
import { type HandlersOf, readExecHandlers } from './exec-handlers.js';
import { type DayRange, readInteractiveItems } from './interactive-items.js';
import { readTerminals, type TerminalOf } from './terminals.js';
import { parametersOf, partRows, type WatchedPart } from './watched-part.js';
import { readNodes } from './node-records.js';
import {
  type Descriptions,
  type LearningContainer,
  readImages,
  readWatches,
  watchesOf,
  type WatchRow,
} from './read-watches.js';

/** UTC days, both included; undefined: no limit on that side. */
export interface DayWindow {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** Only what pods of the current version did: that of the pod started last in the window. Undefined: all versions. */
  readonly version?: 'current' | undefined;
}

/** Workloads whose profiles are read in one go. */
const workloadsAtOnce = 200;

/**
 * The runtime profiles of workloads in a window, by `workloadKey`, with what people decided of them applied. Workloads of
 * which nothing was observed or pinned are absent. Observations are kept by container, item and day: where only some pods
 * count (`version`), so do all counts and times of the days on which one of them showed the item; pods and days are exact.
 */
export async function readProfiles(
  runner: SqlRunner,
  workloads: readonly WorkloadReference[],
  window: DayWindow,
  bounds: ItemBounds,
): Promise<ReadonlyMap<string, RuntimeProfile>> {
  const profiles = new Map<string, RuntimeProfile>();
  const known = await ofThoseKnown(runner, workloads);
  for (let at = 0; at < known.length; at += workloadsAtOnce) {
    const some = known.slice(at, at + workloadsAtOnce);
    for (const profile of await readSome(runner, some, window, bounds)) {
      profiles.set(workloadKey(profile.workload), profile);
    }
  }
  return profiles;
}

/** Those of the workloads of which anything may have been observed or decided: often few. */
async function ofThoseKnown(
  runner: SqlRunner,
  workloads: readonly WorkloadReference[],
): Promise<readonly WorkloadReference[]> {
  const byId = new Map(workloads.map((reference) => [workloadId(reference), reference]));
  const found = await rows(
    runner,
    z.object({ id: z.string() }),
    `SELECT workload_id AS id FROM runtime_containers WHERE workload_id = ANY($1::uuid[])
     UNION SELECT workload_id FROM profile_decisions WHERE workload_id = ANY($1::uuid[])`,
    [[...byId.keys()]],
  );
  const known = new Set(found.map(({ id }) => id));
  return [...byId].flatMap(([id, reference]) => (known.has(id) ? [reference] : []));
}

const day = z.string();
const containerRow = z.object({ id: z.int(), workload_id: z.string(), name: z.string() });
const itemRow = z.object({
  container_id: z.int(),
  item_id: z.string(),
  dimension,
  item: observedItem.nullable(),
  count: bigintColumn,
  first_ns: nanosecondsColumn,
  last_ns: nanosecondsColumn,
  pods: z.array(z.int()),
  days: z.array(day),
});
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
  const decisions = await decisionsOf(runner, [...byId.keys()]);
  const range: DayRange = { from: window.from ?? '-infinity', to: window.to ?? 'infinity' };
  const learning = containers.map((container) => ({
    ...container,
    ...learningOf(decisions.get(container.workload_id) ?? [], container.name),
  }));
  const { watched, same } = await readWatches(runner, learning, range);
  const images = await readImages(runner, watched.values());
  const selections = learning.flatMap((container) => {
    const selection = selectionOf(
      container,
      watched.get(container.id) ?? [],
      same(container.workload_id),
      images,
      window.version === 'current',
    );
    return selection.watches.length > 0 ? [selection] : [];
  });
  const items = Map.groupBy(await readItems(runner, selections, range), (row) => row.container_id);
  const nodes = await readNodes(runner, selections, range);
  const interactive = await readInteractiveItems(
    runner,
    selections.flatMap(({ workload, ...selection }) => {
      const { cluster, namespace } = byId.get(workload) ?? {};
      return cluster === undefined || namespace === undefined ? [] : [{ ...selection, cluster, namespace }];
    }),
    range,
  );
  const workloadsWith = (origin: ObservedItem['origin']): readonly string[] => {
    const having = selections.filter(({ container }) =>
      items.get(container)?.some(({ item }) => item?.origin === origin),
    );
    return [...new Set(having.map(({ workload }) => workload))];
  };
  const handlersOf = await readExecHandlers(runner, workloadsWith('entered'));
  const terminalOf = await readTerminals(runner, workloadsWith('terminal'));
  const byWorkload = Map.groupBy(selections, ({ workload }) => workload);
  return [...byId].flatMap(([id, workload]) => {
    const ofWorkload = byWorkload.get(id) ?? [];
    const decided = decisions.get(id) ?? [];
    if (ofWorkload.length === 0 && !decided.some(({ decision }) => decision.kind === 'pin')) return [];
    const seen = ofWorkload.flatMap(({ watches }) => watches);
    const kept = {
      workload,
      ...windowOf(window),
      nodeFacts: ofWorkload.flatMap(({ container }) => nodes.factsOf(container)),
      podUids: new Map(seen.map(({ pod_id, uid }) => [pod_id, uid])),
      containers: ofWorkload.map((selection) =>
        keptContainer(
          selection,
          items.get(selection.container) ?? [],
          images,
          nodes.transmissionOf(selection.container),
          interactive(selection.container),
          handlersOf,
          terminalOf,
        ),
      ),
      decisions: decided,
    };
    return [assembleProfile(kept, bounds)];
  });
}

/** What counts of a container in a window. */
interface Selection extends WatchedPart {
  readonly workload: string;
  readonly name: string;
  readonly watches: readonly WatchRow[];
  readonly same: SamePods;
}

function selectionOf(
  { id, workload_id, name, since, currentVersion }: LearningContainer,
  rowsInWindow: readonly WatchRow[],
  same: SamePods,
  images: Descriptions,
  onlyCurrent: boolean,
): Selection {
  const recent = rowsInWindow.filter((row) => row.recent);
  const pods =
    onlyCurrent || currentVersion
      ? same.standIns(podsOfCurrentVersion(watchesOf(recent, same, images)))
      : undefined;
  return {
    container: id,
    workload: workload_id,
    name,
    watches: pods === undefined ? recent : recent.filter((row) => pods.has(row.pod_id)),
    since,
    pods,
    same,
  };
}

async function readItems(
  runner: SqlRunner,
  selections: readonly Selection[],
  { from, to }: DayRange,
): Promise<readonly z.infer<typeof itemRow>[]> {
  const whole = selections.filter(({ since, pods }) => since === undefined && pods === undefined);
  const parts = selections.filter(({ since, pods }) => since !== undefined || pods !== undefined);
  const wholeItems = await readMerged(
    runner,
    `SELECT container_id, item_id, day, count, first_ns, last_ns, ${podsOf('o')} AS pods
     FROM runtime_observations AS o WHERE container_id = ANY($1::integer[]) AND day BETWEEN $2::date AND $3::date`,
    [whole.map(({ container }) => container), from, to],
  );
  if (parts.length === 0) return wholeItems;
  const partItems = await readMerged(
    runner,
    `SELECT container_id, item_id, day, count, first_ns, last_ns,
       CASE WHEN counted IS NULL THEN all_pods
         ELSE ARRAY(SELECT unnest(all_pods) INTERSECT SELECT unnest(counted)) END AS pods
     FROM runtime_observations AS o
       CROSS JOIN LATERAL (SELECT ${podsOf('o')} AS all_pods) AS shown
       JOIN (SELECT container_id, since, counted::integer[] AS counted FROM ${partRows}) AS part USING (container_id)
     WHERE container_id = ANY($1::integer[]) AND day BETWEEN $4::date AND $5::date
       AND day >= since AND (counted IS NULL OR all_pods && counted)`,
    [...parametersOf(parts), from, to],
  );
  return [...wholeItems, ...partItems];
}

/** Merges the days of each item in the database: what leaves it is as much as the profiles, not as much as the days. */
function readMerged(
  runner: SqlRunner,
  observations: string,
  parameters: readonly unknown[],
): Promise<z.infer<typeof itemRow>[]> {
  return rows(
    runner,
    itemRow,
    `WITH observations AS (
       ${observations}
     ), merged AS (
       SELECT container_id, item_id, ${boundedSum('sum(count)')} AS count, min(first_ns) AS first_ns, max(last_ns) AS last_ns,
         array_agg(day::text) AS days
       FROM observations GROUP BY container_id, item_id
     ), incidence AS (
       SELECT container_id, item_id, array_agg(DISTINCT pod) AS pods
       FROM observations CROSS JOIN unnest(pods) AS pod GROUP BY container_id, item_id
     )
     SELECT container_id, item_id::text, dimension, item, count::text, first_ns::text, last_ns::text, pods, days
     FROM merged JOIN incidence USING (container_id, item_id) JOIN runtime_items ON id = item_id`,
    [...parameters],
  );
}

function keptContainer(
  { workload, name, watches, same }: Selection,
  items: readonly z.infer<typeof itemRow>[],
  images: Descriptions,
  transmission: ReadonlyMap<Dimension, Transmission>,
  interactive: ReadonlySet<string>,
  handlersOf: HandlersOf,
  terminalOf: TerminalOf,
): KeptContainer {
  const handlers = handlersOf(workload, name);
  const terminal = terminalOf(workload, name);
  const imageIds = new Set(watches.map(({ image_id }) => image_id));
  return {
    name,
    images: [...imageIds].map((id) => images.get(id) ?? {}),
    items: items.map((row): KeptItem => ({
      dimension: row.dimension,
      item:
        row.item === null
          ? undefined
          : withDoer(row.item, { onlyInSessions: interactive.has(row.item_id), handlers, terminal }),
      count: row.count,
      first: row.first_ns,
      last: row.last_ns,
      pods: same.shown(row.pods),
      days: row.days,
    })),
    watches: watchesOf(watches, same, images),
    transmission,
  };
}

function windowOf({ from, to }: DayWindow): {
  readonly window?: { readonly from: string; readonly to: string };
} {
  if (from === undefined && to === undefined) return {};
  return {
    window: { from: `${from ?? '1971-01-01'}T00:00:00Z`, to: `${to ?? '2261-12-31'}T23:59:59.999999999Z` },
  };
}
