import type { Judge } from '#libs/advisor';
import { isDatabaseUnavailable } from '#libs/persistence';
import { evaluateChunk, type JobHandler, planSimulation } from '#libs/queue';
import type { DataSource } from 'typeorm';
import { type ChunkReference, finishChunk, isRunning, returnChunk, startChunk } from './chunk-store.js';
import { readChunkWorkloads } from './chunk-workloads.js';
import { RESULTS_RUN } from './continuous/results-run.js';
import { presentPart } from './continuous/present-part.js';
import { startRound } from './continuous/start-round.js';
import { evaluateWorkloads } from './evaluate-workloads.js';
import { failRun } from './fail-run.js';
import { planRun, type PlanSettings } from './plan-run.js';
import type { InventorySource, ProfileSource } from './ports.js';
import { readRunContext, RunContexts } from './run-context.js';
import type { JudgedWorkload, RunReference } from './result-store.js';
import { SharedVerdicts } from './shared-verdicts.js';
import { releasePlans } from './turns/due-plans.js';
import { releaseAllChunks } from './turns/release-chunks.js';

/** Everything that the jobs of simulations need. */
export interface SimulationWork {
  readonly dataSource: DataSource;
  readonly inventory: InventorySource;
  readonly profiles: ProfileSource;
  readonly judge: Judge;
  readonly plan: PlanSettings;
  readonly now: () => Date;
  /** Called after a transaction that wrote to the outbox. */
  readonly outboxWritten: () => void;
  /** Called after verdicts were stored. */
  readonly verdictsStored?: (verdicts: readonly JudgedWorkload[]) => void;
}

/** A chunk that was started so often without being finished or given back kills its workers. */
const MOST_STARTS = 8;

/** The handlers of the jobs of simulations. */
export function simulationJobHandlers(work: SimulationWork): readonly JobHandler[] {
  const contexts = new RunContexts((run) => readRunContext(work.dataSource, work.inventory, run));
  const verdicts = new SharedVerdicts(work.judge);
  return [
    planSimulation.handledBy({
      run: async (run) => {
        const plan = run.run > RESULTS_RUN ? startRound : planRun;
        await plan(work.dataSource, work.inventory, run, work.plan, work.now());
        await planNext(work, run);
      },
      givenUp: async (run, error) => {
        await fail(work, run, error, 'The scope could not be resolved.');
        await planNext(work, run);
      },
    }),
    evaluateChunk.handledBy({
      run: (chunk, { signal }) => runChunk(work, contexts, verdicts, chunk, signal),
      givenUp: async (chunk, error) => {
        const message = `Part ${chunk.chunk + 1} could not be evaluated; it was tried ${evaluateChunk.attempts} times.`;
        await fail(work, chunk, error, message);
        await passOn(work, chunk);
      },
    }),
  ];
}

// A database that is away is nobody's failure: the queue forgets the job, and the reconciler brings it back.
async function fail(work: SimulationWork, run: RunReference, error: Error, message: string): Promise<void> {
  if (!isDatabaseUnavailable(error)) await failRun(work.dataSource, run, message, work.now());
}

async function planNext(work: SimulationWork, { simulation }: RunReference): Promise<void> {
  const settings = { now: work.now(), debounceMs: work.plan.debounceMs };
  await releasePlans(work.dataSource, settings, simulation);
  work.outboxWritten();
}

/** A chunk of a simulation that has ended leaves its place in the queue to others. */
async function passOn(work: SimulationWork, { simulation }: RunReference): Promise<void> {
  await releaseAllChunks(work.dataSource, work.plan.chunksInQueue, simulation);
  work.outboxWritten();
}

async function runChunk(
  work: SimulationWork,
  contexts: RunContexts,
  shared: SharedVerdicts,
  reference: ChunkReference,
  signal: AbortSignal,
): Promise<void> {
  const { dataSource } = work;
  const chunk = await startChunk(dataSource, reference, work.now());
  if (chunk === undefined) return passOn(work, reference);
  if (chunk.starts > MOST_STARTS) {
    const error = `Part ${reference.chunk + 1} could not be evaluated: its worker ended ${MOST_STARTS} times on the way.`;
    await failRun(dataSource, reference, error, work.now());
    return passOn(work, reference);
  }
  try {
    const context = await contexts.get(reference);
    if (context === undefined) return await passOn(work, reference);
    const asked = reference.run > RESULTS_RUN ? await presentPart(work.inventory, context, chunk) : chunk;
    const content = await readChunkWorkloads(work.inventory, work.profiles, context, asked, work.now());
    signal.throwIfAborted();
    const goOn = (): Promise<boolean> => isRunning(dataSource, reference);
    const verdicts = await evaluateWorkloads(shared, reference, context, content, { signal, goOn });
    if (verdicts === undefined) return await passOn(work, reference);
    const { chunksInQueue } = work.plan;
    const stored = await finishChunk(dataSource, reference, verdicts, { now: work.now(), chunksInQueue });
    if (!stored) return await passOn(work, reference);
    work.verdictsStored?.(verdicts);
    work.outboxWritten();
  } catch (error) {
    if (signal.aborted) await returnChunk(dataSource, reference);
    throw error;
  }
}
