import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Turns of simulations: `first_turn` is the place of their first chunk among those of the project; `begun_at` is when a
 * worker took a chunk of the present run. Rounds of continuous simulations that failed: how many in a row, why the last
 * one did, and when it is tried again; the history says so too, in entries that are about no workload.
 */
export class FairSimulations1764100000800 implements MigrationInterface {
  readonly name = 'FairSimulations1764100000800';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE simulations
        ADD COLUMN first_turn bigint NOT NULL DEFAULT 0,
        ADD COLUMN begun_at timestamptz(3),
        ADD COLUMN failed_rounds integer NOT NULL DEFAULT 0,
        ADD COLUMN round_error text,
        ADD COLUMN retry_at timestamptz(3),
        ADD COLUMN pending_policies text[] NOT NULL DEFAULT '{}',
        ADD CONSTRAINT simulations_failed_rounds_check CHECK (failed_rounds >= 0),
        ADD CONSTRAINT simulations_round_error_check CHECK ((round_error IS NOT NULL) = (failed_rounds > 0))`);
    // What was running before the time was counted so counts from when its run was planned.
    await runner.query(
      `UPDATE simulations SET begun_at = coalesce(round_started_at, started_at) WHERE status = 'running'`,
    );
    await runner.query(
      `CREATE INDEX simulations_turns_idx ON simulations (project, status, created_at, id)
        WHERE status IN ('queued', 'running')`,
    );
    await runner.query(
      `CREATE INDEX simulations_rounds_idx ON simulations (project, pending_since)
        WHERE continuous AND finished_at IS NULL`,
    );
    await runner.query(`
      ALTER TABLE simulation_history
        ALTER COLUMN cluster DROP NOT NULL,
        ALTER COLUMN namespace DROP NOT NULL,
        ALTER COLUMN kind DROP NOT NULL,
        ALTER COLUMN name DROP NOT NULL,
        ADD CONSTRAINT simulation_history_workload_check CHECK (num_nonnulls(cluster, namespace, kind, name) IN (0, 4))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DELETE FROM simulation_history WHERE cluster IS NULL`);
    await runner.query(`
      ALTER TABLE simulation_history
        DROP CONSTRAINT simulation_history_workload_check,
        ALTER COLUMN cluster SET NOT NULL,
        ALTER COLUMN namespace SET NOT NULL,
        ALTER COLUMN kind SET NOT NULL,
        ALTER COLUMN name SET NOT NULL`);
    await runner.query(`DROP INDEX simulations_turns_idx`);
    await runner.query(`DROP INDEX simulations_rounds_idx`);
    await runner.query(`
      ALTER TABLE simulations
        DROP CONSTRAINT simulations_failed_rounds_check,
        DROP CONSTRAINT simulations_round_error_check,
        DROP COLUMN first_turn,
        DROP COLUMN begun_at,
        DROP COLUMN failed_rounds,
        DROP COLUMN round_error,
        DROP COLUMN retry_at,
        DROP COLUMN pending_policies`);
  }
}
