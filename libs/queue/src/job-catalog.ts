import type { Job } from './job.js';

/** A list of jobs, and the queues that they go through. */
export class JobCatalog {
  /** Queues are separate lines of work: what waits in one never delays another. */
  readonly queueNames: readonly string[];

  constructor(readonly jobs: readonly Job[]) {
    this.queueNames = [...new Set(jobs.map((job) => job.queue))].toSorted();
  }

  /** The job of that name; throws `UnknownJobError` if there is none. */
  named(name: string): Job {
    const job = this.jobs.find((each) => each.name === name);
    if (job === undefined) throw new UnknownJobError(name, this.jobs);
    return job;
  }
}

export class UnknownJobError extends Error {
  constructor(name: string, jobs: readonly Job[]) {
    super(`no job is called ${JSON.stringify(name)}; known: ${jobs.map((job) => job.name).join(', ')}`);
    this.name = 'UnknownJobError';
  }
}
