import { type RetentionRule, rowsOlderThan } from '#libs/persistence';

/** Simulations that ended so long ago (milliseconds) go, their results first: a giant one is not one transaction. */
export function simulationRetention(keep: number): readonly RetentionRule[] {
  const condition = `EXISTS (SELECT FROM simulations s WHERE s.id = old.simulation_id AND s.finished_at < $1)`;
  return [
    rowsOlderThan({ table: 'simulation_results', condition, keep }),
    rowsOlderThan({ table: 'simulation_documents', condition, keep }),
    rowsOlderThan({ table: 'simulations', condition: 'old.finished_at < $1', keep }),
  ];
}
