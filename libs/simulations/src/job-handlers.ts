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
import { planRun, type PlanSettings } from './plan-run.js';
import type { InventorySource, ProfileSource } from './ports.js';
import { readRunContext, RunContexts } from './run-context.js';
import type { JudgedWorkload, RunReference } from './result-store.js';
import { SharedVerdicts } from './shared-verdicts.js';
import { failSimulation } from './simulation-store.js';

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
        work.outboxWritten();
      },
      givenUp: (run, error) => fail(work, run, error, 'The scope could not be resolved.'),
    }),
    evaluateChunk.handledBy({
      run: (chunk, { signal }) => runChunk(work, contexts, verdicts, chunk, signal),
      givenUp: (chunk, error) =>
        fail(
          work,
          chunk,
          error,
          `Part ${chunk.chunk + 1} could not be evaluated; it was tried ${evaluateChunk.attempts} times.`,
        ),
    }),
  ];
}

// A database that is away is nobody's failure: the queue forgets the job, and the reconciler brings it back.
async function fail(work: SimulationWork, run: RunReference, error: Error, message: string): Promise<void> {
  if (!isDatabaseUnavailable(error)) await failSimulation(work.dataSource, run, message, work.now());
}

async function runChunk(
  work: SimulationWork,
  contexts: RunContexts,
  shared: SharedVerdicts,
  reference: ChunkReference,
  signal: AbortSignal,
): Promise<void> {
  const { dataSource } = work;
  const chunk = await startChunk(dataSource, reference);
  if (chunk === undefined) return;
  if (chunk.starts > MOST_STARTS) {
    const error = `Part ${reference.chunk + 1} could not be evaluated: its worker ended ${MOST_STARTS} times on the way.`;
    await failSimulation(dataSource, reference, error, work.now());
    return;
  }
  try {
    const context = await contexts.get(reference);
    if (context === undefined) return;
    const asked = reference.run > RESULTS_RUN ? await presentPart(work.inventory, context, chunk) : chunk;
    const content = await readChunkWorkloads(work.inventory, work.profiles, context, asked);
    signal.throwIfAborted();
    const goOn = (): Promise<boolean> => isRunning(dataSource, reference);
    const verdicts = await evaluateWorkloads(shared, reference, context, content, { signal, goOn });
    if (verdicts === undefined) return;
    if (await finishChunk(dataSource, reference, verdicts, work.now())) work.verdictsStored?.(verdicts);
    work.outboxWritten();
  } catch (error) {
    if (signal.aborted) await returnChunk(dataSource, reference);
    throw error;
  }
}
