import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The names that agents gave the node on which they watched a pod: each tells under its own what it sent and lost. Null in
 * rows of before: the pod's `node` stands for them.
 */
export class NodesOfWatches1764100002020 implements MigrationInterface {
  readonly name = 'NodesOfWatches1764100002020';

  async up(runner: QueryRunner): Promise<void> {
    // A column that is null everywhere changes no row.
    await runner.query(`ALTER TABLE runtime_watches ADD COLUMN nodes text[] COLLATE "C"`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE runtime_watches DROP COLUMN nodes`);
  }
}
