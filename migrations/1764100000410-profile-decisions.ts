import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What people decided about profiles: items that are forgotten or pinned, and where learning begins anew. No foreign key to
 * containers, images or items: a decision outlives all that was observed. `id` is made from what is decided, so the same
 * thing is decided once.
 */
export class ProfileDecisions1764100000410 implements MigrationInterface {
  readonly name = 'ProfileDecisions1764100000410';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE profile_decisions (
        workload_id uuid NOT NULL
          CONSTRAINT profile_decisions_workload_fkey REFERENCES workloads (id) ON DELETE CASCADE,
        id uuid NOT NULL,
        kind text COLLATE "C" NOT NULL
          CONSTRAINT profile_decisions_kind_check CHECK (kind IN ('forget', 'pin', 'learn-anew')),
        document json NOT NULL,
        reason text NOT NULL,
        created_at timestamptz(3) NOT NULL,
        created_by text NOT NULL,
        CONSTRAINT profile_decisions_pkey PRIMARY KEY (workload_id, id)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE profile_decisions`);
  }
}
