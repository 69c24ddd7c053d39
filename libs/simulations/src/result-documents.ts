import { randomUUID } from 'node:crypto';
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

/** Stand in for the names of a workload: what no document has in it. */
const mark = randomUUID();
const marks = {
  cluster: `${mark}/cluster`,
  namespace: `${mark}/namespace`,
  kind: `${mark}/kind`,
  name: `${mark}/name`,
};
const marked = new RegExp(`"${mark}/(cluster|namespace|kind|name)"`);

/** The JSON of verdicts that differ in their workload only. */
export interface VerdictTexts {
  /** Of the verdict of a workload, in pieces. */
  readonly view: (workload: Verdict['workload']) => readonly Buffer[];
  /** How much of it is kept. */
  readonly bytes: number;
}

/**
 * The JSON of `verdictOf(workload, shared)` for any number of workloads, in pieces. Documents are long and names are short:
 * all but the names is made once, and is the same bytes in each answer.
 */
export function verdictTexts(shared: Verdict): VerdictTexts {
  const pieces = JSON.stringify(verdictOf(marks, shared)).split(marked);
  // `split` gives, in turn, what is between two marks and which mark it was.
  const parts = pieces.map((piece, at) => (at % 2 === 0 ? Buffer.from(piece) : piece));
  const view: VerdictTexts['view'] = ({ cluster, namespace, kind, name }) => {
    const names = new Map(
      Object.entries({ cluster, namespace, kind, name }).map(
        ([key, value]) => [key, Buffer.from(JSON.stringify(value))] as const,
      ),
    );
    return parts.map((part) => (typeof part === 'string' ? (names.get(part) ?? nothing) : part));
  };
  return { view, bytes: parts.reduce((sum, part) => sum + part.length + bytesOfPiece, 0) };
}

const nothing = Buffer.alloc(0);
/** What a Buffer takes beside its bytes, about. */
const bytesOfPiece = 128;

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
