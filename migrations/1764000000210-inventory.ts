import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What is known of clusters beside observations: workloads with the document they come from, the other objects that
 * admission depends on, and who owns what, for finding the workload of an observed pod.
 */
export class Inventory1764000000210 implements MigrationInterface {
  readonly name = 'Inventory1764000000210';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE clusters (
        name text COLLATE "C" CONSTRAINT clusters_pkey PRIMARY KEY,
        created_at timestamptz(3) NOT NULL,
        manifests_at timestamptz(3),
        version bigint NOT NULL DEFAULT 1
      )`);
    await runner.query(`
      CREATE TABLE inventory_workloads (
        workload_id uuid CONSTRAINT inventory_workloads_pkey PRIMARY KEY
          CONSTRAINT inventory_workloads_workload_fkey REFERENCES workloads (id) ON DELETE CASCADE,
        cluster text COLLATE "C" NOT NULL
          CONSTRAINT inventory_workloads_cluster_fkey REFERENCES clusters (name) ON DELETE CASCADE,
        template_labels json NOT NULL,
        document json NOT NULL,
        updated_at timestamptz(3) NOT NULL
      )`);
    await runner.query(`CREATE INDEX inventory_workloads_cluster_idx ON inventory_workloads (cluster)`);
    await runner.query(`
      CREATE TABLE inventory_objects (
        cluster text COLLATE "C" NOT NULL
          CONSTRAINT inventory_objects_cluster_fkey REFERENCES clusters (name) ON DELETE CASCADE,
        kind text COLLATE "C" NOT NULL,
        namespace text COLLATE "C" NOT NULL,
        name text COLLATE "C" NOT NULL,
        document json NOT NULL,
        updated_at timestamptz(3) NOT NULL,
        CONSTRAINT inventory_objects_pkey PRIMARY KEY (cluster, kind, namespace, name)
      )`);
    await runner.query(`
      CREATE TABLE inventory_owners (
        cluster text COLLATE "C" NOT NULL
          CONSTRAINT inventory_owners_cluster_fkey REFERENCES clusters (name) ON DELETE CASCADE,
        namespace text COLLATE "C" NOT NULL,
        kind text COLLATE "C" NOT NULL,
        name text COLLATE "C" NOT NULL,
        owner_kind text COLLATE "C" NOT NULL,
        owner_name text COLLATE "C" NOT NULL,
        CONSTRAINT inventory_owners_pkey PRIMARY KEY (cluster, namespace, kind, name)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE inventory_owners`);
    await runner.query(`DROP TABLE inventory_objects`);
    await runner.query(`DROP TABLE inventory_workloads`);
    await runner.query(`DROP TABLE clusters`);
  }
}
