import type { JobHandler } from './job.js';
import type { JobCatalog } from './job-catalog.js';

/** The handlers of a process that serves the whole catalogue, by name of the job. */
export type JobHandlers = ReadonlyMap<string, JobHandler>;

/**
 * Checks that each job of the catalogue has exactly one handler; throws `JobHandlersError`, naming every mistake, so
 * that a worker with a missing or a double handler does not start at all.
 */
export function collectHandlers({ jobs }: JobCatalog, handlers: readonly JobHandler[]): JobHandlers {
  const mistakes: string[] = [];
  const byName = new Map<string, JobHandler>();
  for (const handler of handlers) {
    const { name } = handler.job;
    if (byName.has(name)) mistakes.push(`job "${name}" has more than one handler`);
    if (!jobs.some((job) => job.name === name)) mistakes.push(`job "${name}" is not in the catalogue`);
    byName.set(name, handler);
  }
  for (const job of jobs) if (!byName.has(job.name)) mistakes.push(`job "${job.name}" has no handler`);
  if (mistakes.length > 0) throw new JobHandlersError(mistakes);
  return byName;
}

export class JobHandlersError extends Error {
  constructor(readonly mistakes: readonly string[]) {
    super(`the worker can't start: ${mistakes.join('; ')}`);
    this.name = 'JobHandlersError';
  }
}
