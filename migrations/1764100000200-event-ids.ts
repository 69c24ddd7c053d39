import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Events that agents identify instead of numbering them, so that one that comes again is not counted again: for as long
 * as such events may come again, not longer. `id` is made from cluster, agent and what the agent calls the event.
 */
export class EventIds1764100000200 implements MigrationInterface {
  readonly name = 'EventIds1764100000200';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE ingestion_event_ids (
        id uuid CONSTRAINT ingestion_event_ids_pkey PRIMARY KEY,
        received_at timestamptz(3) NOT NULL DEFAULT now()
      )`);
    await queryRunner.query(
      `CREATE INDEX ingestion_event_ids_received_idx ON ingestion_event_ids (received_at)`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TABLE ingestion_event_ids`);
  }
}
