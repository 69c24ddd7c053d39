import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Policies with their revisions, simulations with what they were asked (a snapshot: later changes of a policy don't
 * reach them), the chunks that workers share, results, and the outbox of jobs. Documents are `json`, not `jsonb`: the
 * text is kept as it was written, and a NUL in a string, which `jsonb` refuses, is data like any other.
 */
export class PoliciesAndSimulations1764000000200 implements MigrationInterface {
  readonly name = 'PoliciesAndSimulations1764000000200';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE policies (
        id uuid CONSTRAINT policies_pkey PRIMARY KEY,
        project text COLLATE "C" NOT NULL DEFAULT 'default',
        name text COLLATE "C" NOT NULL CONSTRAINT policies_name_check CHECK (name <> ''),
        revision integer NOT NULL CONSTRAINT policies_revision_check CHECK (revision >= 1),
        created_at timestamptz(3) NOT NULL,
        updated_at timestamptz(3) NOT NULL,
        CONSTRAINT policies_project_name_key UNIQUE (project, name)
      )`);
    await runner.query(`
      CREATE TABLE policy_revisions (
        policy_id uuid NOT NULL
          CONSTRAINT policy_revisions_policy_fkey REFERENCES policies (id) ON DELETE CASCADE
          DEFERRABLE INITIALLY DEFERRED,
        revision integer NOT NULL CONSTRAINT policy_revisions_revision_check CHECK (revision >= 1),
        document json NOT NULL,
        source text,
        origin text NOT NULL CONSTRAINT policy_revisions_origin_check CHECK (origin IN ('uploaded', 'generated')),
        explanations json,
        created_at timestamptz(3) NOT NULL,
        created_by text NOT NULL,
        CONSTRAINT policy_revisions_pkey PRIMARY KEY (policy_id, revision)
      )`);
    await runner.query(`
      ALTER TABLE policies ADD CONSTRAINT policies_current_revision_fkey
        FOREIGN KEY (id, revision) REFERENCES policy_revisions (policy_id, revision)
        DEFERRABLE INITIALLY DEFERRED`);

    await runner.query(`
      CREATE TABLE simulations (
        id uuid CONSTRAINT simulations_pkey PRIMARY KEY,
        project text COLLATE "C" NOT NULL DEFAULT 'default',
        name text,
        status text NOT NULL CONSTRAINT simulations_status_check
          CHECK (status IN ('queued', 'running', 'succeeded', 'failed', 'cancelled')),
        request json NOT NULL,
        run integer NOT NULL DEFAULT 1 CONSTRAINT simulations_run_check CHECK (run >= 1),
        version bigint NOT NULL DEFAULT 1,
        total integer CONSTRAINT simulations_total_check CHECK (total >= 0),
        done integer NOT NULL DEFAULT 0 CONSTRAINT simulations_done_check CHECK (done >= 0 AND done <= coalesce(total, 0)),
        chunks integer CONSTRAINT simulations_chunks_check CHECK (chunks >= 0),
        chunks_done integer NOT NULL DEFAULT 0
          CONSTRAINT simulations_chunks_done_check CHECK (chunks_done >= 0 AND chunks_done <= coalesce(chunks, 0)),
        summary json,
        error text,
        created_at timestamptz(3) NOT NULL,
        created_by text NOT NULL,
        idempotency_scope text,
        idempotency_key text,
        request_hash bytea,
        started_at timestamptz(3),
        finished_at timestamptz(3),
        cancel_requested_at timestamptz(3),
        CONSTRAINT simulations_idempotency_key UNIQUE (idempotency_scope, idempotency_key),
        CONSTRAINT simulations_idempotency_check
          CHECK (num_nonnulls(idempotency_scope, idempotency_key, request_hash) IN (0, 3)),
        CONSTRAINT simulations_finished_check
          CHECK ((finished_at IS NOT NULL) = (status IN ('succeeded', 'failed', 'cancelled'))),
        CONSTRAINT simulations_error_check CHECK ((error IS NOT NULL) = (status = 'failed')),
        CONSTRAINT simulations_summary_check CHECK (summary IS NOT NULL OR status <> 'succeeded')
      )`);
    await runner.query(
      `CREATE INDEX simulations_created_idx ON simulations (project, created_at DESC, id DESC)`,
    );
    await runner.query(
      `CREATE INDEX simulations_unfinished_idx ON simulations (created_at) WHERE status IN ('queued', 'running')`,
    );
    await runner.query(`
      CREATE TABLE simulation_policies (
        simulation_id uuid NOT NULL
          CONSTRAINT simulation_policies_simulation_fkey REFERENCES simulations (id) ON DELETE CASCADE,
        position integer NOT NULL,
        policy_id uuid NOT NULL,
        revision integer NOT NULL,
        name text NOT NULL,
        inline boolean NOT NULL,
        document json NOT NULL,
        CONSTRAINT simulation_policies_pkey PRIMARY KEY (simulation_id, position)
      )`);
    await runner.query(
      `CREATE INDEX simulation_policies_policy_idx ON simulation_policies (policy_id, revision)`,
    );
    await runner.query(`
      CREATE TABLE simulation_manifests (
        simulation_id uuid NOT NULL
          CONSTRAINT simulation_manifests_simulation_fkey REFERENCES simulations (id) ON DELETE CASCADE,
        position integer NOT NULL,
        document json NOT NULL,
        CONSTRAINT simulation_manifests_pkey PRIMARY KEY (simulation_id, position)
      )`);
    await runner.query(`
      CREATE TABLE simulation_chunks (
        simulation_id uuid NOT NULL
          CONSTRAINT simulation_chunks_simulation_fkey REFERENCES simulations (id) ON DELETE CASCADE,
        run integer NOT NULL,
        chunk integer NOT NULL CONSTRAINT simulation_chunks_chunk_check CHECK (chunk >= 0),
        state text NOT NULL CONSTRAINT simulation_chunks_state_check CHECK (state IN ('pending', 'queued', 'done')),
        workloads uuid[] NOT NULL,
        manifests integer[] NOT NULL,
        starts integer NOT NULL DEFAULT 0,
        summary json,
        CONSTRAINT simulation_chunks_pkey PRIMARY KEY (simulation_id, run, chunk)
      )`);
    await runner.query(
      `CREATE INDEX simulation_chunks_unfinished_idx ON simulation_chunks (simulation_id, run, state, chunk)
        WHERE state <> 'done'`,
    );
    await runner.query(`
      CREATE TABLE simulation_results (
        simulation_id uuid NOT NULL
          CONSTRAINT simulation_results_simulation_fkey REFERENCES simulations (id) ON DELETE CASCADE,
        run integer NOT NULL,
        cluster text COLLATE "C" NOT NULL,
        namespace text COLLATE "C" NOT NULL,
        kind text COLLATE "C" NOT NULL,
        name text COLLATE "C" NOT NULL,
        verdict text NOT NULL CONSTRAINT simulation_results_verdict_check
          CHECK (verdict IN ('passes', 'at-risk', 'breaks')),
        stage text CONSTRAINT simulation_results_stage_check CHECK (stage IN ('admission', 'start', 'runtime')),
        fields text[] NOT NULL,
        document json NOT NULL,
        CONSTRAINT simulation_results_pkey PRIMARY KEY (simulation_id, run, cluster, namespace, kind, name),
        CONSTRAINT simulation_results_stage_of_verdict_check CHECK ((stage IS NULL) = (verdict = 'passes'))
      )`);
    await runner.query(`
      CREATE INDEX simulation_results_verdict_idx
        ON simulation_results (simulation_id, run, verdict, cluster, namespace, kind, name)`);

    await runner.query(`
      CREATE TABLE outbox (
        id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT outbox_pkey PRIMARY KEY,
        job text NOT NULL,
        payload jsonb NOT NULL,
        created_at timestamptz(3) NOT NULL DEFAULT now()
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE outbox`);
    await runner.query(`DROP TABLE simulation_results`);
    await runner.query(`DROP TABLE simulation_chunks`);
    await runner.query(`DROP TABLE simulation_manifests`);
    await runner.query(`DROP TABLE simulation_policies`);
    await runner.query(`DROP TABLE simulations`);
    await runner.query(`ALTER TABLE policies DROP CONSTRAINT policies_current_revision_fkey`);
    await runner.query(`DROP TABLE policy_revisions`);
    await runner.query(`DROP TABLE policies`);
  }
}
