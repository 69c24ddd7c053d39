import { type ErasureStep, rows } from '#libs/persistence';
import { z } from 'zod';

/**
 * What was or is to be delivered may tell of workloads whose data go. It is not known of which, so all of it is thrown away,
 * and made anew at the next try, of what there is then.
 */
export const webhookErasure: readonly ErasureStep[] = [
  {
    name: 'webhook_deliveries',
    erase: async (transaction, { before }, atMost) => {
      const forgotten = await rows(
        transaction,
        z.object({ id: z.string() }),
        `UPDATE webhook_deliveries SET body = NULL WHERE id = ANY (ARRAY(
           SELECT id FROM webhook_deliveries
           WHERE body IS NOT NULL AND created_at <= $1 ORDER BY created_at, id LIMIT $2))
         RETURNING id`,
        [before, atMost],
      );
      return { removed: forgotten.length, more: forgotten.length >= atMost };
    },
  },
];
