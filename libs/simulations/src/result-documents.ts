import { type Verdict, verdictOf } from '#libs/advisor';
import { contentId, type SqlRunner } from '#libs/persistence';
import type { RunReference } from './result-store.js';

/** What is said of a workload, without its names: those that are alike share it. `id` is made from the text. */
export interface ResultDocument {
  readonly id: string;
  readonly text: string;
}

const nobody = { cluster: '', namespace: '', kind: '', name: '' };

/** The part of a verdict that others may have too; `verdictOf` says it of a workload again. */
export function resultDocument(verdict: Verdict): ResultDocument {
  const text = JSON.stringify(verdictOf(nobody, verdict));
  return { id: contentId(text), text };
}

/**
 * Stores those that the run does not have yet. In order of their ids: transactions that add the same ones wait for each
 * other, and never in a circle.
 */
export async function insertDocuments(
  transaction: SqlRunner,
  { simulation, run }: RunReference,
  documents: readonly ResultDocument[],
): Promise<void> {
  const texts = new Map(documents.map(({ id, text }) => [id, text]));
  const ids = [...texts.keys()].toSorted();
  await transaction.query(
    `INSERT INTO simulation_documents (simulation_id, run, id, document)
     SELECT $1, $2, * FROM unnest($3::uuid[], $4::json[]) ON CONFLICT DO NOTHING`,
    [simulation, run, ids, ids.map((id) => texts.get(id))],
  );
}
