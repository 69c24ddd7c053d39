import { ConflictError, NotFoundError } from '#libs/platform';
import type { DataSource } from 'typeorm';
import { z } from 'zod';
import { inProjects } from './access/reach-conditions.js';
import { countApiKeysOf } from './api-key-repository.js';
import { defaultProject, type Reach } from './access/reach.js';
import { recordChange } from './audit/audit-log.js';
import { firstRow, rows, type SqlRunner } from './rows.js';

/** Policies and simulations belong to a project; its name is its identity. */
export interface StoredProject {
  readonly name: string;
  readonly description: string;
  /** Counts its changes. */
  readonly revision: number;
  readonly createdAt: Date;
  readonly createdBy: string;
}

const row = z
  .object({
    name: z.string(),
    description: z.string(),
    revision: z.int(),
    created_at: z.date(),
    created_by: z.string(),
  })
  .transform(({ created_at, created_by, ...rest }): StoredProject => ({
    ...rest,
    createdAt: created_at,
    createdBy: created_by,
  }));

const columns = `name, description, revision, created_at, created_by`;

/** @throws {ConflictError} (409) there is one of that name */
export async function createProject(
  dataSource: DataSource,
  { name, description, by }: { readonly name: string; readonly description: string; readonly by: string },
): Promise<StoredProject> {
  return dataSource.transaction(async (transaction) => {
    const stored = await firstRow(
      transaction,
      row,
      `INSERT INTO projects (name, description, created_by) VALUES ($1, $2, $3)
       ON CONFLICT ON CONSTRAINT projects_pkey DO NOTHING RETURNING ${columns}`,
      [name, description, by],
    );
    if (stored === undefined) throw new ConflictError(`There is a project ${name} already.`);
    await recordChange(transaction, { kind: 'projects', id: name, project: name });
    return stored;
  });
}

/** By name; `after` is the last one of the page before. */
export function listProjects(
  runner: SqlRunner,
  reach: Reach,
  { limit, after }: { readonly limit: number; readonly after: string | undefined },
): Promise<StoredProject[]> {
  const parameters: unknown[] = [after ?? null, limit];
  return rows(
    runner,
    row,
    `SELECT ${columns} FROM projects
     WHERE ($1::text IS NULL OR name > $1) AND ${inProjects(reach, 'name', parameters)} ORDER BY name LIMIT $2`,
    parameters,
  );
}

export function readProject(runner: SqlRunner, name: string): Promise<StoredProject | undefined> {
  return firstRow(runner, row, `SELECT ${columns} FROM projects WHERE name = $1`, [name]);
}

/**
 * Makes sure that there is a project until the transaction ends.
 *
 * @throws {NotFoundError} (404)
 */
export async function requireProject(transaction: SqlRunner, name: string): Promise<void> {
  const found = await rows(
    transaction,
    z.object({ name: z.string() }),
    `SELECT name FROM projects WHERE name = $1 FOR KEY SHARE`,
    [name],
  );
  if (found.length === 0) throw new NotFoundError(`There is no project ${name}.`);
}

/**
 * Undefined: there is none. `expected` is asked for the present one and throws if it is not what the caller has seen.
 */
export async function updateProject(
  dataSource: DataSource,
  name: string,
  description: string,
  expected: (present: StoredProject) => void,
): Promise<StoredProject | undefined> {
  return dataSource.transaction(async (transaction) => {
    const present = await lockProject(transaction, name);
    if (present === undefined) return undefined;
    expected(present);
    if (present.description === description) return present;
    await recordChange(transaction, { kind: 'projects', id: name, project: name });
    return firstRow(
      transaction,
      row,
      `UPDATE projects SET description = $2, revision = revision + 1 WHERE name = $1 RETURNING ${columns}`,
      [name, description],
    );
  });
}

function lockProject(transaction: SqlRunner, name: string): Promise<StoredProject | undefined> {
  return firstRow(transaction, row, `SELECT ${columns} FROM projects WHERE name = $1 FOR UPDATE`, [name]);
}

const useRow = z.object({ policies: z.int(), simulations: z.int(), webhooks: z.int() });

/**
 * Deletes a project that nothing belongs to; false: there is none.
 *
 * @throws {ConflictError} (409) it has policies, simulations or webhooks, or keys that are valid are bound to it
 */
export async function deleteProject(
  dataSource: DataSource,
  name: string,
  expected: (present: StoredProject) => void,
  now: Date,
): Promise<boolean> {
  if (name === defaultProject) throw new ConflictError('The project default can not be deleted.');
  return dataSource.transaction(async (transaction) => {
    // Waits for all who make something in it, and keeps others from beginning.
    const present = await lockProject(transaction, name);
    if (present === undefined) return false;
    expected(present);
    const use = await firstRow(
      transaction,
      useRow,
      `SELECT (SELECT count(*)::int FROM policies WHERE project = $1) AS policies,
         (SELECT count(*)::int FROM simulations WHERE project = $1) AS simulations,
         (SELECT count(*)::int FROM webhooks WHERE project = $1) AS webhooks`,
      [name],
    );
    const keys = await countApiKeysOf(transaction, name, now);
    const held = Object.entries({ ...use, keys }).filter(([, count]) => count > 0);
    if (held.length > 0) {
      const what = held.map(([kind, count]) => `${count} ${kind}`).join(', ');
      throw new ConflictError(`The project ${name} is in use: ${what}.`);
    }
    await transaction.query(`DELETE FROM projects WHERE name = $1`, [name]);
    await recordChange(transaction, { kind: 'projects', id: name, project: name });
    return true;
  });
}
