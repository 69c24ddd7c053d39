import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Clusters that somebody registered; they have a description. */
export class RegisteredClusters1764100000700 implements MigrationInterface {
  readonly name = 'RegisteredClusters1764100000700';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE clusters ADD COLUMN registered_at timestamptz(3)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE clusters DROP COLUMN registered_at`);
  }
}
