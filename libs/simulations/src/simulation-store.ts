import {
  type Area,
  bigintColumn,
  firstRow,
  inProjectsAndAreas,
  type Reach,
  recordChange,
  requireProject,
  rows,
  type SqlRunner,
  storedAreas,
} from '#libs/persistence';
import type { DataSource, EntityManager } from 'typeorm';
import { z } from 'zod';
import type { Proposal } from './proposal.js';
import type { KubernetesDocument, SimulationOrder } from './simulation-order.js';
import { countedApart } from './summaries.js';
import { RESULTS_RUN } from './continuous/results-run.js';
import { requireRoom, type SimulationLimits } from './simulation-limits.js';
import { simulationOrder } from './simulation-order.js';
import { queuePlan } from './turns/due-plans.js';
import { lockTurns } from './turns/project-turns.js';
import {
  type FailingRounds,
  policyReference,
  type Simulation,
  simulationStatus,
  type SimulationStatus,
  summary,
} from './simulation.js';

/** A policy as it stands now, copied into the simulation. */
export interface SimulatedPolicy {
  readonly id: string;
  readonly revision: number;
  readonly name: string;
  readonly inline: boolean;
  /** Not a given revision but the newest was asked for: a continuous simulation takes each newer one. */
  readonly newest?: boolean;
  readonly document: KubernetesDocument;
}

/** Who may not be answered twice: a key that the caller chose, within the scope of the caller, and what it came with. */
export interface Idempotency {
  readonly scope: string;
  readonly key: string;
  /** SHA-256 of the request. */
  readonly requestHash: Buffer;
}

export interface NewSimulation {
  readonly id: string;
  readonly project: string;
  readonly name?: string | undefined;
  readonly createdAt: Date;
  readonly createdBy: string;
  readonly idempotency?: Idempotency | undefined;
  /** Goes on until it is stopped. */
  readonly continuous?: boolean | undefined;
  readonly order: SimulationOrder;
  /** What was generated for it, by cluster. */
  readonly proposals?: readonly Proposal[] | undefined;
  readonly policies: readonly SimulatedPolicy[];
  readonly manifests: readonly KubernetesDocument[];
  /** What it tells of, that of its manifests included: who may see it has to reach all of them. */
  readonly areas: readonly Area[];
}

/** A simulation as stored: what the API shows, and the version that changes with everything that it shows. */
export interface StoredSimulation {
  readonly simulation: Simulation;
  readonly version: number;
  /** The run under which its results are. */
  readonly run: number;
}

/**
 * Writes the simulation, its policies and manifests, and the job that plans it: all or nothing, and within the
 * transaction of the caller, if there is one.
 *
 * @throws {TooManyRequestsError} (429) the project has as many unfinished ones as it may have
 * @throws {ConflictError} (409) as many continuous ones go on as may
 */
export async function createSimulation(
  within: DataSource | EntityManager,
  added: NewSimulation,
  limits: SimulationLimits = {},
): Promise<StoredSimulation> {
  return within.transaction(async (transaction) => {
    const { idempotency } = added;
    await requireProject(transaction, added.project);
    await transaction.query(
      `INSERT INTO simulations
         (id, name, status, request, created_at, created_by, idempotency_scope, idempotency_key, request_hash, project,
          areas, continuous, proposals)
       VALUES ($1, $2, 'queued', $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
      [
        added.id,
        added.name ?? null,
        JSON.stringify(added.order),
        added.createdAt,
        added.createdBy,
        idempotency?.scope ?? null,
        idempotency?.key ?? null,
        idempotency?.requestHash ?? null,
        added.project,
        storedAreas(added.areas),
        added.continuous === true,
        added.proposals === undefined ? null : JSON.stringify(added.proposals),
      ],
    );
    await transaction.query(
      `INSERT INTO simulation_policies (simulation_id, position, policy_id, revision, name, inline, document, followed)
       SELECT $1, * FROM unnest($2::int[], $3::uuid[], $4::int[], $5::text[], $6::bool[], $7::json[], $8::bool[])`,
      [
        added.id,
        added.policies.map((_, position) => position),
        added.policies.map(({ id }) => id),
        added.policies.map(({ revision }) => revision),
        added.policies.map(({ name }) => name),
        added.policies.map(({ inline }) => inline),
        added.policies.map(({ document }) => JSON.stringify(document)),
        added.policies.map(({ newest }) => added.continuous === true && newest === true),
      ],
    );
    await transaction.query(
      `INSERT INTO simulation_manifests (simulation_id, position, document)
       SELECT $1, * FROM unnest($2::int[], $3::json[])`,
      [
        added.id,
        added.manifests.map((_, position) => position),
        added.manifests.map((document) => JSON.stringify(document)),
      ],
    );
    await recordChange(transaction, { kind: 'simulations', id: added.id, project: added.project });
    await lockTurns(transaction, added.project);
    await requireRoom(transaction, added, limits);
    await queuePlan(transaction, added.project, added.id);
    const stored = await readSimulation(transaction, added.id);
    if (stored === undefined) throw new Error('the simulation just written is not there');
    return stored;
  });
}

const simulationRow = z.object({
  id: z.uuid(),
  project: z.string(),
  name: z.string().nullable(),
  status: simulationStatus,
  request: simulationOrder,
  version: bigintColumn,
  total: z.int().nullable(),
  done: z.int(),
  summary: summary.nullable(),
  error: z.string().nullable(),
  created_at: z.date(),
  started_at: z.date().nullable(),
  finished_at: z.date().nullable(),
  cancel_requested_at: z.date().nullable(),
  continuous: z.boolean(),
  evaluated_at: z.date().nullable(),
  changes: bigintColumn,
  failed_rounds: z.int(),
  round_error: z.string().nullable(),
  retry_at: z.date().nullable(),
  policies: z.array(policyReference),
});

const columns = `s.id, s.project, s.name, s.status, s.request, s.version, s.total, s.done, s.summary, s.error, s.created_at,
  s.started_at, s.finished_at, s.cancel_requested_at, s.continuous, s.evaluated_at, s.changes,
  s.failed_rounds, s.round_error, s.retry_at,
  (SELECT coalesce(json_agg(json_build_object('id', p.policy_id, 'revision', p.revision, 'name', p.name,
    'inline', p.inline, 'followed', p.followed) ORDER BY p.position), '[]')
   FROM simulation_policies p WHERE p.simulation_id = s.id) AS policies`;

/** Undefined: there is none of that id. */
export async function readSimulation(runner: SqlRunner, id: string): Promise<StoredSimulation | undefined> {
  const row = await firstRow(runner, simulationRow, `SELECT ${columns} FROM simulations s WHERE s.id = $1`, [
    id,
  ]);
  return row === undefined ? undefined : storedSimulation(row);
}

/** What an idempotency key was used for; `same`: with the same request. Undefined: it was not used. */
export async function findByIdempotencyKey(
  runner: SqlRunner,
  { scope, key, requestHash }: Idempotency,
): Promise<{ readonly id: string; readonly same: boolean } | undefined> {
  return firstRow(
    runner,
    z.object({ id: z.string(), same: z.boolean() }),
    `SELECT id, request_hash = $3 AS same FROM simulations WHERE idempotency_scope = $1 AND idempotency_key = $2`,
    [scope, key, requestHash],
  );
}

/** Where a simulation stands; `version` changes with everything that is shown of it. */
export interface SimulationVersion {
  readonly version: number;
  /** It has ended, or waits for changes. */
  readonly settled: boolean;
}

/** Where those simulations stand that there still are, by id. Cheaper than reading them. */
export async function readVersions(
  runner: SqlRunner,
  ids: readonly string[],
): Promise<ReadonlyMap<string, SimulationVersion>> {
  if (ids.length === 0) return new Map();
  const found = await rows(
    runner,
    z.object({ id: z.string(), version: bigintColumn, settled: z.boolean() }),
    `SELECT id, version, status NOT IN ('queued', 'running') AS settled FROM simulations WHERE id = ANY ($1::uuid[])`,
    [ids],
  );
  return new Map(found.map(({ id, ...version }) => [id, version]));
}

/** Those that the caller may see, the newest first; `after` is the last one of the page before. */
export async function listSimulations(
  runner: SqlRunner,
  reach: Reach,
  page: {
    readonly limit: number;
    readonly after?: { readonly createdAt: Date; readonly id: string } | undefined;
    readonly status?: SimulationStatus | undefined;
    /** Only those that use this policy, in any revision. */
    readonly policy?: string | undefined;
  },
): Promise<readonly StoredSimulation[]> {
  const parameters: unknown[] = [
    page.after?.createdAt ?? null,
    page.after?.id ?? null,
    page.status ?? null,
    page.policy ?? null,
    page.limit,
  ];
  const found = await rows(
    runner,
    simulationRow,
    `SELECT ${columns} FROM simulations s
     WHERE ($1::timestamptz IS NULL OR (s.created_at, s.id) < ($1, $2::uuid))
       AND ($3::text IS NULL OR s.status = $3)
       AND ($4::uuid IS NULL
         OR EXISTS (SELECT FROM simulation_policies p WHERE p.simulation_id = s.id AND p.policy_id = $4))
       AND ${inProjectsAndAreas(reach, { project: 's.project', areas: 's.areas' }, parameters)}
     ORDER BY s.created_at DESC, s.id DESC LIMIT $5`,
    parameters,
  );
  return found.map(storedSimulation);
}

function failingOf(row: z.infer<typeof simulationRow>): { readonly failing?: FailingRounds } {
  const { failed_rounds: rounds, round_error: error, finished_at: finishedAt, retry_at: retryAt } = row;
  if (error === null) return {};
  const isRetried = finishedAt === null && retryAt !== null;
  return { failing: { rounds, error, ...(isRetried && { retryAt: retryAt.toISOString() }) } };
}

function storedSimulation(row: z.infer<typeof simulationRow>): StoredSimulation {
  const simulation: Simulation = {
    id: row.id,
    project: row.project,
    ...(row.name === null ? {} : { name: row.name }),
    status: row.status,
    ...(row.continuous && { continuous: { changes: row.changes, ...failingOf(row) } }),
    policies: row.policies.map(({ inline, followed, ...reference }) => ({
      ...reference,
      ...(inline === true && { inline }),
      ...(followed === true && { followed }),
    })),
    policySet: row.request.policySet,
    scope: row.request.scope,
    grants: grantsView(row.request.grants),
    ...(row.request.window === undefined ? {} : { window: row.request.window }),
    ...(row.request.podCreators === undefined ? {} : { podCreators: row.request.podCreators }),
    ...(row.request.thresholds === undefined ? {} : { thresholds: row.request.thresholds }),
    createdAt: row.created_at.toISOString(),
    ...(row.started_at === null ? {} : { startedAt: row.started_at.toISOString() }),
    ...(row.finished_at === null ? {} : { finishedAt: row.finished_at.toISOString() }),
    ...(row.evaluated_at === null ? {} : { evaluatedAt: row.evaluated_at.toISOString() }),
    ...(row.cancel_requested_at === null ? {} : { cancelRequestedAt: row.cancel_requested_at.toISOString() }),
    progress: { done: row.done, ...(row.total === null ? {} : { total: row.total }) },
    ...(row.error === null ? {} : { error: row.error }),
    ...(row.summary === null ? {} : { summary: countedApart(row.summary) }),
  };
  return { simulation, version: row.version, run: RESULTS_RUN };
}

function grantsView(grants: SimulationOrder['grants']): Simulation['grants'] {
  return typeof grants === 'string' ? grants : { objects: grants.objects.length };
}

/**
 * Ends an unfinished simulation at once, whether or not a worker is at it: from now on none of its results is stored.
 * Does nothing to one that has ended. Returns it as it is now, or undefined if there is none.
 */
export async function cancelSimulation(
  dataSource: DataSource,
  id: string,
  now: Date,
): Promise<StoredSimulation | undefined> {
  await dataSource.transaction(async (transaction) => {
    const cancelled = await firstRow(
      transaction,
      z.object({ project: z.string() }),
      `UPDATE simulations SET status = 'cancelled', cancel_requested_at = $2, finished_at = $2, version = version + 1
       WHERE id = $1 AND finished_at IS NULL RETURNING project`,
      [id, now],
    );
    if (cancelled !== undefined) await recordChange(transaction, { kind: 'simulations', id, ...cancelled });
  });
  return readSimulation(dataSource, id);
}

/** Deletes it with everything that belongs to it; a worker that is at it stops. False: there was none. */
export async function deleteSimulation(dataSource: DataSource, id: string): Promise<boolean> {
  return dataSource.transaction(async (transaction) => {
    const deleted = await firstRow(
      transaction,
      z.object({ project: z.string() }),
      `DELETE FROM simulations WHERE id = $1 RETURNING project`,
      [id],
    );
    if (deleted !== undefined) await recordChange(transaction, { kind: 'simulations', id, ...deleted });
    return deleted !== undefined;
  });
}
