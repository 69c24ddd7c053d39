import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What was sent is kept for as long as the delivery is, so that it is the same when it is sent once more. What tells of data
 * that are deleted is found among them by its time.
 */
export class BodiesOfDeliveries1764100001601 implements MigrationInterface {
  readonly name = 'BodiesOfDeliveries1764100001601';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE INDEX webhook_deliveries_body_idx ON webhook_deliveries (created_at, id) WHERE body IS NOT NULL`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX webhook_deliveries_body_idx`);
  }
}
