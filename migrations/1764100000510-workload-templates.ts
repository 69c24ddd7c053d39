import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Workloads whose manifests say the same but for names, labels and replicas have the same template. Those of before get
 * theirs with their next upload; until then each is read and judged for itself.
 */
export class WorkloadTemplates1764100000510 implements MigrationInterface {
  readonly name = 'WorkloadTemplates1764100000510';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE inventory_workloads ADD COLUMN template_id uuid`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE inventory_workloads DROP COLUMN template_id`);
  }
}
