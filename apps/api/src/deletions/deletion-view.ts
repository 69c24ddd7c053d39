import { deletionStatus, type StoredDeletion } from '#libs/persistence';
import { clusterName } from '#libs/events';
import { z } from 'zod';
import { pageOf, pageQuery } from '../http/index.js';

const time = z.iso.datetime();

export const deletionView = z
  .object({
    id: z.uuid(),
    cluster: z.string(),
    namespace: z.string().optional().meta({ description: 'Absent: the cluster as a whole.' }),
    status: deletionStatus,
    removed: z.int().min(0).meta({ description: 'Rows removed so far.' }),
    failures: z
      .int()
      .min(0)
      .meta({ description: 'How often it failed on the way; it is tried until it succeeds.' }),
    requestedAt: time.meta({ description: 'What came into being later stays.' }),
    requestedBy: z.string(),
    finishedAt: time.optional(),
  })
  .meta({ id: 'Deletion' });
export type DeletionView = z.infer<typeof deletionView>;

export const deletionPage = pageOf(deletionView).meta({ id: 'DeletionPage' });

export const deletionQuery = pageQuery.extend({ cluster: clusterName.optional() });

export function deletionViewOf(deletion: StoredDeletion): DeletionView {
  const { id, cluster, namespace, status, removed, tries, requestedAt, requestedBy, finishedAt } = deletion;
  return {
    id,
    cluster,
    ...(namespace !== undefined && { namespace }),
    status,
    removed,
    failures: tries,
    requestedAt: requestedAt.toISOString(),
    requestedBy,
    ...(finishedAt !== undefined && { finishedAt: finishedAt.toISOString() }),
  };
}
