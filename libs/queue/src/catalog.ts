import { z } from 'zod';
import { defineJob, type Job } from './job.js';

/**
 * Every job of the product, in one list. Payloads are references: what a job works on is read from Postgres when it
 * runs, so a job that runs late, twice or after its work was done elsewhere does no harm.
 */

const simulationRun = z.strictObject({ simulation: z.uuid(), run: z.int().min(1) });

/** Resolves a simulation's scope into chunks. */
export const planSimulation = defineJob({
  name: 'plan-simulation',
  queue: 'simulations',
  payload: simulationRun,
  attempts: 5,
  backoffMs: 1_000,
  timeoutMs: 120_000,
  key: ({ simulation, run }) => `${simulation}.${run}`,
});

/** Evaluates one chunk of a simulation's workloads. */
export const evaluateChunk = defineJob({
  name: 'evaluate-chunk',
  queue: 'simulations',
  payload: simulationRun.extend({ chunk: z.int().min(0) }),
  attempts: 5,
  backoffMs: 1_000,
  timeoutMs: 120_000,
  key: ({ simulation, run, chunk }) => `${simulation}.${run}.${chunk}`,
});

export const catalog: readonly Job[] = [planSimulation, evaluateChunk];

/** Queues are separate lines of work: what waits in one never delays another. */
export const queueNames: readonly string[] = [...new Set(catalog.map((job) => job.queue))].toSorted();

/** The job of that name; throws `UnknownJobError` if the catalogue has none. */
export function jobNamed(name: string): Job {
  const job = catalog.find((each) => each.name === name);
  if (job === undefined) throw new UnknownJobError(name);
  return job;
}

export class UnknownJobError extends Error {
  constructor(name: string) {
    super(`no job is called ${JSON.stringify(name)}; known: ${catalog.map((job) => job.name).join(', ')}`);
    this.name = 'UnknownJobError';
  }
}
