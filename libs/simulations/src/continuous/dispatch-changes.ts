import { rows, workloadId } from '#libs/persistence';
import type { DataSource, EntityManager } from 'typeorm';
import { z } from 'zod';
import type { InventorySource } from '../ports.js';
import { keyColumns, resultKey } from '../result-store.js';
import { simulationOrder } from '../simulation-order.js';
import { type ChangeCause, type ChangeMark, type MarkedWorkload, takeMarks } from './change-mark.js';
import { type Area, concernOf, narrowed, type Watcher } from './concern.js';
import { addPending } from './pending.js';
import { RESULTS_RUN } from './results-run.js';

/** Marks taken in one transaction. */
const BATCH = 5_000;

/**
 * Turns marks into what each continuous simulation has to judge again. Marks go in the same transaction in which that is
 * stored, so none is lost and none counts for one simulation alone. Several processes may do it at once. Returns how many
 * marks there were.
 */
export async function dispatchChanges(
  dataSource: DataSource,
  inventory: InventorySource,
  now: Date,
): Promise<number> {
  let dispatched = 0;
  for (;;) {
    const count = await dataSource.transaction(async (transaction) => {
      const marks = await takeMarks(transaction, BATCH);
      if (marks.length > 0) await dispatch(transaction, inventory, marks, now);
      return marks.length;
    });
    dispatched += count;
    if (count < BATCH) return dispatched;
  }
}

const watcherRow = z.object({
  id: z.string(),
  request: simulationOrder,
  followed: z.array(z.string()),
});

async function dispatch(
  transaction: EntityManager,
  inventory: InventorySource,
  marks: readonly ChangeMark[],
  now: Date,
): Promise<void> {
  // Locked before what is pending of them, as rounds do it: no deadlocks.
  const watchers = await rows(
    transaction,
    watcherRow,
    `SELECT s.id, s.request, ARRAY(
       SELECT p.policy_id FROM simulation_policies p WHERE p.simulation_id = s.id AND p.followed) AS followed
     FROM simulations s WHERE s.continuous AND s.finished_at IS NULL ORDER BY s.id FOR NO KEY UPDATE OF s`,
  );
  for (const { id, request, followed } of watchers) {
    await dispatchTo(transaction, inventory, { id, order: request, followed }, marks, now);
  }
}

async function dispatchTo(
  transaction: EntityManager,
  inventory: InventorySource,
  watcher: Watcher & { readonly id: string },
  marks: readonly ChangeMark[],
  now: Date,
): Promise<void> {
  const concern = concernOf(watcher, marks);
  const pending: Marked = new Map();
  for (const { workload, cause } of concern.inScope) add(pending, workload.id, cause);
  const known = await withResults(
    transaction,
    watcher.id,
    concern.outOfScope.map(({ workload }) => workload),
  );
  for (const { workload, cause } of concern.outOfScope) {
    if (known.has(workload.id)) add(pending, workload.id, cause);
  }
  for (const area of concern.areas) {
    for (const id of await idsIn(transaction, inventory, watcher, area)) add(pending, id, area.cause);
  }
  await addPending(transaction, watcher.id, { pending, all: concern.all }, now);
}

/** Why each workload is to be judged again, by its id. */
type Marked = Map<string, Set<ChangeCause>>;

function add(pending: Marked, id: string, cause: ChangeCause): void {
  const causes = pending.get(id);
  if (causes === undefined) pending.set(id, new Set([cause]));
  else causes.add(cause);
}

async function withResults(
  transaction: EntityManager,
  simulation: string,
  workloads: readonly MarkedWorkload[],
): Promise<ReadonlySet<string>> {
  if (workloads.length === 0) return new Set();
  const found = await rows(
    transaction,
    z.object({ id: z.string() }),
    `SELECT marked.id FROM unnest($3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[])
       AS marked (id, cluster, namespace, kind, name)
     JOIN simulation_results r ON r.simulation_id = $1 AND r.run = $2 AND r.cluster = marked.cluster
       AND r.namespace = marked.namespace AND r.kind = marked.kind AND r.name = marked.name`,
    [simulation, RESULTS_RUN, workloads.map(({ id }) => id), ...keyColumns(workloads)],
  );
  return new Set(found.map(({ id }) => id));
}

/** The workloads of an area that are in scope, and those that there are results of. */
async function idsIn(
  transaction: EntityManager,
  inventory: InventorySource,
  { id, order }: Watcher & { readonly id: string },
  area: Area,
): Promise<readonly string[]> {
  const part = narrowed(order.scope, area);
  const selected = part === undefined ? [] : await inventory.selectWorkloads(part);
  const judged = await rows(
    transaction,
    resultKey,
    `SELECT cluster, namespace, kind, name FROM simulation_results
     WHERE simulation_id = $1 AND run = $2 AND cluster = $3 AND ($4::text IS NULL OR namespace = $4)`,
    [id, RESULTS_RUN, area.cluster, area.namespace ?? null],
  );
  return [...selected, ...judged.map(workloadId)];
}
