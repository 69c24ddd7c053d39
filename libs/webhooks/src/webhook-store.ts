import {
  type Area,
  firstRow,
  inProjectsAndAreas,
  type Reach,
  recordChange,
  rows,
  type SqlRunner,
  storedAreas,
} from '#libs/persistence';
import { z } from 'zod';
import { type Webhook, type WebhookEvent, webhookEvent } from './webhook.js';

const webhookRow = z
  .object({
    id: z.string(),
    url: z.string(),
    events: z.array(webhookEvent),
    project: z.string().nullable(),
    description: z.string(),
    enabled: z.boolean(),
    revision: z.int(),
    created_at: z.date(),
    created_by: z.string(),
    acts_for: z.string().nullable(),
    previous_secret_until: z.date().nullable(),
    failing_since: z.date().nullable(),
    disabled_at: z.date().nullable(),
    disabled_reason: z.string().nullable(),
  })
  .transform((row): Webhook => ({
    id: row.id,
    url: row.url,
    events: row.events,
    project: row.project ?? undefined,
    description: row.description,
    enabled: row.enabled,
    failingSince: row.failing_since ?? undefined,
    disabled:
      row.disabled_at === null ? undefined : { at: row.disabled_at, reason: row.disabled_reason ?? '' },
    revision: row.revision,
    createdAt: row.created_at,
    createdBy: row.created_by,
    actsFor: row.acts_for ?? undefined,
    previousSecretUntil: row.previous_secret_until ?? undefined,
  }));

const columns = `id, url, events, project, description, enabled, revision, created_at, created_by,
  previous_secret_until, failing_since, disabled_at, disabled_reason,
  acts_for`;

/** Stores a webhook with its secret, which nothing here gives out again, and where it may tell of simulations. */
export async function addWebhook(
  runner: SqlRunner,
  webhook: Webhook,
  { secret, areas }: { readonly secret: Buffer; readonly areas: readonly Area[] },
): Promise<void> {
  await runner.query(
    `INSERT INTO webhooks (id, url, events, project, description, enabled, created_at, created_by, secret,
       acts_for, areas)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      webhook.id,
      webhook.url,
      webhook.events,
      webhook.project ?? null,
      webhook.description,
      webhook.enabled,
      webhook.createdAt,
      webhook.createdBy,
      secret,
      webhook.actsFor ?? null,
      storedAreas(areas),
    ],
  );
  await recordChange(runner, { kind: 'webhooks', id: webhook.id, project: webhook.project });
}

export async function readWebhook(runner: SqlRunner, id: string): Promise<Webhook | undefined> {
  return firstRow(runner, webhookRow, `SELECT ${columns} FROM webhooks WHERE id = $1`, [id]);
}

/** Those of which the caller may know all that they tell, the newest first; `after` is the last one of the page before. */
export async function listWebhooks(
  runner: SqlRunner,
  reach: Reach,
  page: {
    readonly limit: number;
    readonly after?: { readonly createdAt: Date; readonly id: string } | undefined;
  },
): Promise<readonly Webhook[]> {
  const parameters: unknown[] = [page.after?.createdAt ?? null, page.after?.id ?? null, page.limit];
  const reached = inProjectsAndAreas(reach, { project: 'project', areas: 'areas' }, parameters);
  return rows(
    runner,
    webhookRow,
    `SELECT ${columns} FROM webhooks
     WHERE ($1::timestamptz IS NULL OR (created_at, id) < ($1, $2::uuid)) AND ${reached}
     ORDER BY created_at DESC, id DESC LIMIT $3`,
    parameters,
  );
}

/**
 * What is left out stays as it is. One that is enabled, or gets another URL, is tried as if it had never failed. Undefined:
 * there is no such webhook. `expected` is asked for the present one and throws if it is not what the caller has seen.
 */
export async function changeWebhook(
  transaction: SqlRunner,
  id: string,
  change: {
    readonly url?: string | undefined;
    readonly events?: readonly WebhookEvent[] | undefined;
    readonly description?: string | undefined;
    readonly enabled?: boolean | undefined;
  },
  expected: (present: Webhook) => void = () => undefined,
): Promise<Webhook | undefined> {
  const present = await firstRow(
    transaction,
    webhookRow,
    `SELECT ${columns} FROM webhooks WHERE id = $1 FOR UPDATE`,
    [id],
  );
  if (present === undefined) return undefined;
  expected(present);
  const changed = await firstRow(
    transaction,
    webhookRow,
    `UPDATE webhooks SET url = coalesce($2, url), events = coalesce($3, events),
       description = coalesce($4, description), enabled = coalesce($5, enabled),
       failures = CASE WHEN $6 THEN 0 ELSE failures END,
       failing_since = CASE WHEN NOT $6 THEN failing_since END,
       resume_at = CASE WHEN NOT $6 THEN resume_at END,
       disabled_at = CASE WHEN $5 IS NULL THEN disabled_at END,
       disabled_reason = CASE WHEN $5 IS NULL THEN disabled_reason END,
       revision = revision + 1
     WHERE id = $1 RETURNING ${columns}`,
    [
      id,
      change.url ?? null,
      change.events ?? null,
      change.description ?? null,
      change.enabled ?? null,
      change.enabled === true || (change.url !== undefined && change.url !== present.url),
    ],
  );
  if (changed !== undefined) {
    const fields = Object.entries(change).filter(([, value]) => value !== undefined);
    const details = { changed: fields.map(([name]) => name).toSorted() };
    await recordChange(transaction, { kind: 'webhooks', id, project: changed.project, details });
  }
  return changed;
}

/**
 * Gives a webhook another secret. Deliveries are signed with the one that it has too until a time; one before that ends at
 * once. Undefined: there is no such webhook.
 */
export async function rotateSecret(
  transaction: SqlRunner,
  id: string,
  {
    secret,
    now,
    previousUntil,
  }: { readonly secret: Buffer; readonly now: Date; readonly previousUntil: Date },
): Promise<Webhook | undefined> {
  const rotated = await firstRow(
    transaction,
    webhookRow,
    `UPDATE webhooks SET previous_secret = CASE WHEN $3::timestamptz > $4 THEN secret END, previous_secret_until = $3,
       secret = $2, revision = revision + 1
     WHERE id = $1 RETURNING ${columns}`,
    [id, secret, previousUntil, now],
  );
  if (rotated === undefined) return undefined;
  const details = { changed: ['secret'], previousSecretUntil: previousUntil.toISOString() };
  await recordChange(transaction, { kind: 'webhooks', id, project: rotated.project, details });
  return rotated;
}

/** Forgets secrets that nothing is signed with any more. */
export async function forgetPreviousSecrets(runner: SqlRunner, now: Date): Promise<void> {
  await runner.query(
    `UPDATE webhooks SET previous_secret = NULL WHERE previous_secret IS NOT NULL AND previous_secret_until <= $1`,
    [now],
  );
}

/** Removes it with all that was to be delivered, and the log. False: there was none. */
export async function removeWebhook(transaction: SqlRunner, id: string): Promise<boolean> {
  const removed = await rows(
    transaction,
    z.object({ id: z.string() }),
    `DELETE FROM webhooks WHERE id = $1 RETURNING id`,
    [id],
  );
  if (removed.length > 0) await recordChange(transaction, { kind: 'webhooks', id });
  return removed.length > 0;
}
