import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Continuous simulations: `active` until they are `stopped`. Whatever a verdict depends on leaves a mark in
 * `change_marks` when it changes, written by triggers, so that no writer can forget it (observations: by ingestion, which
 * knows what of them is new). Marks become `simulation_pending`, what is to be judged again; a round of evaluation takes
 * it from there. Without a continuous simulation nothing is marked.
 */
export class ContinuousSimulations1764100000430 implements MigrationInterface {
  readonly name = 'ContinuousSimulations1764100000430';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE simulations
        DROP CONSTRAINT simulations_status_check,
        ADD CONSTRAINT simulations_status_check
          CHECK (status IN ('queued', 'running', 'active', 'succeeded', 'failed', 'cancelled', 'stopped')),
        DROP CONSTRAINT simulations_finished_check,
        ADD CONSTRAINT simulations_finished_check
          CHECK ((finished_at IS NOT NULL) = (status IN ('succeeded', 'failed', 'cancelled', 'stopped'))),
        DROP CONSTRAINT simulations_summary_check,
        ADD CONSTRAINT simulations_summary_check CHECK (summary IS NOT NULL OR status NOT IN ('succeeded', 'active')),
        ADD COLUMN continuous boolean NOT NULL DEFAULT false,
        ADD COLUMN round_started_at timestamptz(3),
        ADD COLUMN evaluated_at timestamptz(3),
        ADD COLUMN changes bigint NOT NULL DEFAULT 0,
        ADD COLUMN pending_since timestamptz(3),
        ADD COLUMN pending_all text[] NOT NULL DEFAULT '{}',
        ADD COLUMN rescan_at timestamptz(3),
        ADD CONSTRAINT simulations_continuous_check CHECK (continuous OR status NOT IN ('active', 'stopped')),
        ADD CONSTRAINT simulations_changes_check CHECK (changes >= 0)`);
    await runner.query(
      `CREATE INDEX simulations_continuous_idx ON simulations (id) WHERE continuous AND finished_at IS NULL`,
    );
    await runner.query(`ALTER TABLE simulation_policies ADD COLUMN followed boolean NOT NULL DEFAULT false`);
    await runner.query(`ALTER TABLE simulation_chunks ADD COLUMN causes json`);
    await runner.query(`
      CREATE TABLE simulation_pending (
        simulation_id uuid NOT NULL
          CONSTRAINT simulation_pending_simulation_fkey REFERENCES simulations (id) ON DELETE CASCADE,
        workload_id uuid NOT NULL,
        causes text[] NOT NULL,
        CONSTRAINT simulation_pending_pkey PRIMARY KEY (simulation_id, workload_id)
      )`);
    await runner.query(`
      CREATE TABLE simulation_history (
        simulation_id uuid NOT NULL
          CONSTRAINT simulation_history_simulation_fkey REFERENCES simulations (id) ON DELETE CASCADE,
        seq bigint NOT NULL CONSTRAINT simulation_history_seq_check CHECK (seq >= 1),
        at timestamptz(3) NOT NULL,
        cluster text COLLATE "C" NOT NULL,
        namespace text COLLATE "C" NOT NULL,
        kind text COLLATE "C" NOT NULL,
        name text COLLATE "C" NOT NULL,
        document json NOT NULL,
        CONSTRAINT simulation_history_pkey PRIMARY KEY (simulation_id, seq)
      )`);
    await runner.query(
      `CREATE INDEX simulation_history_workload_idx
        ON simulation_history (simulation_id, cluster, namespace, kind, name, seq)`,
    );
    await runner.query(`CREATE INDEX simulation_history_at_idx ON simulation_history (at)`);
    await runner.query(`
      CREATE TABLE change_marks (
        id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT change_marks_pkey PRIMARY KEY,
        cause text COLLATE "C" NOT NULL,
        workload_id uuid,
        policy_id uuid,
        cluster text COLLATE "C",
        namespace text COLLATE "C",
        kind text COLLATE "C",
        at timestamptz(3) NOT NULL DEFAULT now(),
        CONSTRAINT change_marks_subject_check CHECK (num_nonnulls(workload_id, policy_id, cluster) = 1)
      )`);
    await runner.query(`CREATE INDEX change_marks_at_idx ON change_marks (at)`);
    await runner.query(`
      CREATE FUNCTION is_simulated_continuously() RETURNS boolean LANGUAGE sql STABLE AS
        $$ SELECT EXISTS (SELECT FROM simulations WHERE continuous AND finished_at IS NULL) $$`);
    await createWorkloadTriggers(runner);
    await createObjectTriggers(runner);
    await createPodTriggers(runner);
    await createPolicyTrigger(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TRIGGER policies_revised ON policies`);
    for (const table of ['profile_decisions', 'inventory_pods', 'inventory_objects', 'inventory_workloads']) {
      for (const event of eventsOf(table)) await runner.query(`DROP TRIGGER ${table}_${event} ON ${table}`);
    }
    for (const name of [
      'policy',
      'pods_gone',
      'pods_changed',
      'pods_added',
      'objects',
      'decisions',
      'workloads',
    ])
      await runner.query(`DROP FUNCTION mark_${name}()`);
    await runner.query(`DROP FUNCTION is_simulated_continuously()`);
    await runner.query(`DROP TABLE change_marks`);
    await runner.query(`DROP TABLE simulation_history`);
    await runner.query(`DROP TABLE simulation_pending`);
    await runner.query(`ALTER TABLE simulation_chunks DROP COLUMN causes`);
    await runner.query(`ALTER TABLE simulation_policies DROP COLUMN followed`);
    await runner.query(`DELETE FROM simulations WHERE continuous`);
    await runner.query(`
      ALTER TABLE simulations
        DROP CONSTRAINT simulations_continuous_check,
        DROP CONSTRAINT simulations_changes_check,
        DROP CONSTRAINT simulations_status_check,
        ADD CONSTRAINT simulations_status_check
          CHECK (status IN ('queued', 'running', 'succeeded', 'failed', 'cancelled')),
        DROP CONSTRAINT simulations_finished_check,
        ADD CONSTRAINT simulations_finished_check
          CHECK ((finished_at IS NOT NULL) = (status IN ('succeeded', 'failed', 'cancelled'))),
        DROP CONSTRAINT simulations_summary_check,
        ADD CONSTRAINT simulations_summary_check CHECK (summary IS NOT NULL OR status <> 'succeeded'),
        DROP COLUMN continuous,
        DROP COLUMN round_started_at,
        DROP COLUMN evaluated_at,
        DROP COLUMN changes,
        DROP COLUMN pending_since,
        DROP COLUMN pending_all,
        DROP COLUMN rescan_at`);
  }
}

type Event = 'insert' | 'update' | 'delete';

function eventsOf(table: string): readonly Event[] {
  return table === 'profile_decisions' ? ['insert', 'delete'] : ['insert', 'update', 'delete'];
}

/** What was inserted or updated is called `changed`, what was deleted too, and what was before an update `former`. */
async function createTrigger(runner: QueryRunner, table: string, event: Event, call: string): Promise<void> {
  const tables = {
    insert: 'NEW TABLE AS changed',
    update: 'OLD TABLE AS former NEW TABLE AS changed',
    delete: 'OLD TABLE AS changed',
  };
  await runner.query(
    `CREATE TRIGGER ${table}_${event} AFTER ${event.toUpperCase()} ON ${table}
       REFERENCING ${tables[event]} FOR EACH STATEMENT EXECUTE FUNCTION ${call}()`,
  );
}

async function createMarkFunction(runner: QueryRunner, name: string, insert: string): Promise<void> {
  await runner.query(`
    CREATE FUNCTION ${name}() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF is_simulated_continuously() THEN
        ${insert};
      END IF;
      RETURN NULL;
    END $$`);
}

async function createWorkloadTriggers(runner: QueryRunner): Promise<void> {
  await createMarkFunction(
    runner,
    'mark_workloads',
    `INSERT INTO change_marks (cause, workload_id) SELECT 'manifest', workload_id FROM changed`,
  );
  await createMarkFunction(
    runner,
    'mark_decisions',
    `INSERT INTO change_marks (cause, workload_id) SELECT DISTINCT 'decision', workload_id FROM changed`,
  );
  for (const event of eventsOf('inventory_workloads'))
    await createTrigger(runner, 'inventory_workloads', event, 'mark_workloads');
  for (const event of eventsOf('profile_decisions'))
    await createTrigger(runner, 'profile_decisions', event, 'mark_decisions');
}

async function createObjectTriggers(runner: QueryRunner): Promise<void> {
  await createMarkFunction(
    runner,
    'mark_objects',
    `INSERT INTO change_marks (cause, cluster, namespace, kind)
       SELECT DISTINCT 'object', cluster, namespace, kind FROM changed`,
  );
  for (const event of eventsOf('inventory_objects'))
    await createTrigger(runner, 'inventory_objects', event, 'mark_objects');
}

/** Pods count where a workload gets or loses a shape: the hundredth pod that looks like the others changes nothing. */
async function createPodTriggers(runner: QueryRunner): Promise<void> {
  const live = `FROM inventory_pods known
    WHERE known.workload_id = pods.workload_id AND known.shape_id = pods.shape_id AND known.gone_at IS NULL`;
  const mark = (from: string, condition: string): string => `
    INSERT INTO change_marks (cause, workload_id)
      SELECT DISTINCT 'pods', workload_id FROM (
        SELECT workload_id, shape_id, count(*) AS number FROM ${from} AS pod
        WHERE workload_id IS NOT NULL AND gone_at IS NULL GROUP BY workload_id, shape_id) AS pods
      WHERE ${condition}`;
  const gained = (from: string): string =>
    mark(from, `number = (SELECT count(*) FROM (SELECT ${live} LIMIT pods.number + 1) AS alike)`);
  const lost = (from: string): string => mark(from, `NOT EXISTS (SELECT ${live})`);
  const differing = (one: string, other: string): string => `(
    SELECT ${one}.* FROM ${one} JOIN ${other} USING (cluster, uid)
    WHERE (${one}.workload_id, ${one}.shape_id, ${one}.gone_at IS NULL)
      IS DISTINCT FROM (${other}.workload_id, ${other}.shape_id, ${other}.gone_at IS NULL))`;
  await createMarkFunction(runner, 'mark_pods_added', gained('changed'));
  await createMarkFunction(
    runner,
    'mark_pods_changed',
    `${gained(differing('changed', 'former'))}; ${lost(differing('former', 'changed'))}`,
  );
  await createMarkFunction(runner, 'mark_pods_gone', lost('changed'));
  await createTrigger(runner, 'inventory_pods', 'insert', 'mark_pods_added');
  await createTrigger(runner, 'inventory_pods', 'update', 'mark_pods_changed');
  await createTrigger(runner, 'inventory_pods', 'delete', 'mark_pods_gone');
}

async function createPolicyTrigger(runner: QueryRunner): Promise<void> {
  await runner.query(`
    CREATE FUNCTION mark_policy() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF is_simulated_continuously() THEN
        INSERT INTO change_marks (cause, policy_id) VALUES ('policy', NEW.id);
      END IF;
      RETURN NULL;
    END $$`);
  await runner.query(`
    CREATE TRIGGER policies_revised AFTER UPDATE OF revision ON policies
      FOR EACH ROW WHEN (OLD.revision <> NEW.revision) EXECUTE FUNCTION mark_policy()`);
}
