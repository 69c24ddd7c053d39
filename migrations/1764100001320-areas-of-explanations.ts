import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * From where a policy was generated: its explanations tell of workloads there. Of those of before nobody knows, so these
 * are for callers without limits.
 */
export class AreasOfExplanations1764100001320 implements MigrationInterface {
  readonly name = 'AreasOfExplanations1764100001320';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `ALTER TABLE policy_revisions ADD COLUMN explained_areas jsonb NOT NULL DEFAULT '[{}]'`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE policy_revisions DROP COLUMN explained_areas`);
  }
}
