import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What the audit log of Kubernetes tells: who went into pods (exec, attach, port-forward, ephemeral containers), and what
 * service accounts asked of the API server. By pod or service account and UTC day; a session counts on the day on which it
 * ended. `sessions` are ranges of nanoseconds since the epoch. `container` is empty where the request named none.
 */
export class AuditUses1764100000210 implements MigrationInterface {
  readonly name = 'AuditUses1764100000210';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE runtime_interactions (
        cluster text COLLATE "C" NOT NULL,
        namespace text COLLATE "C" NOT NULL,
        pod text COLLATE "C" NOT NULL,
        container text COLLATE "C" NOT NULL,
        kind text COLLATE "C" NOT NULL,
        day date NOT NULL,
        count bigint NOT NULL CONSTRAINT runtime_interactions_count_check CHECK (count > 0),
        first_ns bigint NOT NULL,
        last_ns bigint NOT NULL,
        users text[] NOT NULL,
        sessions int8range[] NOT NULL,
        CONSTRAINT runtime_interactions_pkey PRIMARY KEY (cluster, namespace, pod, day, container, kind)
      )`);
    await queryRunner.query(`CREATE INDEX runtime_interactions_day_idx ON runtime_interactions (day)`);
    await queryRunner.query(`
      CREATE TABLE runtime_service_account_uses (
        cluster text COLLATE "C" NOT NULL,
        namespace text COLLATE "C" NOT NULL,
        service_account text COLLATE "C" NOT NULL,
        verb text COLLATE "C" NOT NULL,
        api_group text COLLATE "C" NOT NULL,
        resource text COLLATE "C" NOT NULL,
        day date NOT NULL,
        allowed bigint NOT NULL,
        refused bigint NOT NULL,
        first_ns bigint NOT NULL,
        last_ns bigint NOT NULL,
        pods text[] NOT NULL,
        CONSTRAINT runtime_service_account_uses_pkey
          PRIMARY KEY (cluster, namespace, service_account, day, api_group, resource, verb)
      )`);
    await queryRunner.query(
      `CREATE INDEX runtime_service_account_uses_day_idx ON runtime_service_account_uses (day)`,
    );
    await queryRunner.query(
      `CREATE INDEX runtime_service_account_uses_pods_idx ON runtime_service_account_uses USING gin (pods)`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TABLE runtime_service_account_uses`);
    await queryRunner.query(`DROP TABLE runtime_interactions`);
  }
}
