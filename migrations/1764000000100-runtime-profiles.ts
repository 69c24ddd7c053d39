import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What is known of the behaviour of workloads, and where ingestion stands. Times are nanoseconds since the epoch (bigint),
 * days are UTC. What grows with time is partitioned by day; days without a partition of their own (wrong clocks) are in
 * the default partition. Rows of dictionaries (items, images, pods) carry the last day on which they were used, and go
 * when that is past retention.
 */
export class RuntimeProfiles1764000000100 implements MigrationInterface {
  readonly name = 'RuntimeProfiles1764000000100';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE runtime_containers (
        id integer GENERATED ALWAYS AS IDENTITY CONSTRAINT runtime_containers_pkey PRIMARY KEY,
        workload_id uuid NOT NULL
          CONSTRAINT runtime_containers_workload_fkey REFERENCES workloads (id) ON DELETE CASCADE,
        name text COLLATE "C" NOT NULL,
        last_day date NOT NULL,
        CONSTRAINT runtime_containers_identity_key UNIQUE (workload_id, name)
      )`);
    await queryRunner.query(`
      CREATE TABLE runtime_pods (
        id integer GENERATED ALWAYS AS IDENTITY CONSTRAINT runtime_pods_pkey PRIMARY KEY,
        cluster text COLLATE "C" NOT NULL,
        uid text COLLATE "C" NOT NULL,
        namespace text COLLATE "C" NOT NULL,
        name text COLLATE "C" NOT NULL,
        node text COLLATE "C" NOT NULL,
        workload_id uuid NOT NULL
          CONSTRAINT runtime_pods_workload_fkey REFERENCES workloads (id) ON DELETE CASCADE,
        owner_kind text COLLATE "C",
        owner_name text COLLATE "C",
        attribution text NOT NULL
          CONSTRAINT runtime_pods_attribution_check CHECK (attribution IN ('owner', 'inventory', 'derived')),
        last_day date NOT NULL,
        CONSTRAINT runtime_pods_identity_key UNIQUE (cluster, uid)
      )`);
    await queryRunner.query(`CREATE INDEX runtime_pods_workload_idx ON runtime_pods (workload_id)`);
    await queryRunner.query(`CREATE INDEX runtime_pods_last_day_idx ON runtime_pods (last_day)`);
    await queryRunner.query(`
      CREATE TABLE runtime_items (
        id uuid CONSTRAINT runtime_items_pkey PRIMARY KEY,
        dimension text COLLATE "C" NOT NULL,
        item jsonb,
        last_day date NOT NULL
      )`);
    await queryRunner.query(`CREATE INDEX runtime_items_last_day_idx ON runtime_items (last_day)`);
    await queryRunner.query(`
      CREATE TABLE runtime_images (
        id uuid CONSTRAINT runtime_images_pkey PRIMARY KEY,
        description jsonb NOT NULL,
        last_day date NOT NULL
      )`);
    await queryRunner.query(`
      CREATE TABLE runtime_observations (
        container_id integer NOT NULL,
        item_id uuid NOT NULL,
        day date NOT NULL,
        count bigint NOT NULL CONSTRAINT runtime_observations_count_check CHECK (count > 0),
        first_ns bigint NOT NULL,
        last_ns bigint NOT NULL,
        pods integer[] NOT NULL,
        CONSTRAINT runtime_observations_pkey PRIMARY KEY (container_id, item_id, day),
        CONSTRAINT runtime_observations_times_check CHECK (first_ns <= last_ns)
      ) PARTITION BY RANGE (day)`);
    await queryRunner.query(
      `CREATE TABLE runtime_observations_default PARTITION OF runtime_observations DEFAULT`,
    );
    await queryRunner.query(`
      CREATE TABLE runtime_watches (
        container_id integer NOT NULL,
        pod_id integer NOT NULL,
        image_id uuid NOT NULL,
        day date NOT NULL,
        covers text[] NOT NULL,
        from_start boolean NOT NULL,
        from_ns bigint NOT NULL,
        to_ns bigint NOT NULL,
        CONSTRAINT runtime_watches_pkey PRIMARY KEY (container_id, pod_id, image_id, day),
        CONSTRAINT runtime_watches_times_check CHECK (from_ns <= to_ns)
      ) PARTITION BY RANGE (day)`);
    await queryRunner.query(`CREATE TABLE runtime_watches_default PARTITION OF runtime_watches DEFAULT`);
    await queryRunner.query(`
      CREATE TABLE runtime_nodes (
        cluster text COLLATE "C" NOT NULL,
        node text COLLATE "C" NOT NULL,
        day date NOT NULL,
        facts jsonb NOT NULL,
        messages bigint NOT NULL,
        CONSTRAINT runtime_nodes_pkey PRIMARY KEY (cluster, node, day, facts)
      )`);
    await queryRunner.query(`CREATE INDEX runtime_nodes_day_idx ON runtime_nodes (day)`);
    await queryRunner.query(`
      CREATE TABLE runtime_transmissions (
        cluster text COLLATE "C" NOT NULL,
        node text COLLATE "C" NOT NULL,
        day date NOT NULL,
        dimension text COLLATE "C" NOT NULL,
        received bigint NOT NULL,
        lost bigint NOT NULL,
        CONSTRAINT runtime_transmissions_pkey PRIMARY KEY (cluster, node, day, dimension)
      )`);
    await queryRunner.query(`CREATE INDEX runtime_transmissions_day_idx ON runtime_transmissions (day)`);
    await queryRunner.query(`
      CREATE TABLE runtime_agents (
        cluster text COLLATE "C" NOT NULL,
        instance text COLLATE "C" NOT NULL,
        node text COLLATE "C" NOT NULL,
        name text NOT NULL,
        version text NOT NULL,
        sequences jsonb NOT NULL,
        missing bigint NOT NULL,
        revision bigint NOT NULL,
        first_day date NOT NULL,
        last_day date NOT NULL,
        CONSTRAINT runtime_agents_pkey PRIMARY KEY (cluster, instance)
      )`);
    await queryRunner.query(`CREATE INDEX runtime_agents_node_idx ON runtime_agents (cluster, node)`);
    await queryRunner.query(`CREATE INDEX runtime_agents_last_day_idx ON runtime_agents (last_day)`);
    await queryRunner.query(`
      CREATE TABLE kafka_offsets (
        group_id text COLLATE "C" NOT NULL,
        topic text COLLATE "C" NOT NULL,
        partition integer NOT NULL,
        next_offset bigint NOT NULL,
        updated_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT kafka_offsets_pkey PRIMARY KEY (group_id, topic, partition)
      )`);
    await queryRunner.query(`
      CREATE TABLE dead_letters (
        id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT dead_letters_pkey PRIMARY KEY,
        topic text COLLATE "C" NOT NULL,
        partition integer NOT NULL,
        message_offset bigint NOT NULL,
        reason text NOT NULL,
        mistakes json NOT NULL,
        message_key bytea,
        message_value bytea,
        received_at timestamptz(3) NOT NULL DEFAULT now(),
        relayed_at timestamptz(3),
        CONSTRAINT dead_letters_message_key UNIQUE (topic, partition, message_offset)
      )`);
    await queryRunner.query(
      `CREATE INDEX dead_letters_unrelayed_idx ON dead_letters (id) WHERE relayed_at IS NULL`,
    );
    await queryRunner.query(`CREATE INDEX dead_letters_received_idx ON dead_letters (received_at)`);
    await queryRunner.query(`
      CREATE TABLE ingestion_requests (
        key_id text COLLATE "C" NOT NULL,
        idempotency_key text COLLATE "C" NOT NULL,
        body_hash bytea NOT NULL,
        receipt json NOT NULL,
        received_at timestamptz(3) NOT NULL DEFAULT now(),
        CONSTRAINT ingestion_requests_pkey PRIMARY KEY (key_id, idempotency_key)
      )`);
    await queryRunner.query(
      `CREATE INDEX ingestion_requests_received_idx ON ingestion_requests (received_at)`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    const tables = [
      'ingestion_requests',
      'dead_letters',
      'kafka_offsets',
      'runtime_agents',
      'runtime_transmissions',
      'runtime_nodes',
      'runtime_watches',
      'runtime_observations',
      'runtime_images',
      'runtime_items',
      'runtime_pods',
      'runtime_containers',
    ];
    for (const table of tables) await queryRunner.query(`DROP TABLE ${table}`);
  }
}
