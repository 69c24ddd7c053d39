import { ingestionErasure } from '#libs/ingestion';
import { inventoryErasure } from '#libs/inventory';
import {
  eraseData,
  type ErasureStep,
  isDatabaseUnavailable,
  noteFailedDeletion,
  unfinishedDeletions,
} from '#libs/persistence';
import { eraseClusterData, type JobHandler, type JobQueue } from '#libs/queue';
import { simulationErasure } from '#libs/simulations';
import { webhookErasure } from '#libs/webhooks';
import type { DataSource } from 'typeorm';

/** A job works for so long at most, in ms; the reconciler queues what is left. */
const SLICE = 60_000;

/** All data of a cluster, in the order in which they go. The cluster itself is last: what refers to it is gone by then. */
export const erasureSteps: readonly ErasureStep[] = [
  ...ingestionErasure,
  ...simulationErasure,
  ...webhookErasure,
  ...inventoryErasure,
];

/** The handlers of the jobs that delete data. */
export function deletionJobHandlers(dataSource: DataSource): readonly JobHandler[] {
  return [
    eraseClusterData.handledBy({
      run: async ({ deletion }, { signal }) => {
        const until = performance.now() + SLICE;
        await eraseData(
          dataSource,
          deletion,
          erasureSteps,
          () => !signal.aborted && performance.now() < until,
        );
      },
      // It stays unfinished, so it is queued again.
      givenUp: async ({ deletion }, error) => {
        if (!isDatabaseUnavailable(error)) await noteFailedDeletion(dataSource, deletion);
      },
    }),
  ];
}

/** Queues whatever Postgres says is not deleted yet. */
export async function reconcileDeletions(dataSource: DataSource, queue: JobQueue): Promise<void> {
  const unfinished = await unfinishedDeletions(dataSource);
  await queue.enqueue(unfinished.map((deletion) => eraseClusterData.request({ deletion })));
}
