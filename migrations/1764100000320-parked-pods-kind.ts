import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Parked pods stand under a kind that neither an agent nor a cluster can spell. */
export class ParkedPodsKind1764100000320 implements MigrationInterface {
  readonly name = 'ParkedPodsKind1764100000320';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX workloads_parked_idx`);
    await runner.query(`DELETE FROM workloads WHERE kind = 'UnknownPod'`);
    await runner.query(`CREATE INDEX workloads_parked_idx ON workloads (id) WHERE kind = ':unknown-pod'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX workloads_parked_idx`);
    await runner.query(`DELETE FROM workloads WHERE kind = ':unknown-pod'`);
    await runner.query(`CREATE INDEX workloads_parked_idx ON workloads (id) WHERE kind = 'UnknownPod'`);
  }
}
