import {
  decodeServiceAccount,
  expandWorkload,
  matchesRequirements,
  parseLabelSelector,
  type Authorizer,
  type ServiceAccount,
  type ServiceAccountLookup,
  serviceAccountLookup,
  type PodShape,
  type WorkloadReference,
} from '#libs/kubernetes';
import { ensureWorkloads, rows, type SqlRunner, workloadId } from '#libs/persistence';
import { decodePolicy, type PodSecurityPolicy, validatePolicy } from '#libs/psp';
import type { DataSource, EntityManager } from 'typeorm';
import { z } from 'zod';
import { authorizerOf } from './rbac-documents.js';
import type { ReadInventory } from './read-inventory.js';

const document = z.record(z.string(), z.unknown());

/**
 * Stores what manifests say of a cluster. With `replace` they are all that is known of it from now on; else they are
 * added, and replace what has the same kind, namespace and name. All or nothing.
 */
export async function storeInventory(
  dataSource: DataSource,
  cluster: string,
  read: Pick<ReadInventory, 'workloads' | 'objects' | 'owners'>,
  options: { readonly replace: boolean; readonly now: Date },
): Promise<void> {
  await dataSource.transaction(async (transaction) => {
    // Also the lock that lets two uploads for one cluster follow each other.
    await transaction.query(
      `INSERT INTO clusters (name, created_at, manifests_at) VALUES ($1, $2, $2)
       ON CONFLICT (name) DO UPDATE SET manifests_at = $2, version = clusters.version + 1`,
      [cluster, options.now],
    );
    if (options.replace) {
      for (const table of ['inventory_workloads', 'inventory_objects', 'inventory_owners']) {
        await transaction.query(`DELETE FROM ${table} WHERE cluster = $1`, [cluster]);
      }
    }
    await storeWorkloads(transaction, cluster, read, options.now);
    await storeObjects(transaction, cluster, read, options.now);
    await storeOwners(transaction, cluster, read);
  });
}

async function storeWorkloads(
  transaction: EntityManager,
  cluster: string,
  { workloads }: Pick<ReadInventory, 'workloads'>,
  now: Date,
): Promise<void> {
  const ids = await ensureWorkloads(
    transaction,
    workloads.map(({ workload }) => workload),
  );
  await transaction.query(
    `INSERT INTO inventory_workloads (workload_id, cluster, template_labels, document, updated_at)
     SELECT id, $1, labels, document, $2 FROM unnest($3::uuid[], $4::json[], $5::json[]) AS added (id, labels, document)
     ON CONFLICT (workload_id) DO UPDATE
       SET template_labels = excluded.template_labels, document = excluded.document, updated_at = excluded.updated_at`,
    [
      cluster,
      now,
      ids,
      workloads.map(({ labels }) => JSON.stringify(labels)),
      workloads.map((each) => JSON.stringify(each.document)),
    ],
  );
}

async function storeObjects(
  transaction: EntityManager,
  cluster: string,
  { objects }: Pick<ReadInventory, 'objects'>,
  now: Date,
): Promise<void> {
  await transaction.query(
    `INSERT INTO inventory_objects (cluster, kind, namespace, name, document, updated_at)
     SELECT $1, kind, namespace, name, document, $2
     FROM unnest($3::text[], $4::text[], $5::text[], $6::json[]) AS added (kind, namespace, name, document)
     ON CONFLICT (cluster, kind, namespace, name) DO UPDATE
       SET document = excluded.document, updated_at = excluded.updated_at`,
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

async function storeOwners(
  transaction: EntityManager,
  cluster: string,
  { owners }: Pick<ReadInventory, 'owners'>,
): Promise<void> {
  await transaction.query(
    `INSERT INTO inventory_owners (cluster, namespace, kind, name, owner_kind, owner_name)
     SELECT $1, * FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[])
     ON CONFLICT (cluster, namespace, kind, name) DO UPDATE
       SET owner_kind = excluded.owner_kind, owner_name = excluded.owner_name`,
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

/** The ids of the workloads of the inventory that a selection means, in order of their keys. */
export async function selectWorkloads(
  runner: SqlRunner,
  selection: WorkloadSelection,
): Promise<readonly string[]> {
  const selector = parseLabelSelector(selection.labelSelector ?? '');
  if (!selector.ok) throw new RangeError(`labelSelector: ${selector.error.message}`);
  const { requirements } = selector;
  const found = await rows(
    runner,
    z.object({ id: z.string(), labels: z.record(z.string(), z.string()) }),
    `SELECT w.id, ${requirements.length === 0 ? `'{}'::json` : 'i.template_labels'} AS labels
     FROM inventory_workloads i JOIN workloads w ON w.id = i.workload_id
     WHERE ($1::text[] IS NULL OR w.cluster = ANY ($1))
       AND ($2::text[] IS NULL OR w.namespace = ANY ($2))
       AND ($3::uuid[] IS NULL OR w.id = ANY ($3))
     ORDER BY w.cluster, w.namespace, w.kind, w.name`,
    [selection.clusters ?? null, selection.namespaces ?? null, selection.workloads?.map(workloadId) ?? null],
  );
  return found.filter(({ labels }) => matchesRequirements(requirements, labels)).map(({ id }) => id);
}

/** A workload of the inventory with its pod shapes, and the document that says so. */
export interface StoredWorkload {
  readonly workload: WorkloadReference;
  readonly shapes: readonly PodShape[];
  readonly manifest: Readonly<Record<string, unknown>>;
}

const workloadRow = z.object({ id: z.string(), cluster: z.string(), namespace: z.string(), document });

/** Those of the ids that the inventory has, in the order given. */
export async function readWorkloads(
  runner: SqlRunner,
  ids: readonly string[],
): Promise<readonly StoredWorkload[]> {
  if (ids.length === 0) return [];
  const found = await rows(
    runner,
    workloadRow,
    `SELECT w.id, w.cluster, w.namespace, i.document FROM inventory_workloads i JOIN workloads w ON w.id = i.workload_id
     WHERE i.workload_id = ANY ($1::uuid[])`,
    [ids],
  );
  const byId = new Map(found.map((row) => [row.id, row]));
  return ids.flatMap((id) => {
    const row = byId.get(id);
    return row === undefined
      ? []
      : storedWorkloads(row).filter(({ workload }) => workloadId(workload) === id);
  });
}

function storedWorkloads(row: z.infer<typeof workloadRow>): readonly StoredWorkload[] {
  const expansion = expandWorkload(row.document, { cluster: row.cluster, defaultNamespace: row.namespace });
  if (!expansion.ok) throw new Error(`the stored document of workload ${row.id} can no longer be read`);
  return expansion.workloads.map(({ workload, pod, templatePath }) => ({
    workload,
    shapes: [{ workload, origin: 'template', templatePath, pod }],
    manifest: row.document,
  }));
}

/** What admission in a cluster depends on beside policies and pods, as far as the inventory knows. */
export interface ClusterState {
  readonly authorizer: Authorizer;
  /** Accounts that the inventory does not know count as existing, without settings. */
  readonly serviceAccounts: ServiceAccountLookup;
  readonly policies: readonly PodSecurityPolicy[];
}

export async function readClusterState(runner: SqlRunner, cluster: string): Promise<ClusterState> {
  const found = await rows(
    runner,
    z.object({ kind: z.string(), document }),
    `SELECT kind, document FROM inventory_objects WHERE cluster = $1 ORDER BY kind, namespace, name`,
    [cluster],
  );
  const ofKind = (kind: string) => found.filter((row) => row.kind === kind).map((row) => row.document);
  return {
    authorizer: authorizerOf(found.map((row) => row.document)),
    serviceAccounts: knownOrPlain(ofKind('ServiceAccount')),
    policies: ofKind('PodSecurityPolicy').flatMap((each) => {
      const policy = decodePolicy(each);
      return policy.ok && validatePolicy(policy.value).length === 0 ? [policy.value] : [];
    }),
  };
}

function knownOrPlain(documents: readonly unknown[]): ServiceAccountLookup {
  const accounts: ServiceAccount[] = documents.flatMap((each) => {
    const account = decodeServiceAccount(each);
    return account.ok ? [account.value] : [];
  });
  const known = serviceAccountLookup(accounts, 'default');
  return (namespace, name) => known(namespace, name) ?? { metadata: { namespace, name } };
}
