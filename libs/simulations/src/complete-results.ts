import type { Verdict } from '#libs/advisor';
import { firstRow, type SqlRunner } from '#libs/persistence';
import { z } from 'zod';
import { allResults, type ResultFilter, type RunReference } from './result-store.js';

/**
 * All verdicts of a simulation that has ended, like `allResults`, but never a part of them: throws at the end if some
 * were deleted meanwhile, with their simulation, by retention, or with their cluster.
 */
export async function* completeResults(
  runner: SqlRunner,
  run: RunReference,
  filter: ResultFilter,
): AsyncIterable<Verdict> {
  const before = await countResults(runner, run);
  yield* allResults(runner, run, filter);
  const after = await countResults(runner, run);
  if (after === undefined || after !== before) {
    throw new Error(`results of simulation ${run.simulation} were deleted while they were read`);
  }
}

/** Undefined: there is no such simulation. */
async function countResults(
  runner: SqlRunner,
  { simulation, run }: RunReference,
): Promise<number | undefined> {
  const found = await firstRow(
    runner,
    z.object({ results: z.int() }),
    `SELECT (SELECT count(*)::int FROM simulation_results WHERE simulation_id = s.id AND run = $2) AS results
     FROM simulations s WHERE s.id = $1`,
    [simulation, run],
  );
  return found?.results;
}
