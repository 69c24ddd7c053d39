import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Ids of the containers of watched pods, those that have ended included: agents may know nothing else of a pod, and of the
 * id only its beginning. "C" collation, so that the key serves as an index of prefixes.
 */
export class ContainerIds1764100000900 implements MigrationInterface {
  readonly name = 'ContainerIds1764100000900';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE inventory_containers (
        cluster text COLLATE "C" NOT NULL,
        id text COLLATE "C" NOT NULL,
        pod_uid text COLLATE "C" NOT NULL,
        name text COLLATE "C" NOT NULL,
        gone_at timestamptz(3),
        CONSTRAINT inventory_containers_pkey PRIMARY KEY (cluster, id),
        CONSTRAINT inventory_containers_pod_fkey FOREIGN KEY (cluster, pod_uid)
          REFERENCES inventory_pods (cluster, uid) ON DELETE CASCADE
      )`);
    await runner.query(
      `CREATE INDEX inventory_containers_pod_idx ON inventory_containers (cluster, pod_uid)`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE inventory_containers`);
  }
}
