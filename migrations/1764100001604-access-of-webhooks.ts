import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What a webhook may tell of: the areas in which whoever made it reads simulations, and the key that it acts for, whose access
 * may be withdrawn. Webhooks without a key are the affair of those without limits, as all are that there were before. Nothing
 * is made to be delivered of a simulation that is not wholly within the areas: not even that it was there is told.
 */
export class AccessOfWebhooks1764100001604 implements MigrationInterface {
  readonly name = 'AccessOfWebhooks1764100001604';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE webhooks
        ADD COLUMN areas jsonb NOT NULL DEFAULT '[{}]'
          CONSTRAINT webhooks_areas_check CHECK (jsonb_typeof(areas) = 'array'),
        ADD COLUMN acts_for uuid,
        ADD CONSTRAINT webhooks_acts_for_check CHECK (acts_for IS NULL OR project IS NOT NULL)`);
    // A name that is NULL stands for those that there are not yet: `?` is then not true.
    await runner.query(`
      CREATE FUNCTION areas_within(areas jsonb, held_areas jsonb) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
        SELECT held_areas = '[{}]' OR NOT EXISTS (
          SELECT FROM jsonb_to_recordset(areas) AS area (clusters jsonb, namespaces jsonb)
          CROSS JOIN LATERAL (SELECT NULL::text AS name WHERE area.clusters IS NULL
            UNION ALL SELECT jsonb_array_elements_text(area.clusters)) AS cluster
          CROSS JOIN LATERAL (SELECT NULL::text AS name WHERE area.namespaces IS NULL
            UNION ALL SELECT jsonb_array_elements_text(area.namespaces)) AS namespace
          WHERE NOT EXISTS (
            SELECT FROM jsonb_to_recordset(held_areas) AS held (clusters jsonb, namespaces jsonb)
            WHERE (held.clusters IS NULL OR held.clusters ? cluster.name)
              AND (held.namespaces IS NULL OR held.namespaces ? namespace.name)))
      $$`);
    await runner.query(`
      CREATE FUNCTION notify_webhooks(of_project text, of_areas jsonb, happened text, about json) RETURNS void
      LANGUAGE sql AS $$
        WITH added AS (
          INSERT INTO webhook_deliveries (webhook_id, event, subject, next_attempt_at)
          SELECT id, happened, about, now() FROM webhooks
          WHERE enabled AND happened = ANY (events) AND (project IS NULL OR project = of_project)
            AND areas_within(of_areas, areas)
          RETURNING id)
        INSERT INTO outbox (job, payload)
        SELECT 'deliver-webhook', jsonb_build_object('delivery', id, 'attempt', 1) FROM added
      $$`);
    await runner.query(notifyOfSimulation('NEW.project, NEW.areas'));
    await runner.query(`DROP FUNCTION notify_webhooks(text, text, json)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    // They would tell of more than they may.
    await runner.query(`UPDATE webhooks SET enabled = false WHERE areas <> '[{}]'`);
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
    await runner.query(notifyOfSimulation('NEW.project'));
    await runner.query(`DROP FUNCTION notify_webhooks(text, jsonb, text, json)`);
    await runner.query(`DROP FUNCTION areas_within(jsonb, jsonb)`);
    await runner.query(
      `ALTER TABLE webhooks DROP CONSTRAINT webhooks_acts_for_check, DROP COLUMN acts_for, DROP COLUMN areas`,
    );
  }
}

/** Before the update: the trigger itself may say how far it has told. */
function notifyOfSimulation(owner: string): string {
  return `
    CREATE OR REPLACE FUNCTION notify_of_simulation() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF NEW.changes > OLD.notified THEN
        PERFORM notify_webhooks(${owner}, 'simulation.changed',
          json_build_object('simulation', NEW.id, 'after', OLD.notified, 'through', NEW.changes));
        NEW.notified := NEW.changes;
      END IF;
      IF NEW.finished_at IS NOT NULL THEN
        PERFORM notify_webhooks(${owner}, 'simulation.finished', json_build_object('simulation', NEW.id));
      END IF;
      RETURN NEW;
    END $$`;
}
