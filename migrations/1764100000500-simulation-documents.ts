import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What simulations say, without the names of those of whom they say it: workloads that are alike share one row. Results
 * written before stay as they are, names and all; who reads them replaces the names anyway.
 */
export class SimulationDocuments1764100000500 implements MigrationInterface {
  readonly name = 'SimulationDocuments1764100000500';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE simulation_documents (
        simulation_id uuid NOT NULL
          CONSTRAINT simulation_documents_simulation_fkey REFERENCES simulations (id) ON DELETE CASCADE,
        run integer NOT NULL,
        id uuid NOT NULL,
        document json NOT NULL,
        CONSTRAINT simulation_documents_pkey PRIMARY KEY (simulation_id, run, id)
      )`);
    await runner.query(`ALTER TABLE simulation_results ADD COLUMN document_id uuid`);
    await runner.query(`UPDATE simulation_results SET document_id = md5(document::text)::uuid`);
    await runner.query(`
      INSERT INTO simulation_documents (simulation_id, run, id, document)
      SELECT simulation_id, run, document_id, document FROM simulation_results
      ON CONFLICT DO NOTHING`);
    await runner.query(`
      ALTER TABLE simulation_results DROP COLUMN document, ALTER COLUMN document_id SET NOT NULL,
        ADD CONSTRAINT simulation_results_document_fkey FOREIGN KEY (simulation_id, run, document_id)
          REFERENCES simulation_documents (simulation_id, run, id)`);
    await runner.query(
      `CREATE INDEX simulation_results_document_idx ON simulation_results (simulation_id, run, document_id)`,
    );
  }

  /**
   * Gives each result its document again, with the names of its workload. Functions of `json` keep the text of what they
   * pass on, but stop at a NUL: it is written as another character meanwhile, in a way in which nothing else is.
   */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE simulation_results ADD COLUMN document json`);
    const target = `json_build_object('apiVersion', part.value -> 'apiVersion', 'kind', part.value -> 'kind',
      'namespace', r.namespace, 'name', r.name)::text`;
    const members = (of: string, replaced: string): string =>
      `(SELECT '{' || string_agg(to_json(part.key)::text || ':' || CASE part.key ${replaced} ELSE part.value::text END,
          ',' ORDER BY part.place) || '}'
        FROM json_each(${of}) WITH ORDINALITY AS part (key, value, place))`;
    const remedies = `(SELECT '[' || coalesce(string_agg(
        CASE each.remedy ->> 'kind' WHEN 'reduce' THEN ${members('each.remedy', `WHEN 'target' THEN ${target}`)}
          ELSE each.remedy::text END, ',' ORDER BY each.place), '') || ']'
      FROM json_array_elements(part.value) WITH ORDINALITY AS each (remedy, place))`;
    const workload = `json_build_object('cluster', r.cluster, 'namespace', r.namespace, 'kind', r.kind, 'name', r.name)::text`;
    const withoutNul = String.raw`replace(d.document::text, '\u0000', '\uFFFE')::json`;
    const document = members(withoutNul, `WHEN 'workload' THEN ${workload} WHEN 'remedies' THEN ${remedies}`);
    await runner.query(`
      UPDATE simulation_results r SET document = replace(${document}, '\\uFFFE', '\\u0000')::json
      FROM simulation_documents d WHERE d.simulation_id = r.simulation_id AND d.run = r.run AND d.id = r.document_id`);
    await runner.query(
      `ALTER TABLE simulation_results ALTER COLUMN document SET NOT NULL, DROP COLUMN document_id`,
    );
    await runner.query(`DROP TABLE simulation_documents`);
  }
}
