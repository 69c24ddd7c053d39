import { appendAudit, bindingsOfApiKey, firstRow, rows, type SqlRunner, storedArea } from '#libs/persistence';
import { deliverWebhook, type JobRequest, writeOutbox } from '#libs/queue';
import type { DataSource, EntityManager } from 'typeorm';
import { z } from 'zod';
import { isPermitted } from './access.js';
import { type Prognosis, prognosisOf, sideBySide } from './health.js';
import { type DeliveredEvent, deliveredEvent } from './webhook.js';

export const deliveryState = z.enum(['pending', 'delivered', 'failed']);
export type DeliveryState = z.infer<typeof deliveryState>;

const attempt = z.object({
  attempt: z.int(),
  at: z.coerce.date(),
  durationMs: z.int().nullable(),
  status: z.int().nullable(),
  error: z.string().nullable(),
});

/** A delivery with each of its tries. */
export interface Delivery {
  readonly id: string;
  readonly event: DeliveredEvent;
  readonly state: DeliveryState;
  readonly createdAt: Date;
  readonly nextAttemptAt: Date | undefined;
  readonly finishedAt: Date | undefined;
  readonly attempts: readonly z.infer<typeof attempt>[];
}

const deliveryRow = z
  .object({
    id: z.string(),
    event: deliveredEvent,
    state: deliveryState,
    created_at: z.date(),
    next_attempt_at: z.date().nullable(),
    finished_at: z.date().nullable(),
    tries: z.array(attempt),
  })
  .transform(({ id, event, state, created_at, next_attempt_at, finished_at, tries }): Delivery => ({
    id,
    event,
    state,
    createdAt: created_at,
    nextAttemptAt: next_attempt_at ?? undefined,
    finishedAt: finished_at ?? undefined,
    attempts: tries,
  }));

const columns = `d.id, d.event, d.state, d.created_at, d.next_attempt_at, d.finished_at, (
  SELECT coalesce(json_agg(json_build_object('attempt', a.attempt, 'at', a.at, 'durationMs', a.duration_ms,
    'status', a.status, 'error', a.error) ORDER BY a.attempt), '[]')
  FROM webhook_attempts a WHERE a.delivery_id = d.id) AS tries`;

/** Deliveries to a webhook, the newest first; `after` is the last one of the page before. */
export async function listDeliveries(
  runner: SqlRunner,
  webhook: string,
  page: {
    readonly limit: number;
    readonly after?: { readonly createdAt: Date; readonly id: string } | undefined;
    readonly state?: DeliveryState | undefined;
  },
): Promise<readonly Delivery[]> {
  return rows(
    runner,
    deliveryRow,
    `SELECT ${columns} FROM webhook_deliveries d
     WHERE d.webhook_id = $1 AND ($2::timestamptz IS NULL OR (d.created_at, d.id) < ($2, $3::uuid))
       AND ($4::text IS NULL OR d.state = $4)
     ORDER BY d.created_at DESC, d.id DESC LIMIT $5`,
    [webhook, page.after?.createdAt ?? null, page.after?.id ?? null, page.state ?? null, page.limit],
  );
}

export async function readDelivery(
  runner: SqlRunner,
  webhook: string,
  id: string,
): Promise<Delivery | undefined> {
  return firstRow(
    runner,
    deliveryRow,
    `SELECT ${columns} FROM webhook_deliveries d WHERE d.webhook_id = $1 AND d.id = $2`,
    [webhook, id],
  );
}

/** Puts a delivery of an event to one webhook on its way. */
export async function addDelivery(
  dataSource: DataSource,
  added: { readonly id: string; readonly webhook: string; readonly event: DeliveredEvent; readonly at: Date },
): Promise<void> {
  await dataSource.transaction(async (transaction) => {
    await transaction.query(
      `INSERT INTO webhook_deliveries (id, webhook_id, event, subject, created_at, next_attempt_at)
       VALUES ($1, $2, $3, '{}', $4, $4)`,
      [added.id, added.webhook, added.event, added.at],
    );
    await writeOutbox(transaction, [deliverWebhook.request({ delivery: added.id, attempt: 1 })]);
  });
}

const turnRow = z.object({
  id: z.uuid(),
  url: z.string(),
  enabled: z.boolean(),
  secret: z.instanceof(Buffer),
  previous_secret: z.instanceof(Buffer).nullable(),
  previous_secret_until: z.date().nullable(),
  failures: z.int(),
  under_way: z.int(),
  project: z.string().nullable(),
  acts_for: z.string().nullable(),
  areas: z.array(storedArea),
});
const claimedRow = z.object({
  id: z.string(),
  event: deliveredEvent,
  subject: z.unknown(),
  body: z.string().nullable(),
  created_at: z.date(),
});
export type ClaimedDelivery = z.infer<typeof claimedRow> &
  Pick<
    z.infer<typeof turnRow>,
    'url' | 'enabled' | 'secret' | 'previous_secret' | 'previous_secret_until'
  > & {
    /** Whether the key that the webhook acts for still has the access that it takes. */
    readonly permitted: boolean;
  };

/**
 * Takes a try of a delivery: nobody else makes the same one. Who dies in the middle of it leaves it due again after the
 * lease. Undefined: it was taken, there is nothing to deliver any more, or the webhook has `atMost` tries going on, or is left
 * alone for a while: then it stays due.
 */
export async function claimDelivery(
  dataSource: DataSource,
  { delivery, attempt: number }: { readonly delivery: string; readonly attempt: number },
  { now, leaseMs, atMost }: { readonly now: Date; readonly leaseMs: number; readonly atMost: number },
): Promise<ClaimedDelivery | undefined> {
  return dataSource.transaction(async (transaction) => {
    // Tries of a webhook are counted by one at a time. Its new deliveries do not wait for that.
    const locked = await firstRow(
      transaction,
      z.object({ id: z.uuid() }),
      `SELECT id FROM webhooks WHERE id = (SELECT webhook_id FROM webhook_deliveries WHERE id = $1)
         AND (resume_at IS NULL OR resume_at <= $2)
       FOR NO KEY UPDATE`,
      [delivery, now],
    );
    if (locked === undefined) return undefined;
    const turn = await firstRow(
      transaction,
      turnRow,
      `SELECT id, url, enabled, secret, previous_secret, previous_secret_until, failures, project, acts_for, areas,
         (SELECT count(*)::int FROM webhook_deliveries d WHERE d.webhook_id = w.id AND d.leased_until > $2) AS under_way
       FROM webhooks w WHERE id = $1`,
      [locked.id, now],
    );
    if (turn === undefined || turn.under_way >= sideBySide(turn, atMost)) return undefined;
    const claimed = await firstRow(
      transaction,
      claimedRow,
      `UPDATE webhook_deliveries SET attempts = $2, next_attempt_at = $4, leased_until = $4
       WHERE id = $1 AND attempts = $2 - 1 AND state = 'pending' AND next_attempt_at <= $3
       RETURNING id, event, subject, body, created_at`,
      [delivery, number, now, new Date(now.getTime() + leaseMs)],
    );
    if (claimed === undefined) return undefined;
    return { ...turn, ...claimed, permitted: await mayTell(transaction, turn, now) };
  });
}

async function mayTell(
  transaction: EntityManager,
  { project, acts_for: key, areas }: z.infer<typeof turnRow>,
  now: Date,
): Promise<boolean> {
  if (key === null) return true;
  const held = await bindingsOfApiKey(transaction, key, now);
  return project !== null && held !== undefined && isPermitted(held, { project, areas });
}

/** Gives a try back that was interrupted: it is not counted. */
export async function returnDelivery(
  runner: SqlRunner,
  { delivery, attempt: number }: { readonly delivery: string; readonly attempt: number },
  now: Date,
): Promise<void> {
  await runner.query(
    `UPDATE webhook_deliveries SET attempts = attempts - 1, next_attempt_at = $3, leased_until = NULL
     WHERE id = $1 AND attempts = $2 AND state = 'pending'`,
    [delivery, number, now],
  );
}

/**
 * Keeps what is sent for as long as the delivery is kept: each time, also when it is delivered once more, it is the same.
 * Returns what counts.
 */
export async function keepBody(runner: SqlRunner, id: string, body: string): Promise<string> {
  const kept = await firstRow(
    runner,
    z.object({ body: z.string() }),
    `UPDATE webhook_deliveries SET body = coalesce(body, $2) WHERE id = $1 RETURNING body`,
    [id, body],
  );
  return kept?.body ?? body;
}

/** How a try went, and what comes of it. */
export interface AttemptOutcome {
  readonly at: Date;
  readonly durationMs: number;
  readonly status: number | undefined;
  /** For people; absent: it was delivered. */
  readonly error: string | undefined;
  /** Why the webhook is disabled at once, whatever its receiver says. */
  readonly disable?: string | undefined;
  readonly next:
    { readonly state: 'delivered' | 'failed' } | { readonly state: 'pending'; readonly at: Date };
}

/**
 * Notes a try, and how its webhook fares by it; then it is the turn of the next ones of that webhook. A webhook that is
 * disabled by it is in the audit log.
 */
export async function noteAttempt(
  dataSource: DataSource,
  { delivery, attempt: number }: { readonly delivery: string; readonly attempt: number },
  { at, durationMs, status, error, disable, next }: AttemptOutcome,
  {
    now,
    atMost,
    ...limits
  }: { readonly now: () => Date; readonly atMost: number } & Parameters<typeof prognosisOf>[2],
): Promise<void> {
  const nextAt = next.state === 'pending' ? next.at : null;
  await dataSource.transaction(async (transaction) => {
    const webhook = await firstRow(
      transaction,
      healthRow,
      `SELECT id, project, enabled, failures, failing_since, resume_at FROM webhooks
       WHERE id = (SELECT webhook_id FROM webhook_deliveries WHERE id = $1) FOR NO KEY UPDATE`,
      [delivery],
    );
    if (webhook === undefined) return;
    const noted = await rows(
      transaction,
      z.object({ id: z.string() }),
      `UPDATE webhook_deliveries SET state = $3, next_attempt_at = $4, finished_at = $5, leased_until = NULL
       WHERE id = $1 AND attempts = $2 AND state = 'pending' RETURNING id`,
      [delivery, number, next.state, nextAt, next.state === 'pending' ? null : at],
    );
    if (noted.length === 0) return;
    await transaction.query(
      `INSERT INTO webhook_attempts (delivery_id, attempt, at, duration_ms, status, error)
       VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING`,
      [delivery, number, at, durationMs, status ?? null, error ?? null],
    );
    // What was not sent because it is disabled says nothing of the receiver.
    const prognosis =
      webhook.enabled && disable === undefined
        ? prognosisOf(webhook, { at, error }, limits)
        : { ...webhook, disabled: disable };
    const hasFared = webhook.failures > 0 || prognosis.failures > 0 || disable !== undefined;
    if (webhook.enabled && hasFared) await storePrognosis(transaction, { webhook, delivery, at }, prognosis);
    if (prognosis.resumeAt !== undefined) return;
    // What is due by now, not by the begin of the try: what came while it went on was refused its turn, and has no job left.
    await writeOutbox(
      transaction,
      await dueOf(transaction, webhook.id, now(), sideBySide(prognosis, atMost)),
    );
  });
}

const healthRow = z
  .object({
    id: z.uuid(),
    project: z.string().nullable(),
    enabled: z.boolean(),
    failures: z.int(),
    failing_since: z.date().nullable(),
    resume_at: z.date().nullable(),
  })
  .transform(({ project, failing_since, resume_at, ...rest }) => ({
    ...rest,
    project: project ?? undefined,
    failingSince: failing_since ?? undefined,
    resumeAt: resume_at ?? undefined,
  }));

async function storePrognosis(
  transaction: SqlRunner,
  {
    webhook: { id, project },
    delivery,
    at,
  }: {
    readonly webhook: z.infer<typeof healthRow>;
    readonly delivery: string;
    readonly at: Date;
  },
  { failures, failingSince, resumeAt, disabled }: Prognosis,
): Promise<void> {
  await transaction.query(
    `UPDATE webhooks SET failures = $2, failing_since = $3, resume_at = $4, disabled_at = $5, disabled_reason = $6,
       enabled = enabled AND $6::text IS NULL, revision = revision + CASE WHEN $6::text IS NULL THEN 0 ELSE 1 END
     WHERE id = $1`,
    [
      id,
      failures,
      failingSince ?? null,
      resumeAt ?? null,
      disabled === undefined ? null : at,
      disabled ?? null,
    ],
  );
  if (disabled === undefined) return;
  const call = {
    actor: { kind: 'service' as const, name: 'worker' },
    requestId: delivery,
    operation: 'disableWebhook',
  };
  const change = { kind: 'webhooks', id, project, details: { changed: ['enabled'], reason: disabled } };
  await appendAudit(transaction, call, { outcome: 'done', change });
}

const dueRow = z.object({ id: z.uuid(), attempts: z.int() });

function triesOf(due: readonly z.infer<typeof dueRow>[]): readonly JobRequest[] {
  return due.map(({ id, attempts }) => deliverWebhook.request({ delivery: id, attempt: attempts + 1 }));
}

/** Tries of a webhook whose turn it is. */
async function dueOf(
  runner: SqlRunner,
  webhook: string,
  now: Date,
  atMost: number,
): Promise<readonly JobRequest[]> {
  const due = await rows(
    runner,
    dueRow,
    `SELECT id, attempts FROM webhook_deliveries
     WHERE webhook_id = $1 AND state = 'pending' AND next_attempt_at <= $2 ORDER BY next_attempt_at, id LIMIT $3`,
    [webhook, now, atMost],
  );
  return triesOf(due);
}

/**
 * Tries that are due, of each webhook as many as it may have going on: those that nobody has begun, and those whose worker
 * died.
 */
export async function dueDeliveries(
  runner: SqlRunner,
  now: Date,
  { atMost, ofEach }: { readonly atMost: number; readonly ofEach: number },
): Promise<readonly JobRequest[]> {
  const due = await rows(
    runner,
    dueRow,
    `SELECT d.id, d.attempts FROM webhooks w CROSS JOIN LATERAL (
       SELECT id, attempts, next_attempt_at FROM webhook_deliveries
       WHERE webhook_id = w.id AND state = 'pending' AND next_attempt_at <= $1 ORDER BY next_attempt_at, id LIMIT $3) d
     WHERE w.resume_at IS NULL OR w.resume_at <= $1
     ORDER BY d.next_attempt_at, d.id LIMIT $2`,
    [now, atMost, ofEach],
  );
  return triesOf(due);
}

/** Delivers once more, with all tries anew. False: there is no such delivery that has ended. */
export async function redeliver(
  dataSource: DataSource,
  webhook: string,
  id: string,
  now: Date,
): Promise<boolean> {
  return dataSource.transaction(async (transaction) => {
    const again = await rows(
      transaction,
      z.object({ id: z.uuid() }),
      `UPDATE webhook_deliveries SET state = 'pending', attempts = 0, next_attempt_at = $3, finished_at = NULL
       WHERE webhook_id = $1 AND id = $2 AND state <> 'pending' RETURNING id`,
      [webhook, id, now],
    );
    if (again.length === 0) return false;
    await transaction.query(`DELETE FROM webhook_attempts WHERE delivery_id = $1`, [id]);
    await writeOutbox(transaction, [deliverWebhook.request({ delivery: id, attempt: 1 })]);
    return true;
  });
}
