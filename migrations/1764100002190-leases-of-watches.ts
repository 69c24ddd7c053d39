import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * By which Lease a cluster is watched, `namespace/name`: collectors with different ones do not know of each other. Null: not
 * known, or the watcher stopped orderly.
 */
export class LeasesOfWatches1764100002190 implements MigrationInterface {
  readonly name = 'LeasesOfWatches1764100002190';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE cluster_watches ADD COLUMN lease text COLLATE "C"`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE cluster_watches DROP COLUMN lease`);
  }
}
