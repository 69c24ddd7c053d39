import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When the message of a dead letter was written: nothing that it tells of is later. Null: nobody has said. */
export class WrittenAtOfDeadLetters1764100002110 implements MigrationInterface {
  readonly name = 'WrittenAtOfDeadLetters1764100002110';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE dead_letters ADD COLUMN written_at timestamptz(3)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE dead_letters DROP COLUMN written_at`);
  }
}
