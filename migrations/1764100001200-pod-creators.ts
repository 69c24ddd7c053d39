import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who creates the pods of a cluster, where it is not as by default. */
export class PodCreators1764100001200 implements MigrationInterface {
  readonly name = 'PodCreators1764100001200';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE clusters ADD COLUMN pod_creators jsonb`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE clusters DROP COLUMN pod_creators`);
  }
}
