import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When the messages up to an offset were written: tells a log that was truncated from that of a topic that was made anew. */
export class WrittenAtOfOffsets1764100002100 implements MigrationInterface {
  readonly name = 'WrittenAtOfOffsets1764100002100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE kafka_offsets ADD COLUMN written_at timestamptz`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE kafka_offsets DROP COLUMN written_at`);
  }
}
