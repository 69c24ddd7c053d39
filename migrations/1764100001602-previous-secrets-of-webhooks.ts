import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The secret before the present one, with which deliveries are signed too until a time. The time stays when it is gone. */
export class PreviousSecretsOfWebhooks1764100001602 implements MigrationInterface {
  readonly name = 'PreviousSecretsOfWebhooks1764100001602';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE webhooks
        ADD COLUMN previous_secret bytea,
        ADD COLUMN previous_secret_until timestamptz(3),
        ADD CONSTRAINT webhooks_previous_secret_check
          CHECK (previous_secret IS NULL OR previous_secret_until IS NOT NULL)`);
    await runner.query(
      `CREATE INDEX webhooks_previous_secret_idx ON webhooks (previous_secret_until) WHERE previous_secret IS NOT NULL`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE webhooks DROP COLUMN previous_secret, DROP COLUMN previous_secret_until`);
  }
}
