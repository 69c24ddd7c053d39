import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Webhooks, what is to be delivered to them, and each try. Deliveries and the jobs that send them are written by triggers,
 * in the transaction that makes them necessary: no way in which a simulation can end or change forgets them.
 */
export class Webhooks1764100000440 implements MigrationInterface {
  readonly name = 'Webhooks1764100000440';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE webhooks (
        id uuid CONSTRAINT webhooks_pkey PRIMARY KEY,
        url text NOT NULL,
        events text[] NOT NULL CONSTRAINT webhooks_events_check CHECK (cardinality(events) > 0),
        project text COLLATE "C"
          CONSTRAINT webhooks_project_fkey REFERENCES projects (name) ON DELETE CASCADE,
        description text NOT NULL DEFAULT '',
        enabled boolean NOT NULL DEFAULT true,
        secret bytea NOT NULL,
        created_at timestamptz(3) NOT NULL,
        created_by text NOT NULL
      )`);
    await runner.query(`CREATE INDEX webhooks_created_idx ON webhooks (created_at DESC, id DESC)`);
    await runner.query(`CREATE INDEX webhooks_project_idx ON webhooks (project)`);
    await runner.query(`
      CREATE TABLE webhook_deliveries (
        id uuid CONSTRAINT webhook_deliveries_pkey PRIMARY KEY DEFAULT gen_random_uuid(),
        webhook_id uuid NOT NULL
          CONSTRAINT webhook_deliveries_webhook_fkey REFERENCES webhooks (id) ON DELETE CASCADE,
        event text NOT NULL,
        subject json NOT NULL,
        body text,
        state text NOT NULL DEFAULT 'pending'
          CONSTRAINT webhook_deliveries_state_check CHECK (state IN ('pending', 'delivered', 'failed')),
        attempts integer NOT NULL DEFAULT 0 CONSTRAINT webhook_deliveries_attempts_check CHECK (attempts >= 0),
        next_attempt_at timestamptz(3),
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        finished_at timestamptz(3),
        CONSTRAINT webhook_deliveries_finished_check CHECK ((finished_at IS NULL) = (state = 'pending')),
        CONSTRAINT webhook_deliveries_next_check CHECK ((next_attempt_at IS NOT NULL) = (state = 'pending'))
      )`);
    await runner.query(
      `CREATE INDEX webhook_deliveries_webhook_idx ON webhook_deliveries (webhook_id, created_at DESC, id DESC)`,
    );
    await runner.query(
      `CREATE INDEX webhook_deliveries_due_idx ON webhook_deliveries (next_attempt_at) WHERE state = 'pending'`,
    );
    await runner.query(`CREATE INDEX webhook_deliveries_finished_idx ON webhook_deliveries (finished_at)`);
    await runner.query(`
      CREATE TABLE webhook_attempts (
        delivery_id uuid NOT NULL
          CONSTRAINT webhook_attempts_delivery_fkey REFERENCES webhook_deliveries (id) ON DELETE CASCADE,
        attempt integer NOT NULL,
        at timestamptz(3) NOT NULL,
        duration_ms integer,
        status integer,
        error text,
        CONSTRAINT webhook_attempts_pkey PRIMARY KEY (delivery_id, attempt)
      )`);
    await runner.query(`
      ALTER TABLE simulations ADD COLUMN notified bigint NOT NULL DEFAULT 0,
        ADD CONSTRAINT simulations_notified_check CHECK (notified >= 0)`);
    await runner.query(`
      CREATE FUNCTION notify_webhooks(of_project text, happened text, about json) RETURNS void LANGUAGE sql AS $$
        WITH added AS (
          INSERT INTO webhook_deliveries (webhook_id, event, subject, next_attempt_at)
          SELECT id, happened, about, now() FROM webhooks
          WHERE enabled AND happened = ANY (events) AND (project IS NULL OR project = of_project)
          RETURNING id)
        INSERT INTO outbox (job, payload)
        SELECT 'deliver-webhook', jsonb_build_object('delivery', id, 'attempt', 1) FROM added
      $$`);
    // Before the update: the trigger itself may say how far it has told.
    await runner.query(`
      CREATE FUNCTION notify_of_simulation() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NEW.changes > OLD.notified THEN
          PERFORM notify_webhooks(NEW.project, 'simulation.changed',
            json_build_object('simulation', NEW.id, 'after', OLD.notified, 'through', NEW.changes));
          NEW.notified := NEW.changes;
        END IF;
        IF NEW.finished_at IS NOT NULL THEN
          PERFORM notify_webhooks(NEW.project, 'simulation.finished', json_build_object('simulation', NEW.id));
        END IF;
        RETURN NEW;
      END $$`);
    await runner.query(`
      CREATE TRIGGER simulations_told BEFORE UPDATE OF status ON simulations FOR EACH ROW
        WHEN (OLD.status <> NEW.status AND NEW.status NOT IN ('queued', 'running'))
        EXECUTE FUNCTION notify_of_simulation()`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TRIGGER simulations_told ON simulations`);
    await runner.query(`DROP FUNCTION notify_of_simulation()`);
    await runner.query(`DROP FUNCTION notify_webhooks(text, text, json)`);
    await runner.query(
      `ALTER TABLE simulations DROP CONSTRAINT simulations_notified_check, DROP COLUMN notified`,
    );
    await runner.query(`DROP TABLE webhook_attempts`);
    await runner.query(`DROP TABLE webhook_deliveries`);
    await runner.query(`DROP TABLE webhooks`);
  }
}
