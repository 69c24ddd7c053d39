import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Pods that have run to their end are there, and run no more: they say who they were, not what the next pod will look like.
 * Nor is a workload to be looked at anew when they go.
 */
export class FinishedPods1764100002160 implements MigrationInterface {
  readonly name = 'FinishedPods1764100002160';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE inventory_pods ADD COLUMN finished boolean NOT NULL DEFAULT false`);
    await replaceFunctions(runner, (pod) => `${pod}.gone_at IS NULL AND NOT ${pod}.finished`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await replaceFunctions(runner, (pod) => `${pod}.gone_at IS NULL`);
    await runner.query(`ALTER TABLE inventory_pods DROP COLUMN finished`);
  }
}

/** Those that mark workloads that get or lose a shape of running pods; which pods these are, `isRunning` says. */
async function replaceFunctions(runner: QueryRunner, isRunning: (pod: string) => string): Promise<void> {
  const live = `FROM inventory_pods known
    WHERE known.workload_id = pods.workload_id AND known.shape_id = pods.shape_id AND ${isRunning('known')}`;
  const mark = (from: string, condition: string): string => `
    INSERT INTO change_marks (cause, workload_id)
      SELECT DISTINCT 'pods', workload_id FROM (
        SELECT workload_id, shape_id, count(*) AS number FROM ${from} AS pod
        WHERE workload_id IS NOT NULL AND ${isRunning('pod')} GROUP BY workload_id, shape_id) AS pods
      WHERE ${condition}`;
  const gained = (from: string): string =>
    mark(from, `number = (SELECT count(*) FROM (SELECT ${live} LIMIT pods.number + 1) AS alike)`);
  const lost = (from: string): string => mark(from, `NOT EXISTS (SELECT ${live})`);
  const differing = (one: string, other: string): string => `(
    SELECT ${one}.* FROM ${one} JOIN ${other} USING (cluster, uid)
    WHERE (${one}.workload_id, ${one}.shape_id, ${isRunning(one)})
      IS DISTINCT FROM (${other}.workload_id, ${other}.shape_id, ${isRunning(other)}))`;
  await replaceFunction(runner, 'mark_pods_added', gained('changed'));
  await replaceFunction(
    runner,
    'mark_pods_changed',
    `${gained(differing('changed', 'former'))}; ${lost(differing('former', 'changed'))}`,
  );
  await replaceFunction(runner, 'mark_pods_gone', lost('changed'));
}

async function replaceFunction(runner: QueryRunner, name: string, insert: string): Promise<void> {
  await runner.query(`
    CREATE OR REPLACE FUNCTION ${name}() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF is_simulated_continuously() THEN
        ${insert};
      END IF;
      RETURN NULL;
    END $$`);
}
