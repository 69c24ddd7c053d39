import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Pods that have shown an item are kept as ranges of their ids where these follow one another; and they do, as the pods of a
 * workload that has many get ids from blocks of its own. `pods` of a block's row: how many pods of the workload were given an
 * id. Blocks lie below 0, beside the ids that the identity column gives.
 */
export class PodRanges1764100001810 implements MigrationInterface {
  readonly name = 'PodRanges1764100001810';

  async up(runner: QueryRunner): Promise<void> {
    // A column that is null everywhere changes no row.
    await runner.query(`ALTER TABLE runtime_observations ADD COLUMN pod_ranges int4multirange`);
    await runner.query(`
      CREATE SEQUENCE runtime_pod_block_seq AS integer INCREMENT BY 64
        MINVALUE -2147483648 START WITH -2147483648 MAXVALUE -64 NO CYCLE`);
    await runner.query(`
      CREATE TABLE runtime_pod_blocks (
        workload_id uuid CONSTRAINT runtime_pod_blocks_pkey PRIMARY KEY
          CONSTRAINT runtime_pod_blocks_workload_fkey REFERENCES workloads (id) ON DELETE CASCADE,
        pods integer NOT NULL,
        next_id integer NOT NULL DEFAULT 0,
        end_id integer NOT NULL DEFAULT 0
      )`);
  }

  /** Sets that are kept as ranges become lists of ids again. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      UPDATE runtime_observations SET pods = pods || ARRAY(
        SELECT generate_series(lower(r), upper(r) - 1) FROM unnest(pod_ranges) AS r)
      WHERE pod_ranges IS NOT NULL`);
    await runner.query(`ALTER TABLE runtime_observations DROP COLUMN pod_ranges`);
    await runner.query(`DROP TABLE runtime_pod_blocks`);
    await runner.query(`DROP SEQUENCE runtime_pod_block_seq`);
  }
}
