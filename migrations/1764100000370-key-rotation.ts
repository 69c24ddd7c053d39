import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The secret that a key had before it was rotated is valid until a time; how many requests a key may make can be said for
 * it alone.
 */
export class KeyRotation1764100000370 implements MigrationInterface {
  readonly name = 'KeyRotation1764100000370';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE api_keys
        ADD COLUMN previous_hash bytea
          CONSTRAINT api_keys_previous_hash_check CHECK (octet_length(previous_hash) = 32),
        ADD COLUMN previous_fingerprint text COLLATE "C",
        ADD COLUMN previous_valid_until timestamptz,
        ADD COLUMN request_limit integer
          CONSTRAINT api_keys_request_limit_check CHECK (request_limit >= 1),
        ADD CONSTRAINT api_keys_previous_check
          CHECK (num_nonnulls(previous_hash, previous_fingerprint, previous_valid_until) IN (0, 3))`);
    await runner.query(`CREATE INDEX api_keys_previous_fingerprint_idx ON api_keys (previous_fingerprint)`);
  }

  // Secrets before the last rotation end with it.
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE api_keys DROP CONSTRAINT api_keys_previous_check, DROP COLUMN request_limit,
        DROP COLUMN previous_valid_until, DROP COLUMN previous_fingerprint, DROP COLUMN previous_hash`);
  }
}
