import { z } from 'zod';
import { defineJob } from './job.js';
import { JobCatalog } from './job-catalog.js';

/**
 * Every job of the product, in one list. Payloads are references: what a job works on is read from Postgres when it
 * runs, so a job that runs late, twice or after its work was done elsewhere does no harm.
 */

const simulationRun = z.strictObject({ simulation: z.uuid(), run: z.int().min(1) });

/** Resolves a simulation's scope into chunks. A queue of its own: no plan waits behind chunks. */
export const planSimulation = defineJob({
  name: 'plan-simulation',
  queue: 'simulation-plans',
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

/** Deletes all data of a cluster or namespace, a minute's worth at a time. A queue of its own: it may take long. */
export const eraseClusterData = defineJob({
  name: 'erase-cluster-data',
  queue: 'maintenance',
  payload: z.strictObject({ deletion: z.uuid() }),
  attempts: 5,
  backoffMs: 1_000,
  timeoutMs: 120_000,
  key: ({ deletion }) => deletion,
});

/**
 * Makes one try of delivering to a webhook. What is tried how often stands in Postgres, so a try that failed is no failure
 * of the job. A queue of its own: receivers may be slow.
 */
export const deliverWebhook = defineJob({
  name: 'deliver-webhook',
  queue: 'webhooks',
  payload: z.strictObject({ delivery: z.uuid(), attempt: z.int().min(1) }),
  attempts: 1,
  backoffMs: 1_000,
  timeoutMs: 60_000,
  key: ({ delivery, attempt }) => `${delivery}.${attempt}`,
});

/** All of them. */
export const catalog = new JobCatalog([planSimulation, evaluateChunk, eraseClusterData, deliverWebhook]);
