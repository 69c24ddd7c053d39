import type { StoredWatch } from '#libs/inventory';
import { z } from 'zod';

const time = z.iso.datetime();

export const clusterWatchView = z
  .object({
    live: z.boolean().meta({
      description: 'A collector watches now. While it does, manifests can not be uploaded; the watch wins.',
    }),
    watcher: z.string().meta({ description: 'The collector that watches, or was the last to.' }),
    term: z
      .int()
      .min(0)
      .meta({ description: 'Rises each time that the watcher changes. 0: it could not be watched yet.' }),
    since: time.meta({ description: 'When this term began.' }),
    heartbeatAt: time.meta({ description: 'The last sign of life.' }),
    syncedAt: time
      .optional()
      .meta({ description: 'When everything was last listed as a whole. Absent: not yet.' }),
    lastEventAt: time.optional().meta({ description: 'When the cluster last told of a change.' }),
    pods: z.int().min(0).meta({ description: 'Pods of the cluster.' }),
    error: z.string().optional().meta({ description: 'Why the cluster can not be watched at the moment.' }),
    resources: z
      .array(
        z.object({
          resource: z.string(),
          state: z.enum(['synced', 'absent', 'failing']).meta({
            description: 'absent: the cluster has no such resource; failing: what is known may be old.',
          }),
          listedAt: time.optional(),
          error: z.string().optional(),
        }),
      )
      .meta({ description: 'How it goes with each resource, by name.' }),
  })
  .meta({ id: 'ClusterWatch' });

export function watchViewOf(watch: StoredWatch): z.infer<typeof clusterWatchView> {
  const { syncedAt, lastEventAt, error } = watch;
  return {
    live: watch.live,
    watcher: watch.watcher,
    term: watch.term,
    since: watch.since.toISOString(),
    heartbeatAt: watch.heartbeatAt.toISOString(),
    ...(syncedAt !== undefined && { syncedAt: syncedAt.toISOString() }),
    ...(lastEventAt !== undefined && { lastEventAt: lastEventAt.toISOString() }),
    pods: watch.pods,
    ...(error !== undefined && { error }),
    resources: watch.resources.map(({ resource, state, listedAt, error: resourceError }) => ({
      resource,
      state,
      ...(listedAt !== undefined && { listedAt: listedAt.toISOString() }),
      ...(resourceError !== undefined && { error: resourceError }),
    })),
  };
}
