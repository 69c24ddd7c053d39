import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What tells how much a watched pod start is worth: the version of the workload that it was of, whether it was watched
 * until its end, and what was watched of it in part only. Where nothing was said before, nothing is claimed.
 */
export class EvidenceUnits1764000000120 implements MigrationInterface {
  readonly name = 'EvidenceUnits1764000000120';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE runtime_pods ADD COLUMN template_hash text COLLATE "C"`);
    await queryRunner.query(`
      ALTER TABLE runtime_watches
        ADD COLUMN covers_partly text[] NOT NULL DEFAULT '{}',
        ADD COLUMN ended boolean NOT NULL DEFAULT false`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE runtime_watches DROP COLUMN ended, DROP COLUMN covers_partly`);
    await queryRunner.query(`ALTER TABLE runtime_pods DROP COLUMN template_hash`);
  }
}
