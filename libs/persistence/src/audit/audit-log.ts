import { AsyncLocalStorage } from 'node:async_hooks';
import { storable } from '#libs/events';
import { z } from 'zod';
import { type RetentionRule } from '../life-cycle/retention.js';
import { bigintColumn, rows, firstRow, type SqlRunner } from '../rows.js';

export const actorKind = z.enum(['key', 'token', 'command', 'service']);
export const auditOutcome = z.enum(['done', 'refused', 'failed']);

/** Who does something, and by which call. */
export interface AuditedCall {
  readonly actor: {
    readonly kind: z.infer<typeof actorKind>;
    /** The id of the key, or that made from the subject of a token; none of a command, nor of the service itself. */
    readonly id?: string | undefined;
    readonly name: string;
  };
  readonly requestId: string;
  /** The operationId, or the name of a command. */
  readonly operation: string;
}

/** To which object something was done. */
export interface AuditedChange {
  readonly kind: string;
  readonly id: string;
  readonly project?: string | undefined;
  readonly cluster?: string | undefined;
  readonly namespace?: string | undefined;
  /** What else there is to say in few words; no secrets. */
  readonly details?: Readonly<Record<string, unknown>> | undefined;
}

interface Scope {
  readonly call: AuditedCall;
  recorded: number;
}

const calls = new AsyncLocalStorage<Scope>();

/** Runs what a call does: changes that it makes are recorded as its own. */
export function audited<T>(call: AuditedCall, work: () => T): T {
  return calls.run({ call, recorded: 0 }, work);
}

/**
 * Runs a transaction that a call may go on after even if it fails: what it has recorded is gone with it then, and does
 * not count.
 */
export async function recordedTogether<T>(transaction: () => Promise<T>): Promise<T> {
  const scope = calls.getStore();
  if (scope === undefined) return transaction();
  const own: Scope = { call: scope.call, recorded: 0 };
  const result = await calls.run(own, transaction);
  scope.recorded += own.recorded;
  return result;
}

/** How many changes the call has recorded so far that the caller of this is part of. */
export function recordedChanges(): number {
  return calls.getStore()?.recorded ?? 0;
}

/**
 * Records a change of the call that is going on, in the transaction of the change: there is one exactly if there is the
 * other. Does nothing where nobody has called, such as in the worker.
 */
export async function recordChange(transaction: SqlRunner, change: AuditedChange): Promise<void> {
  const scope = calls.getStore();
  if (scope === undefined) return;
  await appendAudit(transaction, scope.call, { outcome: 'done', change });
  scope.recorded += 1;
}

/** Appends an entry. What a refused call names may be anything: it is written as far as text can be stored. */
export async function appendAudit(
  runner: SqlRunner,
  { actor, requestId, operation }: AuditedCall,
  entry: {
    readonly outcome: z.infer<typeof auditOutcome>;
    /** That of the answer, where there is one. */
    readonly status?: number | undefined;
    readonly change?: { readonly [K in keyof AuditedChange]?: AuditedChange[K] | undefined } | undefined;
  },
): Promise<void> {
  const { outcome, status, change = {} } = entry;
  await runner.query(
    `INSERT INTO audit_log (actor_kind, actor_id, actor_name, request_id, operation, outcome, status, object_kind,
       object_id, project, cluster, namespace, details)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
    [
      actor.kind,
      actor.id ?? null,
      actor.name,
      requestId,
      operation,
      outcome,
      status ?? null,
      change.kind ?? null,
      stored(change.id),
      stored(change.project),
      stored(change.cluster),
      stored(change.namespace),
      change.details === undefined ? null : JSON.stringify(change.details),
    ],
  );
}

function stored(text: string | undefined): string | null {
  return text === undefined ? null : storable(text);
}

const row = z
  .object({
    id: bigintColumn,
    at: z.date(),
    actor_kind: actorKind,
    actor_id: z.string().nullable(),
    actor_name: z.string(),
    request_id: z.string(),
    operation: z.string(),
    outcome: auditOutcome,
    status: z.int().nullable(),
    object_kind: z.string().nullable(),
    object_id: z.string().nullable(),
    project: z.string().nullable(),
    cluster: z.string().nullable(),
    namespace: z.string().nullable(),
    details: z.record(z.string(), z.unknown()).nullable(),
  })
  .transform((found) => ({
    id: found.id,
    at: found.at,
    actor: { kind: found.actor_kind, id: found.actor_id ?? undefined, name: found.actor_name },
    requestId: found.request_id,
    operation: found.operation,
    outcome: found.outcome,
    status: found.status ?? undefined,
    object: {
      kind: found.object_kind ?? undefined,
      id: found.object_id ?? undefined,
      project: found.project ?? undefined,
      cluster: found.cluster ?? undefined,
      namespace: found.namespace ?? undefined,
    },
    details: found.details ?? undefined,
  }));
/** An entry of the log; ids grow. */
export type AuditEntry = z.infer<typeof row>;

/** What entries are looked for by; all that is given must match. */
export interface AuditFilter {
  readonly actor?: string | undefined;
  readonly operation?: string | undefined;
  readonly outcome?: z.infer<typeof auditOutcome> | undefined;
  readonly object?: string | undefined;
  readonly request?: string | undefined;
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
}

/** The newest first; `before` is the id of the last one of the page before. */
export function listAudit(
  runner: SqlRunner,
  page: { readonly limit: number; readonly before: number | undefined; readonly filter: AuditFilter },
): Promise<AuditEntry[]> {
  const { actor, operation, outcome, object, request, from, to } = page.filter;
  return rows(
    runner,
    row,
    `SELECT * FROM audit_log
     WHERE ($1::bigint IS NULL OR id < $1) AND ($2::text IS NULL OR actor_id = $2)
       AND ($3::text IS NULL OR operation = $3) AND ($4::text IS NULL OR outcome = $4)
       AND ($5::text IS NULL OR object_id = $5) AND ($6::text IS NULL OR request_id = $6)
       AND ($7::timestamptz IS NULL OR at >= $7) AND ($8::timestamptz IS NULL OR at < $8)
     ORDER BY id DESC LIMIT $9`,
    [
      page.before ?? null,
      actor ?? null,
      operation ?? null,
      outcome ?? null,
      object ?? null,
      request ?? null,
      from ?? null,
      to ?? null,
      page.limit,
    ],
  );
}

/** Entries go after so many milliseconds, which the database lets be thirty days at least. */
export function auditRetention(keep: number): RetentionRule {
  return {
    name: 'audit_log',
    keep,
    remove: async (dataSource, before, atMost) => {
      const removed = await firstRow(
        dataSource,
        z.object({ removed: z.int() }),
        `SELECT remove_audit_entries($1, $2) AS removed`,
        [before, atMost],
      );
      return removed?.removed ?? 0;
    },
  };
}
