import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Pods of watched clusters that the inventory does not know yet. Until it does, what they were seen to do is kept under a
 * workload of their own, of kind UnknownPod and named by the pod's UID; then it moves to the right one.
 */
export class ParkedPods1764100000310 implements MigrationInterface {
  readonly name = 'ParkedPods1764100000310';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE runtime_pods DROP CONSTRAINT runtime_pods_attribution_check`);
    await runner.query(`
      ALTER TABLE runtime_pods ADD CONSTRAINT runtime_pods_attribution_check
        CHECK (attribution IN ('owner', 'inventory', 'derived', 'parked'))`);
    await runner.query(`CREATE INDEX workloads_parked_idx ON workloads (id) WHERE kind = 'UnknownPod'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX workloads_parked_idx`);
    await runner.query(`DELETE FROM workloads WHERE kind = 'UnknownPod'`);
    await runner.query(`UPDATE runtime_pods SET attribution = 'derived' WHERE attribution = 'parked'`);
    await runner.query(`ALTER TABLE runtime_pods DROP CONSTRAINT runtime_pods_attribution_check`);
    await runner.query(`
      ALTER TABLE runtime_pods ADD CONSTRAINT runtime_pods_attribution_check
        CHECK (attribution IN ('owner', 'inventory', 'derived'))`);
  }
}
