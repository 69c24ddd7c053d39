import { compareText } from '#libs/events';
import { ensureWorkloads, rows } from '#libs/persistence';
import type { ProfileEntry } from '#libs/profiles';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import type { Pending } from '../profile-state/accumulator.js';
import type { KnownRows } from '../profile-state/known-rows.js';
import type { ContainerState, PodState } from '../profile-state/states.js';
import { idsOfPods } from './pod-ids.js';
import { StaleStateError } from './stale-state-error.js';

/** Ids of the rows that aggregates refer to. */
export interface Identities {
  containerId(container: ContainerState): number;
  podId(pod: PodState): number;
  readonly items: ItemsOfRows;
  /** To be called once the transaction is committed: only then may be remembered what it wrote. */
  stored(): void;
}

/** The items that rows of pending entries refer to, by their place in a list. */
export interface ItemsOfRows {
  readonly ids: readonly string[];
  readonly ofRow: Uint32Array;
}

/** An item, and the last day on which it was used. */
interface UsedItem {
  readonly entry: ProfileEntry;
  day: string;
}

/** What is pending refers to, each with the last day on which it was used. */
interface Used {
  readonly containers: Map<ContainerState, string>;
  readonly pods: Map<PodState, string>;
  readonly items: readonly UsedItem[];
  /** Places of the items of rows. */
  readonly itemOfRow: Uint32Array;
  readonly images: Map<string, { readonly description: string; readonly day: string }>;
}

/**
 * Makes sure that all workloads, containers, pods, items and images of what is pending have rows, marked as used on
 * their days. What this process wrote before for the same day is not written again.
 */
export async function storeIdentities(
  transaction: EntityManager,
  pending: Pending,
  known: KnownRows,
): Promise<Identities> {
  const used = collect(pending);
  const pods = [...used.pods].filter(([pod, day]) => pod.id === undefined || day > pod.markedUntil);
  const containers = [...used.containers].filter(
    ([each, day]) => each.id === undefined || day > each.markedUntil,
  );
  await ensureWorkloads(
    transaction,
    pods.filter(([{ id }]) => id === undefined).map(([{ attribution }]) => attribution.workload),
  );
  const containerIds = await storeContainers(transaction, containers);
  const podIds = await storePods(transaction, pods);
  await storeItems(
    transaction,
    used.items.filter(({ entry, day }) => known.itemNeedsMark(entry, day)),
    known,
  );
  await storeImages(
    transaction,
    [...used.images].filter(([id, { day }]) => known.imageNeedsMark(id, day)),
  );
  await checkContainers(transaction, used.containers.keys());
  return {
    containerId: (container) => newIdOf(containerIds, container) ?? idOf(container),
    podId: (pod) => newIdOf(podIds, pod) ?? idOf(pod),
    items: { ids: used.items.map(({ entry }) => known.itemId(entry)), ofRow: used.itemOfRow },
    stored: () => {
      for (const [state, id] of containerIds) state.id = id;
      for (const [state, id] of podIds) state.id = id;
      for (const [state, day] of [...containers, ...pods]) state.markedUntil = day;
      for (const { entry, day } of used.items) known.itemMarked(entry, day);
      for (const [id, { day }] of used.images) known.imageMarked(id, day);
    },
  };
}

function collect({ entries, watches }: Pending): Used {
  const used: Used = {
    containers: new Map(),
    pods: new Map(),
    images: new Map(),
    // Whose entries these are, and who has shown them, has been watched since the last flush: it is among the watches.
    ...itemsOf(entries),
  };
  for (const { pod, container, imageId, image } of watches) {
    use(used.containers, container.container, container.day);
    use(used.pods, pod, container.day);
    const known = used.images.get(imageId);
    // Without a description its row has been stored before, for this day.
    if (image !== undefined && (known === undefined || known.day < container.day)) {
      used.images.set(imageId, { description: image, day: container.day });
    }
  }
  return used;
}

function itemsOf(entries: Pending['entries']): Pick<Used, 'items' | 'itemOfRow'> {
  const items: UsedItem[] = [];
  const itemOfRow = new Uint32Array(entries.size);
  const places = new Map<ProfileEntry, number>();
  for (let row = 0; row < entries.size; row += 1) {
    const entry = entries.entryOf(row);
    const { day } = entries.containerOf(row);
    let place = places.get(entry);
    if (place === undefined) {
      place = items.length;
      places.set(entry, place);
      items.push({ entry, day });
    }
    const item = items[place];
    if (item !== undefined && item.day < day) item.day = day;
    itemOfRow[row] = place;
  }
  return { items, itemOfRow };
}

function use<T>(days: Map<T, string>, what: T, day: string): void {
  const known = days.get(what);
  if (known === undefined || known < day) days.set(what, day);
}

const containerRow = z.object({ id: z.int(), workload_id: z.string(), name: z.string() });

async function storeContainers(
  transaction: EntityManager,
  containers: readonly (readonly [ContainerState, string])[],
): Promise<ReadonlyMap<ContainerState, number>> {
  if (containers.length === 0) return new Map();
  const key = (workloadId: string, name: string): string => `${workloadId} ${name}`;
  const byKey = new Map(
    containers.map(([state, day]) => [key(state.workloadId, state.name), { state, day }]),
  );
  const sorted = [...byKey].sort(([a], [b]) => compareText(a, b)).map(([, each]) => each);
  const written = await rows(
    transaction,
    containerRow,
    `INSERT INTO runtime_containers AS container (workload_id, name, last_day)
     SELECT * FROM unnest($1::uuid[], $2::text[], $3::date[])
     ON CONFLICT (workload_id, name) DO UPDATE SET last_day = greatest(container.last_day, excluded.last_day)
     RETURNING id, workload_id, name`,
    [
      sorted.map(({ state }) => state.workloadId),
      sorted.map(({ state }) => state.name),
      sorted.map(({ day }) => day),
    ],
  );
  const ids = new Map(written.map(({ id, workload_id, name }) => [key(workload_id, name), id]));
  return new Map(containers.map(([state]) => [state, ids.get(key(state.workloadId, state.name)) ?? 0]));
}

const podRow = z.object({ id: z.int(), cluster: z.string(), uid: z.string() });

async function storePods(
  transaction: EntityManager,
  pods: readonly (readonly [PodState, string])[],
): Promise<ReadonlyMap<PodState, number>> {
  if (pods.length === 0) return new Map();
  const key = (cluster: string, uid: string): string => `${cluster} ${uid}`;
  const byKey = new Map(pods.map(([state, day]) => [key(state.cluster, state.uid), { state, day }]));
  const sorted = [...byKey].sort(([a], [b]) => compareText(a, b)).map(([, each]) => each);
  const given = await idsOfPods(
    transaction,
    sorted.map(({ state }) => state),
  );
  const written = await rows(
    transaction,
    podRow,
    `INSERT INTO runtime_pods AS pod
       (id, cluster, uid, namespace, name, node, workload_id, owner_kind, owner_name, attribution, last_day, template_hash)
     OVERRIDING SYSTEM VALUE
     SELECT coalesce(id, nextval(pg_get_serial_sequence('runtime_pods', 'id'))), cluster, uid, namespace, name, node,
       workload_id, owner_kind, owner_name, attribution, last_day, template_hash
     FROM unnest($12::integer[], $1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::uuid[], $7::text[],
       $8::text[], $9::text[], $10::date[], $11::text[])
       AS given (id, cluster, uid, namespace, name, node, workload_id, owner_kind, owner_name, attribution, last_day,
         template_hash)
     ON CONFLICT (cluster, uid) DO UPDATE SET
       last_day = greatest(pod.last_day, excluded.last_day),
       template_hash = coalesce(excluded.template_hash, pod.template_hash),
       (owner_kind, owner_name) = (
         SELECT CASE WHEN keeps THEN pod.owner_kind ELSE excluded.owner_kind END,
           CASE WHEN keeps THEN pod.owner_name ELSE excluded.owner_name END
         FROM (SELECT excluded.owner_kind IS NULL OR pod.owner_kind IS NOT NULL
           AND (pod.attribution = 'inventory' OR excluded.attribution <> 'inventory') AS keeps) AS owner
       ),
       (workload_id, attribution) = (
         SELECT CASE WHEN outdated THEN pod.workload_id ELSE excluded.workload_id END,
           CASE WHEN outdated THEN pod.attribution ELSE excluded.attribution END
         FROM (SELECT pod.attribution = 'inventory' AND excluded.attribution <> 'inventory'
           OR pod.attribution <> 'parked' AND excluded.attribution = 'parked' AS outdated) AS known
       )
     RETURNING id, cluster, uid`,
    [
      sorted.map(({ state }) => state.cluster),
      sorted.map(({ state }) => state.uid),
      sorted.map(({ state }) => state.observed.namespace),
      sorted.map(({ state }) => state.observed.pod),
      sorted.map(({ state }) => state.node),
      sorted.map(({ state }) => state.workloadId),
      sorted.map(({ state }) => ownerOf(state)?.kind ?? null),
      sorted.map(({ state }) => ownerOf(state)?.name ?? null),
      sorted.map(({ state }) => state.attribution.by),
      sorted.map(({ day }) => day),
      sorted.map(({ state }) => state.templateHash ?? null),
      sorted.map(({ state }) => state.id ?? given.get(state) ?? null),
    ],
  );
  const ids = new Map(written.map(({ id, cluster, uid }) => [key(cluster, uid), id]));
  return new Map(pods.map(([state]) => [state, ids.get(key(state.cluster, state.uid)) ?? 0]));
}

/** What the inventory knows goes before what an agent says: some name the top of the chain, others none. */
function ownerOf({ attribution, observed }: PodState): PodState['observed']['owner'] {
  return attribution.owner ?? observed.owner;
}

async function storeItems(
  transaction: EntityManager,
  items: readonly UsedItem[],
  known: KnownRows,
): Promise<void> {
  if (items.length === 0) return;
  const byId = new Map<string, UsedItem>();
  for (const item of items) {
    const id = known.itemId(item.entry);
    if ((byId.get(id)?.day ?? '') < item.day) byId.set(id, item);
  }
  const sorted = [...byId].sort(([a], [b]) => compareText(a, b));
  await transaction.query(
    `INSERT INTO runtime_items AS item (id, dimension, item, last_day)
     SELECT * FROM unnest($1::uuid[], $2::text[], $3::jsonb[], $4::date[])
     ON CONFLICT (id) DO UPDATE SET last_day = excluded.last_day WHERE item.last_day < excluded.last_day`,
    [
      sorted.map(([id]) => id),
      sorted.map(([, { entry }]) => entry.dimension),
      sorted.map(([, { entry }]) => (entry.item === undefined ? null : JSON.stringify(entry.item))),
      sorted.map(([, { day }]) => day),
    ],
  );
}

async function storeImages(
  transaction: EntityManager,
  images: readonly (readonly [string, { readonly description: string; readonly day: string }])[],
): Promise<void> {
  if (images.length === 0) return;
  const sorted = images.toSorted(([a], [b]) => compareText(a, b));
  await transaction.query(
    `INSERT INTO runtime_images AS image (id, description, last_day)
     SELECT * FROM unnest($1::uuid[], $2::jsonb[], $3::date[])
     ON CONFLICT (id) DO UPDATE SET last_day = excluded.last_day WHERE image.last_day < excluded.last_day`,
    [
      sorted.map(([id]) => id),
      sorted.map(([, { description }]) => description),
      sorted.map(([, { day }]) => day),
    ],
  );
}

/** Rows that this process knows may be gone: somebody deleted the workload. Locks those that are there. */
async function checkContainers(transaction: EntityManager, used: Iterable<ContainerState>): Promise<void> {
  const ids = [...used].flatMap(({ id }) => (id === undefined ? [] : [id])).sort((a, b) => a - b);
  if (ids.length === 0) return;
  const found = await rows(
    transaction,
    z.object({ found: z.int() }),
    `SELECT count(*)::integer AS found FROM (
       SELECT FROM runtime_containers WHERE id = ANY($1::integer[]) ORDER BY id FOR KEY SHARE
     ) AS locked`,
    [ids],
  );
  if (found[0]?.found !== new Set(ids).size) throw new StaleStateError('a workload');
}

/** The id of a row that this transaction has written: next to none, most of the time. */
function newIdOf<State>(ids: ReadonlyMap<State, number>, state: State): number | undefined {
  return ids.size === 0 ? undefined : ids.get(state);
}

function idOf({ id }: ContainerState | PodState): number {
  if (id === undefined) throw new Error('a container or pod has no row');
  return id;
}
