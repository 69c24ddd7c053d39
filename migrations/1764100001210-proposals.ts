import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was proposed beside the policies that were generated with a simulation: who has to use them, and what none fits. */
export class Proposals1764100001210 implements MigrationInterface {
  readonly name = 'Proposals1764100001210';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE simulations ADD COLUMN proposals jsonb`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE simulations DROP COLUMN proposals`);
  }
}
