import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which cluster it is that is watched under a name: the UID of its namespace kube-system. Null: not known yet. */
export class WatchedClusterIdentity1764100000330 implements MigrationInterface {
  readonly name = 'WatchedClusterIdentity1764100000330';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE cluster_watches ADD COLUMN identity text COLLATE "C"`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE cluster_watches DROP COLUMN identity`);
  }
}
