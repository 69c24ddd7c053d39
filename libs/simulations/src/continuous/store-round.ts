import { type Verdict, verdict, verdictOf } from '#libs/advisor';
import { rows, workloadId } from '#libs/persistence';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { diffVerdicts } from '../diff/diff-verdicts.js';
import {
  insertResults,
  type JudgedWorkload,
  keyColumns,
  type ResultKey,
  resultKey,
} from '../result-store.js';
import { summariseResults } from '../summaries.js';
import type { Summary, WithoutManifest } from '../simulation.js';
import type { ChangeCause } from './change-mark.js';
import type { ChunkCauses } from './chunk-causes.js';
import type { NotedChange } from './history-store.js';
import { RESULTS_RUN } from './results-run.js';

/** A chunk of a round: the ids of its workloads, whether or not there still are such. */
export interface RoundChunk {
  readonly workloads: readonly string[];
  readonly causes: ChunkCauses;
}

/**
 * Replaces the results of the workloads of a chunk by those of the round, and returns what has changed, in order of their
 * keys. What was not judged is gone: deleted, or out of scope. No two chunks of a round have the same workload, and a
 * chunk is stored once, so what is replaced here nobody else replaces at the same time.
 */
export async function replaceResults(
  transaction: EntityManager,
  simulation: string,
  { workloads, causes }: RoundChunk,
  judged: readonly JudgedWorkload[],
): Promise<readonly NotedChange[]> {
  const judgedIds = new Set(judged.map(({ workload }) => workloadId(workload)));
  const gone = await readReferences(
    transaction,
    workloads.filter((id) => !judgedIds.has(id)),
  );
  const before = await readBefore(transaction, simulation, [
    ...judged.map(({ workload }) => workload),
    ...gone,
  ]);
  const changes = [
    ...judged.map((each) => {
      const known = before.get(workloadId(each.workload));
      return known?.documentId === each.document.id ? undefined : diffVerdicts(known?.verdict, said(each));
    }),
    ...gone.map((workload) => diffVerdicts(before.get(workloadId(workload))?.verdict, undefined)),
  ];
  await insertResults(
    transaction,
    { simulation, run: RESULTS_RUN },
    judged.filter((each) => before.get(workloadId(each.workload))?.documentId !== each.document.id),
    'replaced',
  );
  await deleteResults(transaction, simulation, gone);
  return changes
    .flatMap((change) => change ?? [])
    .toSorted((a, b) => compareKeys(a.workload, b.workload))
    .map((change) => ({ change, causes: causesOf(causes, workloadId(change.workload)) }));
}

function causesOf({ all, workloads }: ChunkCauses, id: string): readonly ChangeCause[] {
  return [...new Set([...all, ...(workloads[id] ?? [])])].toSorted();
}

function said({ workload, document }: JudgedWorkload): Verdict {
  const value: unknown = JSON.parse(document.text);
  return verdictOf(workload, verdict.parse(value));
}

function compareKeys(a: ResultKey, b: ResultKey): number {
  const [left, right] = [a, b].map(({ cluster, namespace, kind, name }) =>
    Buffer.from([cluster, namespace, kind, name].join('\0')),
  );
  return left === undefined || right === undefined ? 0 : Buffer.compare(left, right);
}

/** Those that are known at all. Of others nothing can be said any more. */
async function readReferences(
  transaction: EntityManager,
  ids: readonly string[],
): Promise<readonly ResultKey[]> {
  if (ids.length === 0) return [];
  return rows(
    transaction,
    resultKey,
    `SELECT cluster, namespace, kind, name FROM workloads WHERE id = ANY ($1::uuid[])`,
    [ids],
  );
}

async function readBefore(
  transaction: EntityManager,
  simulation: string,
  workloads: readonly ResultKey[],
): Promise<ReadonlyMap<string, { readonly documentId: string; readonly verdict: Verdict }>> {
  const found = await rows(
    transaction,
    resultKey.extend({ document_id: z.string(), document: verdict }),
    `SELECT r.cluster, r.namespace, r.kind, r.name, r.document_id, d.document
     FROM unnest($3::text[], $4::text[], $5::text[], $6::text[]) AS asked (cluster, namespace, kind, name)
       JOIN simulation_results r ON r.simulation_id = $1 AND r.run = $2 AND r.cluster = asked.cluster
         AND r.namespace = asked.namespace AND r.kind = asked.kind AND r.name = asked.name
       JOIN simulation_documents d ON d.simulation_id = $1 AND d.run = $2 AND d.id = r.document_id`,
    [simulation, RESULTS_RUN, ...keyColumns(workloads)],
  );
  return new Map(
    found.map(({ document_id: documentId, document, ...workload }) => [
      workloadId(workload),
      { documentId, verdict: verdictOf(workload, document) },
    ]),
  );
}

async function deleteResults(
  transaction: EntityManager,
  simulation: string,
  workloads: readonly ResultKey[],
): Promise<void> {
  if (workloads.length === 0) return;
  await transaction.query(
    `DELETE FROM simulation_results r
     USING (SELECT * FROM unnest($3::text[], $4::text[], $5::text[], $6::text[])) AS gone (cluster, namespace, kind, name)
     WHERE r.simulation_id = $1 AND r.run = $2 AND r.cluster = gone.cluster AND r.namespace = gone.namespace
       AND r.kind = gone.kind AND r.name = gone.name`,
    [simulation, RESULTS_RUN, ...keyColumns(workloads)],
  );
}

/** Removes what no result says any more. To be called when nobody else changes results of the simulation. */
export async function removeUnsaid(transaction: EntityManager, simulation: string): Promise<void> {
  await transaction.query(
    `DELETE FROM simulation_documents d WHERE d.simulation_id = $1 AND d.run = $2 AND NOT EXISTS (
       SELECT FROM simulation_results r WHERE r.simulation_id = $1 AND r.run = $2 AND r.document_id = d.id)`,
    [simulation, RESULTS_RUN],
  );
}

/** The results as they stand, summed up. */
export async function summed(
  transaction: EntityManager,
  simulation: string,
  withoutManifest: WithoutManifest | undefined,
): Promise<Summary> {
  const counted = await summariseResults(transaction, { simulation, run: RESULTS_RUN });
  return { ...counted, ...(withoutManifest !== undefined && { withoutManifest }) };
}

/** Between two rounds a continuous simulation waits for changes; its results are complete then, and summed up. */
export async function awaitChanges(
  transaction: EntityManager,
  simulation: string,
  withoutManifest: WithoutManifest | undefined,
  now: Date,
): Promise<void> {
  await removeUnsaid(transaction, simulation);
  const sum = await summed(transaction, simulation, withoutManifest);
  await transaction.query(
    `UPDATE simulations SET status = 'active', summary = $2, evaluated_at = $3, failed_rounds = 0, round_error = NULL,
       rescan_at = coalesce(rescan_at, $3::timestamptz + interval '1 minute')
     WHERE id = $1`,
    [simulation, JSON.stringify(sum), now],
  );
}
