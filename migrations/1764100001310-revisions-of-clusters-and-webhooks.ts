import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How often somebody has changed what is said of a cluster, or a webhook: by this nobody overwrites what they have not seen. */
export class RevisionsOfClustersAndWebhooks1764100001310 implements MigrationInterface {
  readonly name = 'RevisionsOfClustersAndWebhooks1764100001310';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE clusters ADD COLUMN revision integer NOT NULL DEFAULT 0
        CONSTRAINT clusters_revision_check CHECK (revision >= 0)`);
    await runner.query(`
      ALTER TABLE webhooks ADD COLUMN revision integer NOT NULL DEFAULT 1
        CONSTRAINT webhooks_revision_check CHECK (revision >= 1)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE webhooks DROP COLUMN revision`);
    await runner.query(`ALTER TABLE clusters DROP COLUMN revision`);
  }
}
