import {
  type Authorizer,
  authorizerOf,
  expandWorkload,
  knownOrPlainAccounts,
  parseLabelSelector,
  type PodCreators,
  type ServiceAccountLookup,
  type PodShape,
  workloadKinds,
  type WorkloadReference,
} from '#libs/kubernetes';
import {
  ensureWorkloads,
  firstRow,
  matchingLabels,
  recordChange,
  requireNoDeletion,
  rows,
  type SqlRunner,
  workloadId,
} from '#libs/persistence';
import { decodePolicy, type PodSecurityPolicy, validatePolicy } from '#libs/psp';
import { ConflictError } from '#libs/platform';
import type { DataSource, EntityManager } from 'typeorm';
import { z } from 'zod';
import { beforeAdmission, type PoliciesByName } from './live/live-shapes.js';
import { markPodsGone } from './live/store-pods.js';
import { readLiveShapes, readPoliciesByName } from './live/read-live-shapes.js';
import { isWatched } from './live/read-watch.js';
import { removeFormer } from './live/remove-objects.js';
import { withRunningShapes } from './live/running-shapes.js';
import { podCreators } from './pod-creators.js';
import type { InventoryWorkload, OwnerLink, ReadInventory } from './read-inventory.js';
import { templateId } from './workload-templates.js';

const document = z.record(z.string(), z.unknown());

/**
 * Stores what manifests say of a cluster. With `replace` they are all that is known of it from now on; else they are
 * added, and replace what has the same kind, namespace and name. All or nothing.
 *
 * @throws {ConflictError} (409) if a collector watches the cluster, or if it, or a namespace of what is stored, is being
 *   deleted; with `replace` any namespace of the cluster
 */
export async function storeInventory(
  dataSource: DataSource,
  cluster: string,
  read: Pick<ReadInventory, 'workloads' | 'objects' | 'owners'>,
  options: { readonly replace: boolean; readonly now: Date },
): Promise<void> {
  await dataSource.transaction(async (transaction) => {
    await requireNoDeletion(transaction, cluster, options.replace ? 'all' : namespacesOf(read));
    // Also the lock that lets two uploads for one cluster follow each other.
    await transaction.query(
      `INSERT INTO clusters (name, created_at, manifests_at) VALUES ($1, $2, $2)
       ON CONFLICT (name) DO UPDATE SET manifests_at = $2, version = clusters.version + 1`,
      [cluster, options.now],
    );
    if (await isWatched(transaction, cluster)) {
      throw new ConflictError(
        `Cluster ${cluster} is watched by a collector, which would undo the upload: the watch alone says what it holds.`,
      );
    }
    await recordChange(transaction, {
      kind: 'clusters',
      id: cluster,
      cluster,
      details: { replace: options.replace, workloads: read.workloads.length, objects: read.objects.length },
    });
    // A watcher that comes back must not build on what it knows: it begins anew, with a list of everything.
    await transaction.query(`UPDATE cluster_watches SET term = term + 1 WHERE cluster = $1`, [cluster]);
    if (options.replace) {
      // What a watcher that has fallen silent knew of running pods is old.
      await markPodsGone(transaction, cluster, { allBut: [] }, options.now);
      await removeOthers(transaction, cluster, read);
    }
    await removeFormer(transaction, cluster, read);
    await storeWorkloads(transaction, cluster, read, options.now);
    await storeObjects(transaction, cluster, read, options.now);
    await storeOwners(transaction, cluster, read);
  });
}

/** The namespaces of which something was read, also those that were read themselves. */
function namespacesOf({
  workloads,
  objects,
  owners,
}: Pick<ReadInventory, 'workloads' | 'objects' | 'owners'>): readonly string[] {
  const placed = [...workloads.map(({ workload }) => workload), ...objects, ...owners];
  const themselves = objects.filter(({ kind }) => kind === 'Namespace').map(({ name }) => name);
  return [...new Set([...placed.map(({ namespace }) => namespace), ...themselves])];
}

/** Removes what is not among what was read. What stays is not touched: nobody has to look at it again. */
async function removeOthers(
  transaction: EntityManager,
  cluster: string,
  { workloads, objects, owners }: Pick<ReadInventory, 'workloads' | 'objects' | 'owners'>,
): Promise<void> {
  await transaction.query(
    `DELETE FROM inventory_workloads i WHERE i.cluster = $1
       AND NOT EXISTS (SELECT FROM unnest($2::uuid[]) AS kept (id) WHERE kept.id = i.workload_id)`,
    [cluster, workloads.map(({ workload }) => workloadId(workload))],
  );
  for (const [table, kept] of [
    ['inventory_objects', objects],
    ['inventory_owners', owners],
  ] as const) {
    await transaction.query(
      `DELETE FROM ${table} stored WHERE stored.cluster = $1 AND NOT EXISTS (
         SELECT FROM unnest($2::text[], $3::text[], $4::text[]) AS kept (kind, namespace, name)
         WHERE kept.kind = stored.kind AND kept.namespace = stored.namespace AND kept.name = stored.name)`,
      [
        cluster,
        kept.map(({ kind }) => kind),
        kept.map(({ namespace }) => namespace),
        kept.map(({ name }) => name),
      ],
    );
  }
}

/**
 * Adds workloads or replaces what is known of them; what says the same as before stays as it was. Returns those that are
 * new or changed.
 */
export async function storeWorkloads(
  transaction: EntityManager,
  cluster: string,
  { workloads }: Pick<ReadInventory, 'workloads'>,
  now: Date,
): Promise<readonly InventoryWorkload[]> {
  const changed: InventoryWorkload[] = [];
  for (let at = 0; at < workloads.length; at += STORED_AT_ONCE) {
    changed.push(...(await storeSome(transaction, cluster, workloads.slice(at, at + STORED_AT_ONCE), now)));
  }
  return changed;
}

/** Rows in a statement: no more of a large upload stands in memory as text. */
const STORED_AT_ONCE = 500;

async function storeSome(
  transaction: EntityManager,
  cluster: string,
  workloads: readonly InventoryWorkload[],
  now: Date,
): Promise<readonly InventoryWorkload[]> {
  const ids = await ensureWorkloads(
    transaction,
    workloads.map(({ workload }) => workload),
  );
  const changed = await rows(
    transaction,
    z.object({ workload_id: z.string() }),
    `INSERT INTO inventory_workloads AS stored (workload_id, cluster, template_labels, document, template_id, updated_at)
     SELECT id, $1, labels, document, template_id, $2
     FROM unnest($3::uuid[], $4::json[], $5::json[], $6::uuid[]) AS added (id, labels, document, template_id)
     ON CONFLICT (workload_id) DO UPDATE
       SET template_labels = excluded.template_labels, document = excluded.document,
         template_id = excluded.template_id, updated_at = excluded.updated_at
       WHERE stored.document::text <> excluded.document::text
         OR stored.template_id IS DISTINCT FROM excluded.template_id
     RETURNING workload_id`,
    [
      cluster,
      now,
      ids,
      workloads.map(({ labels }) => JSON.stringify(labels)),
      workloads.map((each) => JSON.stringify(each.document)),
      workloads.map(templateId),
    ],
  );
  const changedIds = new Set(changed.map(({ workload_id }) => workload_id));
  return workloads.filter((_, index) => changedIds.has(ids[index] ?? ''));
}

/** Adds objects or replaces them; what says the same as before stays as it was. */
export async function storeObjects(
  transaction: EntityManager,
  cluster: string,
  { objects }: Pick<ReadInventory, 'objects'>,
  now: Date,
): Promise<void> {
  if (objects.length === 0) return;
  await transaction.query(
    `INSERT INTO inventory_objects (cluster, kind, namespace, name, document, updated_at)
     SELECT $1, kind, namespace, name, document, $2
     FROM unnest($3::text[], $4::text[], $5::text[], $6::json[]) AS added (kind, namespace, name, document)
     ON CONFLICT (cluster, kind, namespace, name) DO UPDATE
       SET document = excluded.document, updated_at = excluded.updated_at
       WHERE inventory_objects.document::text <> excluded.document::text`,
    [
      cluster,
      now,
      objects.map(({ kind }) => kind),
      objects.map(({ namespace }) => namespace),
      objects.map(({ name }) => name),
      objects.map((each) => JSON.stringify(each.document)),
    ],
  );
}

/** Adds owners or replaces them; returns those that are new, or other ones than before. */
export async function storeOwners(
  transaction: EntityManager,
  cluster: string,
  { owners }: Pick<ReadInventory, 'owners'>,
): Promise<readonly Pick<OwnerLink, 'namespace' | 'kind' | 'name'>[]> {
  if (owners.length === 0) return [];
  return rows(
    transaction,
    z.object({ namespace: z.string(), kind: z.string(), name: z.string() }),
    `INSERT INTO inventory_owners AS stored (cluster, namespace, kind, name, owner_kind, owner_name)
     SELECT $1, * FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[])
     ON CONFLICT (cluster, namespace, kind, name) DO UPDATE
       SET owner_kind = excluded.owner_kind, owner_name = excluded.owner_name
       WHERE (stored.owner_kind, stored.owner_name) <> (excluded.owner_kind, excluded.owner_name)
     RETURNING namespace, kind, name`,
    [
      cluster,
      owners.map(({ namespace }) => namespace),
      owners.map(({ kind }) => kind),
      owners.map(({ name }) => name),
      owners.map(({ ownerKind }) => ownerKind),
      owners.map(({ ownerName }) => ownerName),
    ],
  );
}

/** Which workloads: everything given must match; nothing given: all of them. */
export interface WorkloadSelection {
  readonly clusters?: readonly string[] | undefined;
  readonly namespaces?: readonly string[] | undefined;
  /** In the grammar of Kubernetes, against the labels of the pod template. Throws `RangeError` if it can't be parsed. */
  readonly labelSelector?: string | undefined;
  readonly workloads?: readonly WorkloadReference[] | undefined;
}

/**
 * The ids of the workloads of the inventory that a selection means, in order of their keys, or those of the same template
 * side by side; of all of them, or of those in `among`.
 */
export async function selectWorkloads(
  runner: SqlRunner,
  selection: WorkloadSelection,
  order: 'key' | 'template' = 'key',
  among?: readonly string[],
): Promise<readonly string[]> {
  const selector = parseLabelSelector(selection.labelSelector ?? '');
  if (!selector.ok) throw new RangeError(`labelSelector: ${selector.error.message}`);
  const parameters: unknown[] = [
    selection.clusters ?? null,
    selection.namespaces ?? null,
    selection.workloads?.map(workloadId) ?? null,
    among ?? null,
  ];
  const labelled = matchingLabels(selector.requirements, 'i.template_labels', parameters);
  const found = await rows(
    runner,
    z.object({ id: z.string() }),
    `SELECT w.id FROM inventory_workloads i JOIN workloads w ON w.id = i.workload_id
     WHERE ($1::text[] IS NULL OR w.cluster = ANY ($1))
       AND ($2::text[] IS NULL OR w.namespace = ANY ($2))
       AND ($3::uuid[] IS NULL OR w.id = ANY ($3)) AND ($4::uuid[] IS NULL OR w.id = ANY ($4))
       AND ${labelled}
     ORDER BY ${order === 'template' ? 'i.template_id, ' : ''}w.cluster, w.namespace, w.kind, w.name`,
    parameters,
  );
  return found.map(({ id }) => id);
}

/** A workload of the inventory with its pod shapes, and the document that says so. */
export interface StoredWorkload {
  readonly workload: WorkloadReference;
  readonly shapes: readonly PodShape[];
  readonly manifest: Readonly<Record<string, unknown>>;
}

const workloadRow = z.object({
  id: z.string(),
  cluster: z.string(),
  namespace: z.string(),
  kind: z.string(),
  name: z.string(),
  document,
});

/** Those of the ids that the inventory has, in the order given. */
export async function readWorkloads(
  runner: SqlRunner,
  ids: readonly string[],
): Promise<readonly StoredWorkload[]> {
  if (ids.length === 0) return [];
  const found = await rows(
    runner,
    workloadRow,
    `SELECT w.id, w.cluster, w.namespace, w.kind, w.name, i.document
     FROM inventory_workloads i JOIN workloads w ON w.id = i.workload_id
     WHERE i.workload_id = ANY ($1::uuid[])`,
    [ids],
  );
  const byId = new Map(found.map((row) => [row.id, row]));
  const live = await readLiveShapes(runner, ids);
  const policies = await readPoliciesByName(
    runner,
    found.filter(({ id, kind }) => live.has(id) || !hasTemplate(kind)).map(({ cluster }) => cluster),
  );
  return ids.flatMap((id) => {
    const row = byId.get(id);
    if (row === undefined) return [];
    const known = policies.get(row.cluster) ?? new Map();
    const stored = storedWorkload(row, known);
    if (stored === undefined) return [];
    const [template] = stored.shapes;
    if (template === undefined) return [stored];
    return [{ ...stored, shapes: withRunningShapes(template, live.get(id) ?? [], known) }];
  });
}

/** Kinds that hold a template of their pods. Of all others only pods are known, as admission left them. */
function hasTemplate(kind: string): boolean {
  return kind !== 'Pod' && workloadKinds.has(kind);
}

function storedWorkload(
  { id, cluster, namespace, kind, name, document: manifest }: z.infer<typeof workloadRow>,
  policies: PoliciesByName,
): StoredWorkload | undefined {
  const expansion = expandWorkload(manifest, { cluster, defaultNamespace: namespace });
  if (!expansion.ok) throw new Error(`the stored document of workload ${id} can no longer be read`);
  const workload = { cluster, namespace, kind, name };
  if (!hasTemplate(kind)) {
    const [expanded] = expansion.workloads;
    if (expanded === undefined) return undefined;
    const pod = beforeAdmission(expanded.pod, policies);
    const origin = kind === 'Pod' ? 'template' : 'live';
    return { workload, shapes: [{ workload, origin, templatePath: '', pod }], manifest };
  }
  const expanded = expansion.workloads.find((each) => workloadId(each.workload) === id);
  if (expanded === undefined) return undefined;
  const { pod, templatePath } = expanded;
  return { workload, shapes: [{ workload, origin: 'template', templatePath, pod }], manifest };
}

/** What admission in a cluster depends on beside policies and pods, as far as the inventory knows. */
export interface ClusterState {
  readonly authorizer: Authorizer;
  /** Accounts that the inventory does not know count as existing, without settings. */
  readonly serviceAccounts: ServiceAccountLookup;
  readonly policies: readonly PodSecurityPolicy[];
  /** Who creates the pods, where it is not as by default. */
  readonly podCreators: PodCreators;
}

/** What the inventory holds of a cluster that admission depends on, as it stands in manifests. */
export interface ClusterObjects {
  readonly objects: readonly Readonly<Record<string, unknown>>[];
  readonly podCreators: PodCreators;
}

export async function readClusterObjects(runner: SqlRunner, cluster: string): Promise<ClusterObjects> {
  const found = await rows(
    runner,
    z.object({ document }),
    `SELECT document FROM inventory_objects WHERE cluster = $1 ORDER BY kind, namespace, name`,
    [cluster],
  );
  const settings = await firstRow(
    runner,
    z.object({ pod_creators: podCreators.nullable() }),
    `SELECT pod_creators FROM clusters WHERE name = $1`,
    [cluster],
  );
  return { objects: found.map((row) => row.document), podCreators: settings?.pod_creators ?? {} };
}

export async function readClusterState(runner: SqlRunner, cluster: string): Promise<ClusterState> {
  const { objects, podCreators: creators } = await readClusterObjects(runner, cluster);
  return {
    podCreators: creators,
    authorizer: authorizerOf(objects),
    serviceAccounts: knownOrPlainAccounts(objects),
    policies: objects.flatMap((each) => {
      if (each['kind'] !== 'PodSecurityPolicy') return [];
      const policy = decodePolicy(each);
      return policy.ok && validatePolicy(policy.value).length === 0 ? [policy.value] : [];
    }),
  };
}
