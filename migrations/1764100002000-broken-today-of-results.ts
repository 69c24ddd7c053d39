import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Until when what a result says of failures of today can be true at the longest: an hour after the one that was told of
 * longest ago. Null: it says nothing of failures. Results are looked for by it, both by those who read them and for being
 * judged again. The indexes are partial: no other query can take them for one by the key.
 */
export class BrokenTodayOfResults1764100002000 implements MigrationInterface {
  readonly name = 'BrokenTodayOfResults1764100002000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE simulation_results ADD COLUMN broken_until timestamptz(3)`);
    // As text: some documents hold a \u0000, of which Postgres makes no string. In a string of JSON the quotes would be escaped.
    await runner.query(`
      UPDATE simulation_results r SET broken_until = told.first + interval '1 hour'
      FROM (
        SELECT d.simulation_id, d.run, d.id, min(failure.at[1]::timestamptz) AS first
        FROM simulation_documents d, regexp_matches(d.document::text, '"lastSeen":"([^"]+)"', 'g') AS failure (at)
        WHERE d.document::text LIKE '%"brokenToday":[%' GROUP BY d.simulation_id, d.run, d.id) AS told
      WHERE r.simulation_id = told.simulation_id AND r.run = told.run AND r.document_id = told.id`);
    await runner.query(`
      UPDATE simulations s
      SET summary = jsonb_set(s.summary::jsonb, '{brokenToday}', to_jsonb(broken.workloads))::json
      FROM (
        SELECT simulation_id, run, count(*) AS workloads FROM simulation_results
        WHERE broken_until IS NOT NULL GROUP BY simulation_id, run) AS broken
      WHERE s.id = broken.simulation_id AND broken.run = CASE WHEN s.continuous THEN 1 ELSE s.run END
        AND s.summary IS NOT NULL`);
    await runner.query(`
      CREATE INDEX simulation_results_broken_idx
        ON simulation_results (simulation_id, run, cluster, namespace, kind, name) WHERE broken_until IS NOT NULL`);
    await runner.query(`
      CREATE INDEX simulation_results_broken_until_idx
        ON simulation_results (simulation_id, run, broken_until) WHERE broken_until IS NOT NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`UPDATE simulations SET summary = (summary::jsonb - 'brokenToday')::json
      WHERE summary -> 'brokenToday' IS NOT NULL`);
    await runner.query(`ALTER TABLE simulation_results DROP COLUMN broken_until`);
  }
}
