import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Deletions of all data of a cluster, or of a namespace in it. The row is the state of record of the job: whoever is
 * killed, another one goes on. Of one cluster and namespace there is at most one that has not ended. Clusters may be
 * described.
 */
export class Deletions1764100000420 implements MigrationInterface {
  readonly name = 'Deletions1764100000420';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE deletions (
        id uuid CONSTRAINT deletions_pkey PRIMARY KEY,
        cluster text COLLATE "C" NOT NULL,
        namespace text COLLATE "C",
        status text NOT NULL CONSTRAINT deletions_status_check CHECK (status IN ('queued', 'running', 'succeeded')),
        removed bigint NOT NULL DEFAULT 0,
        tries integer NOT NULL DEFAULT 0,
        requested_at timestamptz NOT NULL DEFAULT now(),
        requested_by text NOT NULL,
        started_at timestamptz(3),
        finished_at timestamptz(3),
        CONSTRAINT deletions_finished_check CHECK ((finished_at IS NOT NULL) = (status = 'succeeded'))
      )`);
    await runner.query(`
      CREATE UNIQUE INDEX deletions_unfinished_idx ON deletions (cluster, coalesce(namespace, ''))
        WHERE status <> 'succeeded'`);
    await runner.query(`CREATE INDEX deletions_requested_idx ON deletions (requested_at DESC, id DESC)`);
    await runner.query(`ALTER TABLE clusters ADD COLUMN description text NOT NULL DEFAULT ''`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE clusters DROP COLUMN description`);
    await runner.query(`DROP TABLE deletions`);
  }
}
