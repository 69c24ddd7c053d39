import { type RetentionRule, rowsOlderThan, rowsSelected } from '#libs/persistence';

const DAY = 86_400_000;

/**
 * Simulations that ended so long ago (milliseconds) go, their results first: a giant one is not one transaction. So does
 * what is older than that in the history of those that go on.
 */
export function simulationRetention(keep: number): readonly RetentionRule[] {
  return [
    rowsOfEnded('simulation_results', keep),
    rowsOfEnded('simulation_documents', keep, ['simulation_results']),
    rowsOlderThan({ table: 'simulation_history', condition: 'old.at < $1', keep }),
    // Nobody takes them where no worker runs. What is missed is found when all is looked at again.
    rowsOlderThan({ table: 'change_marks', condition: 'old.at < $1', keep: DAY }),
    rowsOlderThan({
      table: 'simulations',
      condition: 'old.finished_at < $1',
      keep,
      // What is left of theirs would go with them, all at once.
      after: ['simulation_results', 'simulation_documents', 'simulation_history'],
    }),
  ];
}

/**
 * Rows of simulations that ended so long ago. The simulations are found first, and theirs in the index of each: rows of
 * others, which may be a hundred million, are not looked at. The order is that of the index: without it Postgres may take it for
 * cheaper to look through the table until it has met enough of them.
 */
function rowsOfEnded(
  table: 'simulation_results' | 'simulation_documents',
  keep: number,
  after: readonly string[] = [],
): RetentionRule {
  const select = `SELECT old.ctid FROM simulations s CROSS JOIN LATERAL (
      SELECT of.ctid FROM ${table} AS of WHERE of.simulation_id = s.id ORDER BY of.run LIMIT $2) AS old
    WHERE s.finished_at < $1 LIMIT $2`;
  return rowsSelected({ table, keep, select, after });
}
