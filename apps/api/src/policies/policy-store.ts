import type { Requirement } from '#libs/kubernetes';
import {
  type Area,
  firstRow,
  inProjects,
  matchingLabels,
  type Reach,
  recordChange,
  requireProject,
  rows,
  type SqlRunner,
  storedArea,
  storedAreas,
} from '#libs/persistence';
import { ConflictError, PreconditionFailedError } from '#libs/platform';
import { bytewise } from '#libs/psp';
import { labelsOf } from './policy-document.js';
import type { SimulatedPolicy } from '#libs/simulations';
import { DataSource, type EntityManager, QueryFailedError } from 'typeorm';
import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';

export const policyOrigin = z.enum(['uploaded', 'generated']);
export type PolicyOrigin = z.infer<typeof policyOrigin>;

/** One revision of a policy, and what is true of the policy as a whole. */
export interface StoredPolicy {
  readonly id: string;
  readonly project: string;
  readonly name: string;
  readonly revision: number;
  /** The latest one. */
  readonly currentRevision: number;
  /** Of this revision. */
  readonly labels: Readonly<Record<string, string>>;
  readonly document: Readonly<Record<string, unknown>>;
  readonly source: string | undefined;
  readonly origin: PolicyOrigin;
  readonly explanations: unknown;
  /** Of what the explanations tell. */
  readonly explainedAreas: readonly Area[];
  readonly createdAt: Date;
  readonly revisedAt: Date;
  readonly revisedBy: string;
}

/** The content of a revision. */
export interface PolicyContent {
  readonly document: Readonly<Record<string, unknown>>;
  readonly source?: string | undefined;
  readonly origin: PolicyOrigin;
  readonly explanations?: unknown;
  /** Of what the explanations tell; if absent: of everything. */
  readonly explainedAreas?: readonly Area[];
}

const policyRow = z.object({
  id: z.string(),
  project: z.string(),
  name: z.string(),
  revision: z.int(),
  current_revision: z.int(),
  labels: z.record(z.string(), z.string()).nullable(),
  document: z.record(z.string(), z.unknown()),
  source: z.string().nullable(),
  origin: policyOrigin,
  explanations: z.unknown(),
  explained_areas: z.array(storedArea),
  created_at: z.date(),
  revised_at: z.date(),
  revised_by: z.string(),
});

const columns = `p.id, p.project, p.name, r.revision, p.revision AS current_revision, r.document,
  CASE WHEN r.revision = p.revision THEN p.labels END AS labels, r.source, r.origin, r.explanations, r.explained_areas,
  p.created_at, r.created_at AS revised_at, r.created_by AS revised_by`;

/** Policies and their revisions in Postgres. */
@Injectable()
export class PolicyStore {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  /**
   * Adds a policy to the project in which the caller makes things. Throws `ConflictError` (409) if there is a policy of
   * that name in it, `NotFoundError` if there is no such project.
   */
  async add(
    reach: Reach,
    added: { readonly id: string; readonly name: string; readonly by: string; readonly at: Date },
    content: PolicyContent,
  ): Promise<StoredPolicy> {
    const project = reach.home;
    try {
      await this.dataSource.transaction(async (transaction) => {
        await requireProject(transaction, project);
        await transaction.query(
          `INSERT INTO policies (id, project, name, revision, created_at, updated_at, labels)
           VALUES ($1, $2, $3, 1, $4, $4, $5)`,
          [added.id, project, added.name, added.at, labelsOf(content.document)],
        );
        await insertRevision(transaction, { ...added, project, revision: 1 }, content);
      });
    } catch (error) {
      if (!isDuplicateName(error)) throw error;
      const existing = await this.byName(project, added.name);
      const where = existing === undefined ? '' : `: /api/v1/policies/${existing.id}`;
      throw new ConflictError(`There is a policy of the name ${added.name} already${where}.`, {
        cause: error,
      });
    }
    return this.required(added.id);
  }

  /**
   * Adds policies that were generated, all or none, and returns their ids by name. One that is there already with the
   * same content is taken as it is; another policy of the same name is a conflict (`ConflictError`, 409).
   */
  async addGenerated(
    reach: Reach,
    added: readonly { readonly id: string; readonly name: string; readonly content: PolicyContent }[],
    { by, at }: { readonly by: string; readonly at: Date },
  ): Promise<ReadonlyMap<string, string>> {
    const ids = new Map<string, string>();
    const conflicts: string[] = [];
    const project = reach.home;
    await this.dataSource.transaction(async (transaction) => {
      await requireProject(transaction, project);
      for (const { id, name, content } of added) {
        const inserted = await rows(
          transaction,
          z.object({ id: z.string() }),
          `INSERT INTO policies (id, project, name, revision, created_at, updated_at, labels)
           VALUES ($1, $2, $3, 1, $4, $4, $5)
           ON CONFLICT ON CONSTRAINT policies_project_name_key DO NOTHING RETURNING id`,
          [id, project, name, at, labelsOf(content.document)],
        );
        if (inserted.length > 0) {
          await insertRevision(transaction, { id, project, name, revision: 1, by, at }, content);
          ids.set(name, id);
          continue;
        }
        const existing = await this.byName(project, name, transaction);
        if (existing !== undefined && hasDocument(existing, content)) ids.set(name, existing.id);
        else conflicts.push(name);
      }
      if (conflicts.length > 0) {
        throw new ConflictError(`There are other policies of these names already: ${conflicts.join(', ')}.`);
      }
    });
    return ids;
  }

  /**
   * Adds policies that were generated, or revisions of those that were generated before and are now other ones, within a
   * transaction; they are returned in the order given. One of the same name that was written by hand is a conflict
   * (`ConflictError`, 409), after which the transaction must not be committed.
   */
  async reviseGenerated(
    transaction: EntityManager,
    reach: Reach,
    added: readonly { readonly id: string; readonly name: string; readonly content: PolicyContent }[],
    { by, at }: { readonly by: string; readonly at: Date },
  ): Promise<readonly SimulatedPolicy[]> {
    const project = reach.home;
    await requireProject(transaction, project);
    const conflicts: string[] = [];
    const stored = new Map<string, SimulatedPolicy>();
    // Whoever else generates them locks them in the same order: nobody waits in a circle.
    for (const { id, name, content } of added.toSorted((a, b) => bytewise(a.name, b.name))) {
      // Writes nothing where there is a policy of that name, but locks it.
      await transaction.query(
        `INSERT INTO policies (id, project, name, revision, created_at, updated_at, labels)
         VALUES ($1, $2, $3, 1, $4, $4, $5)
         ON CONFLICT ON CONSTRAINT policies_project_name_key DO UPDATE SET name = excluded.name`,
        [id, project, name, at, labelsOf(content.document)],
      );
      const present = await this.byName(project, name, transaction);
      if (present !== undefined && present.origin !== 'generated') {
        conflicts.push(name);
        continue;
      }
      const policy = present?.id ?? id;
      const same = present !== undefined && hasDocument(present, content);
      const revision = present === undefined ? 1 : present.currentRevision + (same ? 0 : 1);
      if (!same) {
        await insertRevision(transaction, { id: policy, project, name, revision, by, at }, content);
        await presentRevision(transaction, { id: policy, revision, at }, content);
      }
      const { document } = content;
      stored.set(name, { id: policy, revision, name, inline: false, newest: true, document });
    }
    if (conflicts.length > 0) {
      throw new ConflictError(
        `There are policies of these names already, which were not generated: ${conflicts.join(', ')}. Give a \`namePrefix\`.`,
      );
    }
    return added.flatMap(({ name }) => stored.get(name) ?? []);
  }

  /**
   * Adds a revision, unless the content is that of the present one. Undefined: there is no such policy. `expected` is
   * asked for the present revision and throws if it is not the one that the caller has seen.
   */
  async revise(
    id: string,
    change: { readonly by: string; readonly at: Date; readonly expected: (present: StoredPolicy) => void },
    content: PolicyContent,
  ): Promise<StoredPolicy | undefined> {
    const revised = await this.dataSource.transaction(async (transaction) => {
      await transaction.query(`SELECT FROM policies WHERE id = $1 FOR UPDATE`, [id]);
      const present = await this.read(id, undefined, transaction);
      if (present === undefined) return false;
      change.expected(present);
      if (isSame(present, content)) return true;
      const revision = present.currentRevision + 1;
      const { project, name } = present;
      await insertRevision(
        transaction,
        { id, project, name, revision, by: change.by, at: change.at },
        content,
      );
      await presentRevision(transaction, { id, revision, at: change.at }, content);
      return true;
    });
    return revised ? this.read(id) : undefined;
  }

  /** The present revision, or the given one. */
  async read(
    id: string,
    revision?: number,
    runner: SqlRunner = this.dataSource,
  ): Promise<StoredPolicy | undefined> {
    const row = await firstRow(
      runner,
      policyRow,
      `SELECT ${columns} FROM policies p JOIN policy_revisions r ON r.policy_id = p.id
       WHERE p.id = $1 AND r.revision = coalesce($2, p.revision)`,
      [id, revision ?? null],
    );
    return row === undefined ? undefined : storedPolicy(row);
  }

  async byName(
    project: string,
    name: string,
    runner: SqlRunner = this.dataSource,
  ): Promise<StoredPolicy | undefined> {
    const row = await firstRow(
      runner,
      policyRow,
      `SELECT ${columns} FROM policies p JOIN policy_revisions r ON r.policy_id = p.id AND r.revision = p.revision
       WHERE p.project = $1 AND p.name = $2`,
      [project, name],
    );
    return row === undefined ? undefined : storedPolicy(row);
  }

  /** In order of their names, then of their projects. */
  async list(
    reach: Reach,
    page: {
      readonly limit: number;
      readonly after?: readonly [string, string] | undefined;
      readonly name?: string | undefined;
      /** What the labels of the present revision must meet. */
      readonly labels?: readonly Requirement[] | undefined;
    },
  ): Promise<readonly StoredPolicy[]> {
    const parameters: unknown[] = [...(page.after ?? [null, null]), page.name ?? null, page.limit];
    const found = await rows(
      this.dataSource,
      policyRow,
      `SELECT ${columns} FROM policies p JOIN policy_revisions r ON r.policy_id = p.id AND r.revision = p.revision
       WHERE ($1::text IS NULL OR (p.name, p.project) > ($1, $2)) AND ($3::text IS NULL OR p.name = $3)
         AND ${inProjects(reach, 'p.project', parameters)}
         AND ${matchingLabels(page.labels ?? [], 'p.labels', parameters, 'jsonb')}
       ORDER BY p.name, p.project LIMIT $4`,
      parameters,
    );
    return found.map(storedPolicy);
  }

  /** The latest first; `before` is the last one of the page before. */
  async revisions(
    id: string,
    page: { readonly limit: number; readonly before?: number | undefined },
  ): Promise<readonly StoredPolicy[]> {
    const found = await rows(
      this.dataSource,
      policyRow,
      `SELECT ${columns} FROM policies p JOIN policy_revisions r ON r.policy_id = p.id
       WHERE p.id = $1 AND ($2::int IS NULL OR r.revision < $2) ORDER BY r.revision DESC LIMIT $3`,
      [id, page.before ?? null, page.limit],
    );
    return found.map(storedPolicy);
  }

  /** Simulations keep their own copy of what they used. False: there was none. Throws what `expected` throws. */
  async remove(id: string, expected: (present: StoredPolicy) => void): Promise<boolean> {
    return this.dataSource.transaction(async (transaction) => {
      await transaction.query(`SELECT FROM policies WHERE id = $1 FOR UPDATE`, [id]);
      const present = await this.read(id, undefined, transaction);
      if (present === undefined) return false;
      expected(present);
      await transaction.query(`DELETE FROM policies WHERE id = $1`, [id]);
      const { project, name } = present;
      await recordChange(transaction, { kind: 'policies', id, project, details: { name } });
      return true;
    });
  }

  private async required(id: string): Promise<StoredPolicy> {
    const stored = await this.read(id);
    if (stored === undefined) throw new PreconditionFailedError('The policy was deleted in the same moment.');
    return stored;
  }
}

/** Makes a revision that was added the present one. */
async function presentRevision(
  transaction: SqlRunner,
  { id, revision, at }: { readonly id: string; readonly revision: number; readonly at: Date },
  content: PolicyContent,
): Promise<void> {
  await transaction.query(`UPDATE policies SET revision = $2, updated_at = $3, labels = $4 WHERE id = $1`, [
    id,
    revision,
    at,
    labelsOf(content.document),
  ]);
}

async function insertRevision(
  transaction: SqlRunner,
  revision: {
    readonly id: string;
    readonly project: string;
    readonly name: string;
    readonly revision: number;
    readonly by: string;
    readonly at: Date;
  },
  content: PolicyContent,
): Promise<void> {
  await transaction.query(
    `INSERT INTO policy_revisions (policy_id, revision, document, source, origin, explanations, created_at, created_by, explained_areas)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      revision.id,
      revision.revision,
      JSON.stringify(content.document),
      content.source ?? null,
      content.origin,
      content.explanations === undefined ? null : JSON.stringify(content.explanations),
      revision.at,
      revision.by,
      storedAreas(content.explainedAreas ?? [{}]),
    ],
  );
  const { id, project, name } = revision;
  const details = { name, revision: revision.revision };
  await recordChange(transaction, { kind: 'policies', id, project, details });
}

function isDuplicateName(error: unknown): boolean {
  if (!(error instanceof QueryFailedError)) return false;
  const cause = z.object({ constraint: z.literal('policies_project_name_key') }).safeParse(error.driverError);
  return cause.success;
}

function isSame(present: StoredPolicy, content: PolicyContent): boolean {
  return hasDocument(present, content) && present.source === content.source;
}

function hasDocument(present: StoredPolicy, content: PolicyContent): boolean {
  return JSON.stringify(present.document) === JSON.stringify(content.document);
}

function storedPolicy(row: z.infer<typeof policyRow>): StoredPolicy {
  return {
    id: row.id,
    project: row.project,
    name: row.name,
    revision: row.revision,
    currentRevision: row.current_revision,
    // Those of earlier revisions are not kept beside the document.
    labels: row.labels ?? labelsOf(row.document),
    document: row.document,
    source: row.source ?? undefined,
    origin: row.origin,
    explanations: row.explanations ?? undefined,
    explainedAreas: row.explained_areas,
    createdAt: row.created_at,
    revisedAt: row.revised_at,
    revisedBy: row.revised_by,
  };
}
