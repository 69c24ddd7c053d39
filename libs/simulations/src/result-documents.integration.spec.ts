import { randomUUID } from 'node:crypto';
import type { Verdict } from '#libs/advisor';
import { applyRetention, createDataSource, migrate, revertLatestMigration } from '#libs/persistence';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createDatabase } from '../../../test/services/index.js';
import { simulationErasure } from './erasure.js';
import {
  insertResults,
  judgedWorkload,
  readResult,
  readResults,
  type ResultFilter,
  type ResultKey,
  ResultTexts,
  type RunReference,
} from './result-store.js';
import { simulationRetention } from './retention.js';

/** Refused, with both ways out; the detail has what `jsonb` can't hold. */
function refused(namespace: string, name: string, detail = 'x \u0000 y'): Verdict {
  const finding = {
    stage: 'admission',
    field: 'privileged',
    reason: 'not-allowed-by-policy',
    detail,
  } as const;
  const remedy = (kind: 'broaden' | 'reduce', target: Verdict['remedies'][number]['target']) =>
    ({ kind, target, summary: 's', patch: [], manifest: 'm', outcome: 'passes', findings: [] }) as const;
  return {
    workload: { cluster: 'prod', namespace, kind: 'Deployment', name },
    verdict: 'breaks',
    stage: 'admission',
    mutated: false,
    findings: [{ ...finding, outcome: 'breaks' }],
    remedies: [
      remedy('broaden', { apiVersion: 'policy/v1beta1', kind: 'PodSecurityPolicy', name: 'strict' }),
      remedy('reduce', { apiVersion: 'apps/v1', kind: 'Deployment', namespace, name }),
    ].map((each) => ({ ...each, patch: [], findings: [] })),
  };
}

describe('documents of results', () => {
  let dataSource: DataSource;
  let run: RunReference;
  const verdicts = [refused('a', 'db'), refused('a', 'web'), refused('b', 'web'), refused('b', 'x', 'other')];

  beforeAll(async () => {
    dataSource = await createDataSource({
      url: await createDatabase(),
      poolSize: 5,
      connectTimeout: 10_000,
      statementTimeout: 60_000,
    }).initialize();
  });

  afterAll(async () => dataSource.destroy());

  beforeEach(async () => {
    await dataSource.query('DELETE FROM simulations');
    run = { simulation: randomUUID(), run: 1 };
    await dataSource.query(
      `INSERT INTO simulations (id, status, request, created_at, created_by, finished_at, summary)
       VALUES ($1, 'succeeded', '{}', '2026-01-01', 'test', '2026-01-02', '{}')`,
      [run.simulation],
    );
    await dataSource.transaction((transaction) =>
      insertResults(transaction, run, verdicts.map(judgedWorkload)),
    );
  });

  const all = (limit = 100) => readResults(dataSource, run, { limit, filter: {} });
  const documents = async () => dataSource.query(`SELECT id FROM simulation_documents`);

  it('are stored once for all workloads of which the same is said, and come back with their names', async () => {
    expect(await documents()).toHaveLength(2);
    expect(await all()).toEqual(verdicts);
    expect(await all(2)).toEqual(verdicts.slice(0, 2));
    const after = { cluster: 'prod', namespace: 'a', kind: 'Deployment', name: 'web' };
    expect(await readResults(dataSource, run, { limit: 10, after, filter: { verdict: 'breaks' } })).toEqual(
      verdicts.slice(2),
    );
    expect(await readResult(dataSource, run, after)).toEqual(verdicts[1]);
  });

  it('are read of one cluster, and of one namespace of it', async () => {
    const elsewhere = {
      ...refused('a', 'db'),
      workload: { ...refused('a', 'db').workload, cluster: 'test' },
    };
    await dataSource.transaction((transaction) =>
      insertResults(transaction, run, [judgedWorkload(elsewhere)]),
    );
    const of = (filter: ResultFilter) => readResults(dataSource, run, { limit: 100, filter });
    expect(await of({ cluster: 'prod' })).toEqual(verdicts);
    expect(await of({ cluster: 'test' })).toEqual([elsewhere]);
    expect(await of({ cluster: 'prod', namespace: 'b' })).toEqual(verdicts.slice(2));
    expect(await of({ cluster: 'none' })).toEqual([]);
  });

  it('come as JSON, too, the same as what the verdicts say', async () => {
    const awkward = refused('{"', 'a"\\\u2028$&', '"name" \u0000 ä');
    await dataSource.transaction((transaction) => insertResults(transaction, run, [judgedWorkload(awkward)]));
    const page = { limit: 100, filter: {} };
    const texts = await new ResultTexts().read(dataSource, run, page);
    const expected = await readResults(dataSource, run, page);
    expect(expected).toContainEqual(awkward);
    expect(texts.map(({ key }) => key)).toEqual(expected.map(({ workload }) => workload));
    expect(texts.map(({ text }) => Buffer.concat(text).toString())).toEqual(
      expected.map((verdict) => JSON.stringify(verdict)),
    );
  });

  it('are read once for all pages of JSON, unless they are more than is kept', async () => {
    const statements: string[] = [];
    const counting = {
      query: async (sql: string, parameters?: unknown[]) => {
        statements.push(sql.includes('FROM simulation_documents') ? 'documents' : 'results');
        return dataSource.query(sql, parameters);
      },
    };
    const page = { limit: 100, filter: {} };
    const [kept, none] = [new ResultTexts(), new ResultTexts(1)];
    const first = await kept.read(counting, run, page);
    expect(statements).toEqual(['results', 'documents']);
    expect(await kept.read(counting, run, page)).toEqual(first);
    expect(statements).toEqual(['results', 'documents', 'results']);
    await none.read(counting, run, page);
    expect(await none.read(counting, run, page)).toEqual(first);
    expect(statements.slice(3)).toEqual(['results', 'documents', 'results', 'documents']);
  });

  it('may go while a page is read, with their results', async () => {
    let erased = false;
    const erasing = {
      query: async (sql: string, parameters?: unknown[]) => {
        const found: unknown = await dataSource.query(sql, parameters);
        if (!erased && sql.includes('FROM simulation_results')) {
          erased = true;
          await dataSource.query(`DELETE FROM simulation_results WHERE namespace = 'b'`);
          await dataSource.query(
            'DELETE FROM simulation_documents WHERE id NOT IN (SELECT document_id FROM simulation_results)',
          );
        }
        return found;
      },
    };
    expect(await readResults(erasing, run, { limit: 100, filter: {} })).toEqual(verdicts.slice(0, 2));
  });

  it('come in pages that read no more results than they have, also before Postgres knows the table', async () => {
    await dataSource.query(
      `INSERT INTO simulation_results (simulation_id, run, cluster, namespace, kind, name, verdict, stage, fields, document_id)
       SELECT simulation_id, run, cluster, namespace, kind, name || n, verdict, stage, fields, document_id
       FROM simulation_results, generate_series(1, 5000) AS n WHERE simulation_id = $1`,
      [run.simulation],
    );
    const explained: unknown[] = [];
    const explaining = {
      query: async (sql: string, parameters?: unknown[]) => {
        if (sql.includes('FROM simulation_results'))
          explained.push(await dataSource.query(`EXPLAIN ${sql}`, parameters));
        return dataSource.query(sql, parameters);
      },
    };
    const after = { cluster: 'prod', namespace: 'b', kind: 'Deployment', name: 'web' };
    await readResults(explaining, run, { limit: 100, filter: {} });
    await readResults(explaining, run, { limit: 100, after, filter: {} });
    expect(explained).toHaveLength(2);
    for (const plan of explained) {
      expect(JSON.stringify(plan)).toContain('using simulation_results_pkey on simulation_results');
    }
  });

  it.each([
    ['all', {}, ['b', 'd', 'f', 'g', 'h', 'l', 'n', 'o', 'p']],
    ['those that break', { verdict: 'breaks' }, ['b', 'd', 'f', 'g', 'h', 'n', 'o', 'p']],
  ] as const)(
    'come in pages that skip none that stays and tell none twice, whatever changes between them: %s',
    async (_, filter, expected) => {
      const named = (name: string) => refused('pages', name);
      const passing = (name: string): Verdict => ({
        workload: named(name).workload,
        verdict: 'passes',
        mutated: false,
        findings: [],
        remedies: [],
      });
      const store = (some: readonly Verdict[]) =>
        dataSource.transaction((transaction) =>
          insertResults(transaction, run, some.map(judgedWorkload), 'replaced'),
        );
      const remove = (names: readonly string[]) =>
        dataSource.query(
          `DELETE FROM simulation_results WHERE simulation_id = $1 AND namespace = 'pages' AND name = ANY($2)`,
          [run.simulation, names],
        );
      await store(['b', 'd', 'f', 'h', 'j', 'l', 'n', 'p'].map(named));
      const told: string[] = [];
      const texts: string[] = [];
      let after: ResultKey | undefined;
      const turnPage = async () => {
        const page = { limit: 3, after, filter: { ...filter, namespace: 'pages' } };
        const found = await readResults(dataSource, run, page);
        const asTexts = await new ResultTexts().read(dataSource, run, page);
        told.push(...found.map(({ workload }) => workload.name));
        texts.push(...asTexts.map(({ key }) => key.name));
        after = found.at(-1)?.workload;
      };
      await turnPage();
      expect(told).toEqual(['b', 'd', 'f']);
      await store([named('a'), named('g'), passing('d'), passing('l')]);
      await remove(['f', 'j']); // the one after which the next page begins, and one that is to come
      await turnPage();
      await store([named('c'), named('o'), named('d')]);
      await remove(['g']);
      await turnPage();
      await turnPage();
      expect(told).toEqual(expected);
      expect(texts).toEqual(expected);
    },
  );

  it('go with the last workload of which they were said, when a namespace is deleted', async () => {
    const erase = async (namespace: string) =>
      dataSource.transaction(async (transaction) =>
        simulationErasure[0]?.erase(transaction, { cluster: 'prod', namespace, before: new Date() }, 100),
      );
    expect(await erase('b')).toEqual({ removed: 2, more: false });
    expect(await all()).toEqual(verdicts.slice(0, 2));
    expect(await documents()).toHaveLength(1);
    await erase('a');
    expect(await documents()).toEqual([]);
  });

  it('go with their simulation, by retention and by deletion', async () => {
    const removed: (readonly [string, number])[] = [];
    await applyRetention(dataSource, simulationRetention(1_000), {
      now: new Date('2026-01-03'),
      chunk: 1,
      removed: (...each) => removed.push(each),
    });
    expect(removed.filter(([name]) => name === 'simulation_results')).toHaveLength(4);
    expect(removed.filter(([name]) => name === 'simulation_documents')).toHaveLength(2);
    expect(removed.at(-1)).toEqual(['simulations', 1]);
    expect(await documents()).toEqual([]);
  });

  it('outlive the migration that brought them, there and back', async () => {
    const names: (string | undefined)[] = [];
    while (names.at(-1) !== 'SimulationDocuments1764100000500')
      names.push(await revertLatestMigration(dataSource));
    const old: unknown = await dataSource.query(
      `SELECT document FROM simulation_results ORDER BY cluster, namespace, kind, name`,
    );
    expect(old).toEqual(verdicts.map((document) => ({ document })));
    await migrate(dataSource);
    expect(await all()).toEqual(verdicts);
  });
});
