import type { MigrationInterface, QueryRunner } from 'typeorm';

/** API keys, and the identities of workloads to which all other tables refer. */
export class Foundation1764000000000 implements MigrationInterface {
  readonly name = 'Foundation1764000000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    // Bytewise collation: the order of a list is the same in every database, and the same as in our own code.
    await queryRunner.query(`
      CREATE TABLE workloads (
        id uuid CONSTRAINT workloads_pkey PRIMARY KEY,
        cluster text COLLATE "C" NOT NULL,
        namespace text COLLATE "C" NOT NULL,
        kind text COLLATE "C" NOT NULL,
        name text COLLATE "C" NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT workloads_identity_key UNIQUE (cluster, namespace, kind, name)
      )`);
    await queryRunner.query(`
      CREATE TABLE api_keys (
        id uuid DEFAULT gen_random_uuid() CONSTRAINT api_keys_pkey PRIMARY KEY,
        name text NOT NULL,
        role text NOT NULL CONSTRAINT api_keys_role_check CHECK (role IN ('admin', 'editor', 'viewer', 'agent')),
        origin text NOT NULL CONSTRAINT api_keys_origin_check CHECK (origin IN ('issued', 'bootstrap')),
        fingerprint text COLLATE "C" NOT NULL,
        hash bytea NOT NULL CONSTRAINT api_keys_hash_check CHECK (octet_length(hash) = 32),
        created_at timestamptz NOT NULL DEFAULT now(),
        expires_at timestamptz,
        revoked_at timestamptz,
        last_used_at timestamptz,
        CONSTRAINT api_keys_hash_key UNIQUE (hash)
      )`);
    await queryRunner.query(`CREATE INDEX api_keys_fingerprint_idx ON api_keys (fingerprint)`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TABLE api_keys`);
    await queryRunner.query(`DROP TABLE workloads`);
  }
}
