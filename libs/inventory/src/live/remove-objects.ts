import { workloadKinds } from '#libs/kubernetes';
import type { EntityManager } from 'typeorm';
import type { ReadInventory } from '../read-inventory.js';
import { watchedResources } from './watched-resources.js';

interface NamedObject {
  readonly namespace: string;
  readonly name: string;
}

/** Removes what the inventory has of these objects of a kind: as a workload, as a step to one, or anything. */
export async function removeObjects(
  transaction: EntityManager,
  cluster: string,
  kind: string,
  objects: readonly NamedObject[],
  as: 'workload' | 'owner' | 'anything',
): Promise<void> {
  if (objects.length === 0) return;
  const parameters = [
    cluster,
    kind,
    objects.map(({ namespace }) => namespace),
    objects.map(({ name }) => name),
  ];
  const named = `(SELECT * FROM unnest($3::text[], $4::text[])) AS gone (namespace, name)`;
  if (as !== 'owner') {
    await transaction.query(
      `DELETE FROM inventory_workloads i USING ${named}, workloads w
       WHERE w.cluster = $1 AND w.kind = $2 AND w.namespace = gone.namespace AND w.name = gone.name
         AND i.workload_id = w.id`,
      parameters,
    );
  }
  const tables = as === 'anything' ? ['inventory_owners', 'inventory_objects'] : [];
  for (const table of as === 'owner' ? ['inventory_owners'] : tables) {
    await transaction.query(
      `DELETE FROM ${table} stored USING ${named}
       WHERE stored.cluster = $1 AND stored.kind = $2 AND stored.namespace = gone.namespace AND stored.name = gone.name`,
      parameters,
    );
  }
}

/** An object that has got an owner, or lost it, is no longer what it was: removes what it was. */
export async function removeFormer(
  transaction: EntityManager,
  cluster: string,
  { workloads, owners }: Pick<ReadInventory, 'workloads' | 'owners'>,
): Promise<void> {
  for (const [kind, owned] of Map.groupBy(owners, (each) => each.kind))
    await removeObjects(transaction, cluster, kind, owned, 'workload');
  const own = workloads.map(({ workload }) => workload);
  for (const [kind, same] of Map.groupBy(own, (each) => each.kind))
    await removeObjects(transaction, cluster, kind, same, 'owner');
}

/** Removes all objects of a kind but these, given as `namespace/name`. */
export async function removeAllBut(
  transaction: EntityManager,
  cluster: string,
  kind: string,
  present: ReadonlySet<string>,
): Promise<void> {
  const others = (of: string): string =>
    `NOT EXISTS (SELECT FROM unnest($3::text[]) AS kept (key) WHERE kept.key = ${of}.namespace || '/' || ${of}.name)`;
  const parameters = [cluster, kind, [...present]];
  await transaction.query(
    `DELETE FROM inventory_workloads i USING workloads w
     WHERE i.cluster = $1 AND w.id = i.workload_id AND w.kind = $2 AND ${others('w')}`,
    parameters,
  );
  for (const table of ['inventory_owners', 'inventory_objects']) {
    await transaction.query(
      `DELETE FROM ${table} stored WHERE cluster = $1 AND kind = $2 AND ${others('stored')}`,
      parameters,
    );
  }
}

/** Removes bare pods, and workloads of custom controllers, of which no pod is left: of these ids, or all of them. */
export async function removeWithoutPods(
  transaction: EntityManager,
  cluster: string,
  ids?: readonly string[],
): Promise<void> {
  if (ids?.length === 0) return;
  await transaction.query(
    `DELETE FROM inventory_workloads i USING workloads w
     WHERE i.cluster = $1 AND w.id = i.workload_id AND (w.kind = 'Pod' OR NOT w.kind = ANY ($2::text[]))
       AND ($3::uuid[] IS NULL OR w.id = ANY ($3))
       AND NOT EXISTS (SELECT FROM inventory_pods p WHERE p.workload_id = w.id AND p.gone_at IS NULL)`,
    [cluster, [...workloadKinds.keys()], ids ?? null],
  );
}

/** Removes what is of kinds that are not watched: it was uploaded, and nobody keeps it up to date. */
export async function removeUnwatched(transaction: EntityManager, cluster: string): Promise<void> {
  const kinds = watchedResources.map(({ kind }) => kind);
  await transaction.query(
    `DELETE FROM inventory_workloads i USING workloads w
     WHERE i.cluster = $1 AND w.id = i.workload_id AND NOT w.kind = ANY ($2::text[])
       AND NOT EXISTS (SELECT FROM inventory_pods p WHERE p.workload_id = w.id AND p.gone_at IS NULL)`,
    [cluster, kinds],
  );
  await transaction.query(
    `DELETE FROM inventory_owners WHERE cluster = $1 AND (NOT kind = ANY ($2::text[]) OR kind = 'Pod')`,
    [cluster, kinds],
  );
  await transaction.query(
    `DELETE FROM inventory_objects WHERE cluster = $1 AND NOT kind = ANY ($2::text[])`,
    [cluster, kinds],
  );
}
