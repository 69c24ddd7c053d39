import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What dead letters take, to bound it: `kept_bytes` of each, in an index that is read in its stead. `whole_bytes` and
 * `whole_sha256` are of the value of a letter of which only the beginning is kept.
 */
export class BoundedDeadLetters1764100001000 implements MigrationInterface {
  readonly name = 'BoundedDeadLetters1764100001000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE dead_letters
        ADD COLUMN whole_bytes bigint,
        ADD COLUMN whole_sha256 bytea,
        ADD COLUMN kept_bytes bigint NOT NULL GENERATED ALWAYS AS (
          coalesce(octet_length(message_key), 0) + coalesce(octet_length(message_value), 0)
            + octet_length(mistakes::text)
        ) STORED`);
    await runner.query(`CREATE INDEX dead_letters_kept_idx ON dead_letters (id) INCLUDE (kept_bytes)`);
    await runner.query(
      `CREATE INDEX dead_letters_relayed_idx ON dead_letters (id) INCLUDE (kept_bytes) WHERE relayed_at IS NOT NULL`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX dead_letters_relayed_idx, dead_letters_kept_idx`);
    await runner.query(`
      ALTER TABLE dead_letters DROP COLUMN kept_bytes, DROP COLUMN whole_sha256, DROP COLUMN whole_bytes`);
  }
}
