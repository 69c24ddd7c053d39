import { interactionKinds } from '#libs/events';
import type { StoredInteraction, StoredUse } from '#libs/ingestion';
import { z } from 'zod';
import { pageOf, pageQuery } from '../http/index.js';
import { windowQuery } from './workload-view.js';

/** A list over a window. Versions are told apart by what agents observe, not by the audit log. */
export const auditQuery = pageQuery.extend(windowQuery.omit({ version: true }).shape);

const interactionView = z
  .object({
    day: z.iso.date().meta({ description: 'The UTC day on which they ended.' }),
    pod: z.string(),
    container: z.string().optional().meta({ description: 'Absent: the request named none.' }),
    kind: z.enum(interactionKinds),
    count: z.int().min(1),
    first: z.string(),
    last: z.string(),
    users: z.array(z.string()).meta({ description: 'Of the users of that day the first 16 by name.' }),
  })
  .meta({ id: 'Interaction' });

export const interactionPage = pageOf(interactionView).meta({ id: 'InteractionPage' });

export function interactionViewOf({
  container,
  ...rest
}: StoredInteraction): z.infer<typeof interactionView> {
  return { ...rest, ...(container !== '' && { container }) };
}

const useView = z
  .object({
    serviceAccount: z.string(),
    apiGroup: z.string().meta({ description: 'Empty: the core group. `*`: all that is beyond the bound.' }),
    resource: z.string().meta({ description: 'With the subresource: `pods/log`.' }),
    verb: z.string(),
    allowed: z.int().min(0).meta({
      description:
        'Requests that were permitted, whatever became of them: also those for what is not there (404), or that somebody else was ahead of (409).',
    }),
    refused: z.int().min(0).meta({
      description:
        'Requests that the authorizer forbade; where the log does not say that, those answered with 401 or 403.',
    }),
    first: z.string(),
    last: z.string(),
    days: z.int().min(1),
  })
  .meta({ id: 'ServiceAccountUse' });

export const usePage = pageOf(useView).meta({ id: 'ServiceAccountUsePage' });

export function useViewOf(use: StoredUse): z.infer<typeof useView> {
  return { ...use };
}
