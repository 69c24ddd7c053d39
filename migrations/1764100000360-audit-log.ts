import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The setting is made in the function, not as one of the function: that would take a superuser. It ends with the deletion,
 * or with the transaction if that fails.
 */
export const removeAuditEntries = `
  CREATE OR REPLACE FUNCTION remove_audit_entries(before timestamptz, at_most integer) RETURNS integer LANGUAGE plpgsql AS $$
  DECLARE removed integer;
  BEGIN
    PERFORM set_config('policy_advisor.audit_retention', 'on', true);
    DELETE FROM audit_log WHERE id IN (
      SELECT id FROM audit_log WHERE at < least(before, clock_timestamp() - interval '30 days')
      ORDER BY at LIMIT at_most);
    GET DIAGNOSTICS removed = ROW_COUNT;
    PERFORM set_config('policy_advisor.audit_retention', 'off', true);
    RETURN removed;
  END $$`;

/**
 * Who did what to which object. Rows are only ever added: triggers refuse every change, also by the owner of the table, and
 * every removal but that by `remove_audit_entries`, of rows that are at least thirty days old.
 */
export class AuditLog1764100000360 implements MigrationInterface {
  readonly name = 'AuditLog1764100000360';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE audit_log (
        id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT audit_log_pkey PRIMARY KEY,
        at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
        actor_kind text NOT NULL CONSTRAINT audit_log_actor_kind_check CHECK (actor_kind IN ('key', 'token', 'command')),
        actor_id text COLLATE "C",
        actor_name text NOT NULL,
        request_id text COLLATE "C" NOT NULL,
        operation text COLLATE "C" NOT NULL,
        outcome text NOT NULL
          CONSTRAINT audit_log_outcome_check CHECK (outcome IN ('done', 'refused', 'failed')),
        status integer,
        object_kind text COLLATE "C",
        object_id text COLLATE "C",
        project text COLLATE "C",
        cluster text COLLATE "C",
        namespace text COLLATE "C",
        details jsonb
      )`);
    await runner.query(`CREATE INDEX audit_log_at_idx ON audit_log (at)`);
    await runner.query(
      `CREATE INDEX audit_log_object_idx ON audit_log (object_id, id) WHERE object_id IS NOT NULL`,
    );
    await runner.query(
      `CREATE INDEX audit_log_actor_idx ON audit_log (actor_id, id) WHERE actor_id IS NOT NULL`,
    );
    await runner.query(`
      CREATE FUNCTION refuse_change_of_audit_log() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF TG_OP = 'DELETE' AND current_setting('policy_advisor.audit_retention', true) = 'on'
          AND OLD.at < clock_timestamp() - interval '30 days' THEN
          RETURN OLD;
        END IF;
        RAISE EXCEPTION 'the audit log is append-only: % is refused', TG_OP USING ERRCODE = 'insufficient_privilege';
      END $$`);
    await runner.query(`
      CREATE TRIGGER audit_log_append_only BEFORE UPDATE OR DELETE ON audit_log
        FOR EACH ROW EXECUTE FUNCTION refuse_change_of_audit_log()`);
    await runner.query(`
      CREATE TRIGGER audit_log_not_emptied BEFORE TRUNCATE ON audit_log
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_audit_log()`);
    await runner.query(removeAuditEntries);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE audit_log`);
    await runner.query(`DROP FUNCTION remove_audit_entries(timestamptz, integer)`);
    await runner.query(`DROP FUNCTION refuse_change_of_audit_log()`);
  }
}
