import { firstRow, type SqlRunner } from '#libs/persistence';
import { ConflictError, TooManyRequestsError } from '#libs/platform';
import { z } from 'zod';

/** How many simulations there may be at a time, of those that have not ended; absent: any number. */
export interface SimulationLimits {
  /** Of a project, that end by themselves. */
  readonly mostUnfinished?: number;
  /** Of a project, that go on until they are stopped. */
  readonly mostContinuousOfProject?: number;
  /** Of all projects, that go on until they are stopped. */
  readonly mostContinuous?: number;
}

/** A simulation that is to be counted, or would be. */
export interface LimitedSimulation {
  /** Left out of the count: it may be stored already. */
  readonly id?: string;
  readonly project: string;
  readonly continuous?: boolean | undefined;
}

/**
 * Makes sure that there may be one more. That those that end by themselves are too many passes by itself; of those that go
 * on somebody has to stop one. Exact for the limits of a project if its turns are locked.
 *
 * @throws {TooManyRequestsError} (429) with Retry-After
 * @throws {ConflictError} (409)
 */
export async function requireRoom(
  runner: SqlRunner,
  { id, project, continuous }: LimitedSimulation,
  { mostUnfinished, mostContinuousOfProject, mostContinuous }: SimulationLimits,
): Promise<void> {
  if (continuous !== true) {
    if (mostUnfinished === undefined || (await countUnfinished(runner, project, id)) < mostUnfinished) return;
    throw new TooManyRequestsError(
      `The project ${project} has ${mostUnfinished} simulations that have not ended, which is as many as it may have: try again when one has, or cancel one.`,
      { headers: { 'retry-after': '5' } },
    );
  }
  const going = await countContinuous(runner, project, id);
  if (mostContinuousOfProject !== undefined && going.ofProject >= mostContinuousOfProject)
    throw new ConflictError(
      `${mostContinuousOfProject} continuous simulations of the project ${project} go on already, which is as many as it may have: stop one first.`,
    );
  if (mostContinuous !== undefined && going.all >= mostContinuous)
    throw new ConflictError(
      `${mostContinuous} continuous simulations go on already, which is as many as there may be: stop one first.`,
    );
}

async function countUnfinished(
  runner: SqlRunner,
  project: string,
  except: string | undefined,
): Promise<number> {
  const counted = await firstRow(
    runner,
    z.object({ count: z.int() }),
    `SELECT count(*)::int AS count FROM simulations
     WHERE project = $1 AND status IN ('queued', 'running') AND NOT continuous AND ($2::uuid IS NULL OR id <> $2)`,
    [project, except ?? null],
  );
  return counted?.count ?? 0;
}

async function countContinuous(
  runner: SqlRunner,
  project: string,
  except: string | undefined,
): Promise<{ readonly all: number; readonly ofProject: number }> {
  const counted = await firstRow(
    runner,
    z.object({ all: z.int(), ofProject: z.int() }),
    `SELECT count(*)::int AS "all", (count(*) FILTER (WHERE project = $1))::int AS "ofProject" FROM simulations
     WHERE continuous AND finished_at IS NULL AND ($2::uuid IS NULL OR id <> $2)`,
    [project, except ?? null],
  );
  return counted ?? { all: 0, ofProject: 0 };
}
