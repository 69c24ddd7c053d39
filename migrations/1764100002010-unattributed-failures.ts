import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * By what failures are found of which it is not known yet whose they are, when what they are about comes to be known: the
 * object, the pod, or what the object belongs to. Whoever may write Events may make 10,000 of them that nobody ever owns.
 */
export class UnattributedFailures1764100002010 implements MigrationInterface {
  readonly name = 'UnattributedFailures1764100002010';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX inventory_failures_unattributed_idx
        ON inventory_failures (cluster, namespace, object_kind, object_name) WHERE workload_id IS NULL`);
    await runner.query(`
      CREATE INDEX inventory_failures_unattributed_uid_idx
        ON inventory_failures (cluster, object_uid) WHERE workload_id IS NULL`);
    await runner.query(`
      CREATE INDEX inventory_owners_owner_idx
        ON inventory_owners (cluster, namespace, owner_kind, owner_name)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX inventory_owners_owner_idx`);
    await runner.query(`DROP INDEX inventory_failures_unattributed_uid_idx`);
    await runner.query(`DROP INDEX inventory_failures_unattributed_idx`);
  }
}
