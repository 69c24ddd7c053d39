import {
  failuresOfToday,
  NO_POLICY,
  type Outcome,
  type Stage,
  type Verdict,
  verdict,
  verdictOf,
} from '#libs/advisor';
import { rows, type SqlRunner } from '#libs/persistence';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { insertDocuments, type ResultDocument, resultDocument, verdictTexts } from './result-documents.js';

export interface RunReference {
  readonly simulation: string;
  readonly run: number;
}

/** A verdict as it is stored: what is looked for, and the whole, which others may share. */
export interface JudgedWorkload {
  readonly workload: Verdict['workload'];
  readonly verdict: Outcome;
  readonly stage: Stage | undefined;
  /** The policy fields that it complains of; `NO_POLICY` among them if it is left without one. */
  readonly fields: readonly string[];
  /** Until when what it says of failures of today can be true at the longest. Undefined: it tells of none. */
  readonly brokenUntil: Date | undefined;
  readonly document: ResultDocument;
}

const replacePresent = `ON CONFLICT (simulation_id, run, cluster, namespace, kind, name) DO UPDATE
  SET verdict = excluded.verdict, stage = excluded.stage, fields = excluded.fields, document_id = excluded.document_id,
    broken_until = excluded.broken_until`;

/**
 * Stores verdicts. A workload has one result in a run. Unless those that are present are to be replaced, a second one
 * violates the key, so the caller must have made sure, in the same transaction, that the chunk has not been stored yet.
 */
export async function insertResults(
  transaction: SqlRunner,
  run: RunReference,
  verdicts: readonly JudgedWorkload[],
  present: 'none' | 'replaced' = 'none',
): Promise<void> {
  await insertDocuments(
    transaction,
    run,
    verdicts.map(({ document }) => document),
  );
  await transaction.query(
    `INSERT INTO simulation_results
       (simulation_id, run, cluster, namespace, kind, name, verdict, stage, fields, document_id, broken_until)
     SELECT $1, $2, cluster, namespace, kind, name, verdict, stage,
       ARRAY(SELECT json_array_elements_text(fields)), document_id, broken_until
     FROM unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::json[], $10::uuid[],
       $11::timestamptz[]) AS result (cluster, namespace, kind, name, verdict, stage, fields, document_id, broken_until)
     ${present === 'replaced' ? replacePresent : ''}`,
    [
      run.simulation,
      run.run,
      ...keyColumns(verdicts.map(({ workload }) => workload)),
      verdicts.map((each) => each.verdict),
      verdicts.map((each) => each.stage ?? null),
      verdicts.map(({ fields }) => JSON.stringify(fields)),
      verdicts.map(({ document }) => document.id),
      verdicts.map(({ brokenUntil }) => brokenUntil ?? null),
    ],
  );
}

/** A verdict made ready for being stored. */
export function judgedWorkload(verdict: Verdict): JudgedWorkload {
  return {
    workload: verdict.workload,
    verdict: verdict.verdict,
    stage: verdict.stage,
    fields: fieldsOf(verdict),
    brokenUntil: brokenUntil(verdict),
    document: resultDocument(verdict),
  };
}

/** The policy fields that a verdict complains of; `NO_POLICY` among them if the workload is left without one. */
export function fieldsOf({ findings }: Verdict): readonly string[] {
  const fields = findings.filter(({ outcome }) => outcome !== 'passes').map(({ field }) => field);
  return [...new Set(fields)].toSorted();
}

/** When the first of the failures of today that a verdict tells of is one no longer, unless it is told of again. */
function brokenUntil({ brokenToday = [] }: Verdict): Date | undefined {
  if (brokenToday.length === 0) return undefined;
  const toldLast = Math.min(...brokenToday.map(({ lastSeen }) => Date.parse(lastSeen)));
  return new Date(toldLast + failuresOfToday);
}

/** Of which workload a result is: its key in a run. Pages begin after one. */
export const resultKey = z.object({
  cluster: z.string(),
  namespace: z.string(),
  kind: z.string(),
  name: z.string(),
});
export type ResultKey = Readonly<z.infer<typeof resultKey>>;

/** Keys as the columns cluster, namespace, kind and name, for `unnest`. */
export function keyColumns(keys: readonly ResultKey[]): readonly (readonly string[])[] {
  return [
    keys.map(({ cluster }) => cluster),
    keys.map(({ namespace }) => namespace),
    keys.map(({ kind }) => kind),
    keys.map(({ name }) => name),
  ];
}

export interface ResultFilter {
  readonly verdict?: Outcome | undefined;
  readonly stage?: Stage | undefined;
  readonly cluster?: string | undefined;
  readonly namespace?: string | undefined;
  /** A policy field that a finding complains of. */
  readonly field?: string | undefined;
  /** Whether the workload is left without a policy. */
  readonly withoutPolicy?: boolean | undefined;
  /** Whether pods of the workload fail today already. */
  readonly brokenToday?: boolean | undefined;
}

interface ResultPage {
  readonly limit: number;
  readonly after?: ResultKey | undefined;
  readonly filter: ResultFilter;
}

/** Verdicts by workload, in order of its key, at most `limit`. A page stays the same however many results are added. */
export async function readResults(
  runner: SqlRunner,
  run: RunReference,
  page: ResultPage,
): Promise<readonly Verdict[]> {
  return (await readPage(runner, run, page, verdicts())).map(({ view }) => view);
}

/** The JSON of a verdict, in pieces. */
export interface ResultText {
  readonly key: ResultKey;
  readonly text: readonly Buffer[];
}

/**
 * The same as `readResults`, as JSON. What is said of many workloads is made ready once and kept for the pages to come, of
 * any run: the id of a document is made from its text. Bounded by bytes.
 */
export class ResultTexts {
  readonly #views: LRUCache<string, View<readonly Buffer[]>>;

  /** `maxBytes`: of the documents that are kept. */
  constructor(maxBytes = 32 * 1024 * 1024) {
    this.#views = new LRUCache({ maxSize: maxBytes });
  }

  async read(runner: SqlRunner, run: RunReference, page: ResultPage): Promise<readonly ResultText[]> {
    const found = await readPage(runner, run, page, {
      get: (id) => this.#views.get(id),
      add: (id, document) => {
        const { view, bytes } = verdictTexts(document);
        this.#views.set(id, view, { size: bytes });
        return view;
      },
    });
    return found.map(({ key, view }) => ({ key, text: view }));
  }
}

async function readPage<T>(
  runner: SqlRunner,
  { simulation, run }: RunReference,
  { limit, after, filter }: ResultPage,
  views: Views<T>,
): Promise<readonly Shown<T>[]> {
  const parameters: unknown[] = [simulation, run];
  const conditions = ['simulation_id = $1', 'run = $2'];
  const parameter = (value: unknown): string => `$${parameters.push(value)}`;
  if (after !== undefined) {
    const values = [after.cluster, after.namespace, after.kind, after.name].map(parameter);
    conditions.push(`(cluster, namespace, kind, name) > (${values.join(', ')})`);
  }
  if (filter.verdict !== undefined) conditions.push(`verdict = ${parameter(filter.verdict)}`);
  if (filter.stage !== undefined) conditions.push(`stage = ${parameter(filter.stage)}`);
  if (filter.cluster !== undefined) conditions.push(`cluster = ${parameter(filter.cluster)}`);
  if (filter.namespace !== undefined) conditions.push(`namespace = ${parameter(filter.namespace)}`);
  if (filter.withoutPolicy !== undefined) {
    const without = `fields @> ARRAY[${parameter(NO_POLICY)}]::text[]`;
    conditions.push(filter.withoutPolicy ? without : `NOT (${without})`);
  }
  if (filter.brokenToday !== undefined)
    conditions.push(`broken_until IS ${filter.brokenToday ? 'NOT NULL' : 'NULL'}`);
  if (filter.field !== undefined) conditions.push(`fields @> ARRAY[${parameter(filter.field)}]::text[]`);
  return readShown(runner, conditions, parameters, parameter(limit), views);
}

/** What is told of a workload, made from a verdict that others may share. */
type View<T> = (workload: ResultKey) => T;

/** Views of documents by their ids. */
interface Views<T> {
  get(id: string): View<T> | undefined;
  add(id: string, document: Verdict): View<T>;
}

interface Shown<T> {
  readonly key: ResultKey;
  readonly view: T;
}

function verdicts(): Views<Verdict> {
  const views = new Map<string, View<Verdict>>();
  return {
    get: (id) => views.get(id),
    add: (id, document) => {
      const view: View<Verdict> = (workload) => verdictOf(workload, document);
      views.set(id, view);
      return view;
    },
  };
}

const resultRow = resultKey.extend({ document_id: z.string() });
const documentRow = z.object({ id: z.string(), document: verdict });
/** A result may be replaced, and its document go, between the reading of the two. */
const mostReadings = 5;

/** `parameters` begins with the simulation and the run. Documents come once, however many results share them. */
async function readShown<T>(
  runner: SqlRunner,
  conditions: readonly string[],
  parameters: readonly unknown[],
  limit: string,
  views: Views<T>,
): Promise<readonly Shown<T>[]> {
  for (let reading = 1; ; reading += 1) {
    const found = await rows(
      runner,
      resultRow,
      `SELECT cluster, namespace, kind, name, document_id FROM simulation_results
       WHERE ${conditions.join(' AND ')} ORDER BY cluster, namespace, kind, name LIMIT ${limit}`,
      [...parameters],
    );
    const shown = await viewsOf(
      runner,
      parameters.slice(0, 2),
      found.map(({ document_id: id }) => id),
      views,
    );
    const missing = found.find(({ document_id: id }) => !shown.has(id));
    if (missing !== undefined) {
      if (reading < mostReadings) continue;
      const { kind, namespace, name } = missing;
      throw new Error(`the result of ${kind} ${namespace}/${name} has no document`);
    }
    return found.flatMap(({ document_id: id, ...key }) => {
      const view = shown.get(id);
      return view === undefined ? [] : [{ key, view: view(key) }];
    });
  }
}

/** Views of the documents of a run, as far as it has them. */
async function viewsOf<T>(
  runner: SqlRunner,
  run: readonly unknown[],
  ids: readonly string[],
  views: Views<T>,
): Promise<ReadonlyMap<string, View<T>>> {
  const found = new Map<string, View<T>>();
  const unknown = new Set<string>();
  for (const id of ids) {
    const view = views.get(id);
    if (view === undefined) unknown.add(id);
    else found.set(id, view);
  }
  if (unknown.size === 0) return found;
  const documents = await rows(
    runner,
    documentRow,
    `SELECT id, document FROM simulation_documents WHERE simulation_id = $1 AND run = $2 AND id = ANY($3)`,
    [...run, [...unknown]],
  );
  for (const { id, document } of documents) found.set(id, views.add(id, document));
  return found;
}

const resultsAtOnce = 500;

/** All verdicts that match, in order of the workloads' keys, from the one after `from` on, read page by page. */
export async function* allResults(
  runner: SqlRunner,
  run: RunReference,
  filter: ResultFilter,
  from?: ResultKey,
): AsyncIterable<Verdict> {
  for (let after = from; ;) {
    const page = await readResults(runner, run, { limit: resultsAtOnce, after, filter });
    yield* page;
    after = page.at(-1)?.workload;
    if (page.length < resultsAtOnce) return;
  }
}

/** The verdict of one workload. Undefined: the run has none of it, or not yet. */
export async function readResult(
  runner: SqlRunner,
  { simulation, run }: RunReference,
  { cluster, namespace, kind, name }: ResultKey,
): Promise<Verdict | undefined> {
  const conditions = [
    'simulation_id = $1',
    'run = $2',
    'cluster = $3',
    'namespace = $4',
    'kind = $5',
    'name = $6',
  ];
  const parameters = [simulation, run, cluster, namespace, kind, name];
  const [found] = await readShown(runner, conditions, parameters, '1', verdicts());
  return found?.view;
}

/** The workloads that a run has results of, in order of their keys. */
export async function readResultKeys(
  runner: SqlRunner,
  { simulation, run }: RunReference,
): Promise<readonly ResultKey[]> {
  return rows(
    runner,
    resultKey,
    `SELECT cluster, namespace, kind, name FROM simulation_results WHERE simulation_id = $1 AND run = $2
     ORDER BY cluster, namespace, kind, name`,
    [simulation, run],
  );
}
