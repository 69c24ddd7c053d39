import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The labels of pods, without those that tell one from another: where pods are all that is known of a workload, they are its
 * labels. Null: the pod was stored before, and gets them with the next list.
 */
export class LabelsOfPods1764100002150 implements MigrationInterface {
  readonly name = 'LabelsOfPods1764100002150';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE inventory_pods ADD COLUMN labels json`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE inventory_pods DROP COLUMN labels`);
  }
}
