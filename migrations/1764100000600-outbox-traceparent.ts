import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The trace (W3C `traceparent`) of what wrote a job to the outbox. */
export class OutboxTraceparent1764100000600 implements MigrationInterface {
  name = 'OutboxTraceparent1764100000600';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `ALTER TABLE outbox ADD COLUMN traceparent text
         CONSTRAINT outbox_traceparent_check CHECK (length(traceparent) <= 64)`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE outbox DROP COLUMN traceparent`);
  }
}
