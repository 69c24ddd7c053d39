import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The labels of the present revision of each policy, so that policies are found by a label selector. */
export class PolicyLabels1764100001300 implements MigrationInterface {
  readonly name = 'PolicyLabels1764100001300';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE policies ADD COLUMN labels jsonb NOT NULL DEFAULT '{}'`);
    await runner.query(`
      UPDATE policies p SET labels = labelled.labels
      FROM (
        SELECT r.policy_id, r.revision, jsonb_object_agg(label.key, coalesce(label.value, '')) AS labels
        FROM policy_revisions r,
          LATERAL json_each_text(CASE json_typeof(r.document #> '{metadata,labels}')
            WHEN 'object' THEN r.document #> '{metadata,labels}' ELSE '{}'::json END) label
        GROUP BY r.policy_id, r.revision
      ) labelled
      WHERE labelled.policy_id = p.id AND labelled.revision = p.revision`);
    await runner.query(`CREATE INDEX policies_labels_idx ON policies USING gin (labels)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE policies DROP COLUMN labels`);
  }
}
