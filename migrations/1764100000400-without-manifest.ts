import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a scope held that could not be simulated: workloads that were observed, but of which no manifest is known. */
export class WithoutManifest1764100000400 implements MigrationInterface {
  readonly name = 'WithoutManifest1764100000400';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE simulations ADD COLUMN without_manifest json`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE simulations DROP COLUMN without_manifest`);
  }
}
