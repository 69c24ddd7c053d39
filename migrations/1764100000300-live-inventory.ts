import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Clusters that a collector watches. `term` rises with every change of the watcher: what one of an earlier term wants to
 * write is refused. Pods are kept without their specs; a distinct spec is a shape, of which there is one row for all pods
 * that look alike. Pods that are gone stay for a while: their last events may come late.
 */
export class LiveInventory1764100000300 implements MigrationInterface {
  readonly name = 'LiveInventory1764100000300';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE cluster_watches (
        cluster text COLLATE "C" CONSTRAINT cluster_watches_pkey PRIMARY KEY
          CONSTRAINT cluster_watches_cluster_fkey REFERENCES clusters (name) ON DELETE CASCADE,
        term bigint NOT NULL,
        watcher text NOT NULL,
        since timestamptz(3) NOT NULL,
        heartbeat_at timestamptz(3) NOT NULL,
        synced_at timestamptz(3),
        last_event_at timestamptz(3),
        error text,
        error_at timestamptz(3)
      )`);
    await runner.query(`
      CREATE TABLE cluster_watch_resources (
        cluster text COLLATE "C" NOT NULL
          CONSTRAINT cluster_watch_resources_cluster_fkey REFERENCES cluster_watches (cluster) ON DELETE CASCADE,
        resource text COLLATE "C" NOT NULL,
        state text NOT NULL
          CONSTRAINT cluster_watch_resources_state_check CHECK (state IN ('synced', 'absent', 'failing')),
        listed_at timestamptz(3),
        error text,
        error_at timestamptz(3),
        CONSTRAINT cluster_watch_resources_pkey PRIMARY KEY (cluster, resource)
      )`);
    await runner.query(`
      CREATE TABLE inventory_shapes (
        cluster text COLLATE "C" NOT NULL
          CONSTRAINT inventory_shapes_cluster_fkey REFERENCES clusters (name) ON DELETE CASCADE,
        id uuid NOT NULL,
        document json NOT NULL,
        CONSTRAINT inventory_shapes_pkey PRIMARY KEY (cluster, id)
      )`);
    await runner.query(`
      CREATE TABLE inventory_pods (
        cluster text COLLATE "C" NOT NULL
          CONSTRAINT inventory_pods_cluster_fkey REFERENCES clusters (name) ON DELETE CASCADE,
        uid text COLLATE "C" NOT NULL,
        namespace text COLLATE "C" NOT NULL,
        name text COLLATE "C" NOT NULL,
        owner_kind text COLLATE "C",
        owner_name text COLLATE "C",
        config_hash text COLLATE "C",
        template_hash text COLLATE "C",
        created_at timestamptz(3) NOT NULL,
        shape_id uuid NOT NULL,
        gone_at timestamptz(3),
        workload_id uuid
          CONSTRAINT inventory_pods_workload_fkey REFERENCES workloads (id) ON DELETE SET NULL,
        CONSTRAINT inventory_pods_pkey PRIMARY KEY (cluster, uid)
      )`);
    await runner.query(`CREATE INDEX inventory_pods_name_idx ON inventory_pods (cluster, namespace, name)`);
    await runner.query(
      `CREATE INDEX inventory_pods_owner_idx ON inventory_pods (cluster, namespace, owner_kind, owner_name)`,
    );
    await runner.query(
      `CREATE INDEX inventory_pods_config_idx ON inventory_pods (cluster, config_hash) WHERE config_hash IS NOT NULL`,
    );
    await runner.query(`CREATE INDEX inventory_pods_workload_idx ON inventory_pods (workload_id, shape_id)`);
    await runner.query(`CREATE INDEX inventory_pods_shape_idx ON inventory_pods (cluster, shape_id)`);
    await runner.query(
      `CREATE INDEX inventory_pods_gone_idx ON inventory_pods (cluster, gone_at) WHERE gone_at IS NOT NULL`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE inventory_pods`);
    await runner.query(`DROP TABLE inventory_shapes`);
    await runner.query(`DROP TABLE cluster_watch_resources`);
    await runner.query(`DROP TABLE cluster_watches`);
  }
}
