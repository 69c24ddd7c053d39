import { type RetentionRule, rowsOlderThan } from '#libs/persistence';

const DAY = 86_400_000;

/**
 * Simulations that ended so long ago (milliseconds) go, their results first: a giant one is not one transaction. So does
 * what is older than that in the history of those that go on.
 */
export function simulationRetention(keep: number): readonly RetentionRule[] {
  const condition = `EXISTS (SELECT FROM simulations s WHERE s.id = old.simulation_id AND s.finished_at < $1)`;
  return [
    rowsOlderThan({ table: 'simulation_results', condition, keep }),
    rowsOlderThan({ table: 'simulation_documents', condition, keep }),
    rowsOlderThan({ table: 'simulation_history', condition: 'old.at < $1', keep }),
    // Nobody takes them where no worker runs. What is missed is found when all is looked at again.
    rowsOlderThan({ table: 'change_marks', condition: 'old.at < $1', keep: DAY }),
    rowsOlderThan({ table: 'simulations', condition: 'old.finished_at < $1', keep }),
  ];
}
