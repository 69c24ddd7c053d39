import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Turns of webhooks: `leased_until` is until when a try may be going on, so that it can be counted how many of a webhook do;
 * of a webhook how many tries in a row have failed, since when, until when it is left alone, and why it was disabled. Due
 * deliveries are looked for by webhook. What the service does by itself is in the audit log as such.
 */
export class TurnsOfWebhooks1764100001603 implements MigrationInterface {
  readonly name = 'TurnsOfWebhooks1764100001603';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE webhooks
        ADD COLUMN failures integer NOT NULL DEFAULT 0,
        ADD COLUMN failing_since timestamptz(3),
        ADD COLUMN resume_at timestamptz(3),
        ADD COLUMN disabled_at timestamptz(3),
        ADD COLUMN disabled_reason text,
        ADD CONSTRAINT webhooks_failures_check CHECK (failures >= 0 AND (failing_since IS NOT NULL) = (failures > 0)),
        ADD CONSTRAINT webhooks_disabled_check
          CHECK (num_nonnulls(disabled_at, disabled_reason) IN (0, 2) AND NOT (enabled AND disabled_at IS NOT NULL))`);
    await runner.query(`ALTER TABLE webhook_deliveries ADD COLUMN leased_until timestamptz(3)`);
    await runner.query(
      `CREATE INDEX webhook_deliveries_turns_idx ON webhook_deliveries (webhook_id, next_attempt_at, id)
        WHERE state = 'pending'`,
    );
    await runner.query(
      `CREATE INDEX webhook_deliveries_leased_idx ON webhook_deliveries (webhook_id) WHERE leased_until IS NOT NULL`,
    );
    await runner.query(`DROP INDEX webhook_deliveries_due_idx`);
    await runner.query(`
      ALTER TABLE audit_log DROP CONSTRAINT audit_log_actor_kind_check,
        ADD CONSTRAINT audit_log_actor_kind_check CHECK (actor_kind IN ('key', 'token', 'command', 'service'))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    // Entries of the service stay, as all entries do: they are not looked at.
    await runner.query(`
      ALTER TABLE audit_log DROP CONSTRAINT audit_log_actor_kind_check,
        ADD CONSTRAINT audit_log_actor_kind_check CHECK (actor_kind IN ('key', 'token', 'command')) NOT VALID`);
    await runner.query(
      `CREATE INDEX webhook_deliveries_due_idx ON webhook_deliveries (next_attempt_at) WHERE state = 'pending'`,
    );
    await runner.query(`DROP INDEX webhook_deliveries_turns_idx`);
    await runner.query(`ALTER TABLE webhook_deliveries DROP COLUMN leased_until`);
    await runner.query(`
      ALTER TABLE webhooks
        DROP CONSTRAINT webhooks_failures_check,
        DROP CONSTRAINT webhooks_disabled_check,
        DROP COLUMN failures,
        DROP COLUMN failing_since,
        DROP COLUMN resume_at,
        DROP COLUMN disabled_at,
        DROP COLUMN disabled_reason`);
  }
}
