import { bigintColumn, firstRow, rows, type SqlRunner } from '#libs/persistence';
import { z } from 'zod';
import { type VerdictChange, verdictChange } from '../diff/diff-verdicts.js';
import { keyColumns, type ResultKey } from '../result-store.js';
import { type ChangeCause, changeCause } from './change-mark.js';
import { type ChangeContext, describeChange, podsNamedIn } from './describe-change.js';

const place = z
  .int()
  .min(1)
  .meta({ description: 'Its place in the history of the simulation, from 1, without gaps.' });

/** A change of verdict in a continuous simulation. */
const changedVerdict = verdictChange
  .extend({
    seq: place,
    at: z.iso.datetime(),
    causes: z
      .array(changeCause)
      .meta({ description: 'Why the workload was judged again; any of them may have made the difference.' }),
    detail: z.string().meta({ description: 'The change in one line, for people.' }),
  })
  .meta({ id: 'SimulationChange' });

/** An evaluation that failed, as the history of a continuous simulation notes it. */
export const roundFailure = z
  .object({
    seq: place,
    at: z.iso.datetime(),
    change: z.literal('evaluation-failed'),
    failures: z.int().min(1).meta({ description: 'Evaluations in a row that failed, this one included.' }),
    error: z.string().meta({ description: 'Why, for people.' }),
    retryAt: z.iso
      .datetime()
      .optional()
      .meta({ description: 'When it is tried again, at the earliest. Absent: the simulation has ended.' }),
    detail: z.string().meta({ description: 'The same in one line, for people.' }),
  })
  .meta({ id: 'SimulationEvaluationFailed' });

/** An entry: what happened to the verdict of a workload, or that nothing could be said. `change` tells which. */
export const historyEntry = z.union([changedVerdict, roundFailure]).meta({ id: 'SimulationHistoryEntry' });
export type HistoryEntry = z.infer<typeof historyEntry>;

/** A change that is to be noted, with why it was looked for. */
export interface NotedChange {
  readonly change: VerdictChange;
  readonly causes: readonly ChangeCause[];
}

/**
 * Adds entries to the history of a simulation. Locks the simulation until the transaction ends: entries are numbered in
 * the order in which they become visible, so whoever has read up to one has missed none before it.
 */
export async function writeHistory(
  transaction: SqlRunner,
  simulation: string,
  noted: readonly NotedChange[],
  context: Pick<ChangeContext, 'policies'> & { readonly now: Date },
): Promise<void> {
  if (noted.length === 0) return;
  const podNames = await readPodNames(transaction, podsNamedIn(noted.map(({ change }) => change)));
  const first = await takePlaces(transaction, simulation, noted.length);
  const documents = noted.map(({ change, causes }) =>
    JSON.stringify({
      ...change,
      causes,
      detail: describeChange(change, { podNames, policies: context.policies }),
    }),
  );
  await transaction.query(
    `INSERT INTO simulation_history (simulation_id, seq, at, cluster, namespace, kind, name, document)
     SELECT $1, seq, $2, cluster, namespace, kind, name, document
     FROM unnest($3::bigint[], $4::text[], $5::text[], $6::text[], $7::text[], $8::json[])
       AS added (seq, cluster, namespace, kind, name, document)`,
    [
      simulation,
      context.now,
      noted.map((_, index) => first + index),
      ...keyColumns(noted.map(({ change }) => change.workload)),
      documents,
    ],
  );
}

/** Adds an entry that says that a round failed; locks the simulation as `writeHistory` does. */
export async function writeRoundFailure(
  transaction: SqlRunner,
  simulation: string,
  failed: {
    readonly error: string;
    readonly failures: number;
    readonly retryAt: Date | undefined;
    readonly now: Date;
  },
): Promise<void> {
  const { error, failures, retryAt, now } = failed;
  const then = retryAt === undefined ? 'the simulation has ended' : `again at ${retryAt.toISOString()}`;
  const document = {
    change: 'evaluation-failed',
    failures,
    error,
    ...(retryAt !== undefined && { retryAt: retryAt.toISOString() }),
    detail: `evaluation failed, the ${ordinal(failures)} time in a row: ${error} (${then})`,
  };
  const seq = await takePlaces(transaction, simulation, 1);
  await transaction.query(
    `INSERT INTO simulation_history (simulation_id, seq, at, document) VALUES ($1, $2, $3, $4)`,
    [simulation, seq, now, JSON.stringify(document)],
  );
}

function ordinal(number: number): string {
  return `${number}${{ 1: 'st', 2: 'nd', 3: 'rd' }[number] ?? 'th'}`;
}

/** The first of so many places that follow each other. */
async function takePlaces(transaction: SqlRunner, simulation: string, many: number): Promise<number> {
  const counted = await firstRow(
    transaction,
    z.object({ changes: bigintColumn }),
    `UPDATE simulations SET changes = changes + $2 WHERE id = $1 RETURNING changes`,
    [simulation, many],
  );
  if (counted === undefined) throw new Error('the simulation of a history is gone');
  return counted.changes - many + 1;
}

async function readPodNames(
  runner: SqlRunner,
  pods: readonly { readonly cluster: string; readonly uid: string }[],
): Promise<ReadonlyMap<string, string>> {
  if (pods.length === 0) return new Map();
  const found = await rows(
    runner,
    z.object({ uid: z.string(), name: z.string() }),
    `SELECT p.uid, p.name FROM unnest($1::text[], $2::text[]) AS named (cluster, uid)
       JOIN runtime_pods p ON p.cluster = named.cluster AND p.uid = named.uid`,
    [pods.map(({ cluster }) => cluster), pods.map(({ uid }) => uid)],
  );
  return new Map(found.map(({ uid, name }) => [uid, name]));
}

/** Which workloads: everything given must match. */
export type HistoryFilter = { readonly [Part in keyof ResultKey]?: string | undefined };

const historyRow = z.object({ seq: bigintColumn, at: z.date(), document: z.record(z.string(), z.unknown()) });

/** Entries after a place, in their order, at most `limit`; of one workload, if that is given. */
export async function readHistory(
  runner: SqlRunner,
  simulation: string,
  page: {
    readonly limit: number;
    readonly after: number;
    readonly workload?: HistoryFilter | undefined;
  },
): Promise<readonly HistoryEntry[]> {
  const { cluster, namespace, kind, name } = page.workload ?? {};
  const found = await rows(
    runner,
    historyRow,
    `SELECT seq, at, document FROM simulation_history
     WHERE simulation_id = $1 AND seq > $2 AND ($3::text IS NULL OR cluster = $3)
       AND ($4::text IS NULL OR namespace = $4) AND ($5::text IS NULL OR kind = $5)
       AND ($6::text IS NULL OR name = $6)
     ORDER BY seq LIMIT $7`,
    [simulation, page.after, cluster ?? null, namespace ?? null, kind ?? null, name ?? null, page.limit],
  );
  return found.map(({ seq, at, document }) => historyEntry.parse({ ...document, seq, at: at.toISOString() }));
}
