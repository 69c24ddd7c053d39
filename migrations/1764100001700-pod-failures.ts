import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Pods of watched clusters that could not be created, or a container of which could not be started, because of what they
 * ask for: as Events of Kubernetes tell. `workload_id` is null until it is known whose they are.
 */
export class PodFailures1764100001700 implements MigrationInterface {
  readonly name = 'PodFailures1764100001700';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE inventory_failures (
        cluster text COLLATE "C" NOT NULL
          CONSTRAINT inventory_failures_cluster_fkey REFERENCES clusters (name) ON DELETE CASCADE,
        uid text COLLATE "C" NOT NULL,
        namespace text COLLATE "C" NOT NULL,
        object_kind text COLLATE "C" NOT NULL,
        object_name text COLLATE "C" NOT NULL,
        object_uid text COLLATE "C",
        container text,
        stage text NOT NULL CONSTRAINT inventory_failures_stage_check CHECK (stage IN ('admission', 'start')),
        reason text NOT NULL,
        message text NOT NULL,
        count integer NOT NULL CONSTRAINT inventory_failures_count_check CHECK (count > 0),
        first_seen timestamptz(3) NOT NULL,
        last_seen timestamptz(3) NOT NULL,
        workload_id uuid
          CONSTRAINT inventory_failures_workload_fkey REFERENCES workloads (id) ON DELETE CASCADE,
        CONSTRAINT inventory_failures_pkey PRIMARY KEY (cluster, uid)
      )`);
    await runner.query(
      `CREATE INDEX inventory_failures_workload_idx ON inventory_failures (workload_id, last_seen)`,
    );
    await runner.query(`CREATE INDEX inventory_failures_seen_idx ON inventory_failures (cluster, last_seen)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE inventory_failures`);
  }
}
