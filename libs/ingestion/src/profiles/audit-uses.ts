import { interactionKinds, timestampOf } from '#libs/events';
import { bigintColumn, rows, type SqlRunner } from '#libs/persistence';
import { z } from 'zod';
import type { DayWindow } from './read-profiles.js';

const nanoseconds = z.string().transform((text) => timestampOf(BigInt(text)));

const interactionRow = z.object({
  day: z.string(),
  pod: z.string(),
  container: z.string(),
  kind: z.enum(interactionKinds),
  count: bigintColumn,
  first: nanoseconds,
  last: nanoseconds,
  users: z.array(z.string()),
});
/** Who went into a pod of a workload on a day. `container` is empty where the request named none. */
export type StoredInteraction = z.infer<typeof interactionRow>;
/** Key of an interaction within its workload: day, pod, container, kind. */
export type InteractionKey = readonly [string, string, string, string];

/** The names of a workload's pods, as far as runtime events or the inventory told of them. */
const podsOfWorkload = `
  SELECT cluster, namespace, name FROM runtime_pods WHERE workload_id = $1
  UNION SELECT cluster, namespace, name FROM inventory_pods WHERE workload_id = $1`;

/** Interactions with the pods of a workload, the latest day first, then by pod, container and kind. */
export function listInteractions(
  runner: SqlRunner,
  workload: string,
  { from, to }: DayWindow,
  { after, limit }: { readonly after: InteractionKey | undefined; readonly limit: number },
): Promise<StoredInteraction[]> {
  const [day, ...rest] = after ?? [null, null, null, null];
  return rows(
    runner,
    interactionRow,
    `SELECT day::text, pod, container, kind, count::text, first_ns::text AS first, last_ns::text AS last, users
     FROM runtime_interactions i JOIN (${podsOfWorkload}) AS p
       ON (i.cluster, i.namespace, i.pod) = (p.cluster, p.namespace, p.name)
     WHERE day BETWEEN $2::date AND $3::date
       AND ($4::date IS NULL OR day < $4::date OR day = $4::date AND (pod, container, kind) > ($5, $6, $7))
     ORDER BY day DESC, pod, container, kind LIMIT $8`,
    [workload, from ?? '-infinity', to ?? 'infinity', day, ...rest, limit],
  );
}

const useRow = z.object({
  service_account: z.string(),
  api_group: z.string(),
  resource: z.string(),
  verb: z.string(),
  allowed: bigintColumn,
  refused: bigintColumn,
  first: nanoseconds,
  last: nanoseconds,
  days: z.int(),
});
/** What a service account asked of the API server, over the days of a window. */
export interface StoredUse {
  readonly serviceAccount: string;
  readonly apiGroup: string;
  readonly resource: string;
  readonly verb: string;
  readonly allowed: number;
  readonly refused: number;
  readonly first: string;
  readonly last: string;
  readonly days: number;
}
/** Key of a use within its workload: service account, group, resource, verb. */
export type UseKey = readonly [string, string, string, string];

/**
 * What the pods of a workload asked of the API server: uses of service accounts whose tokens are bound to one of its pods.
 * Counts are those of all pods that did the same with the same account on the day.
 */
export async function listServiceAccountUses(
  runner: SqlRunner,
  workload: string,
  { from, to }: DayWindow,
  { after, limit }: { readonly after: UseKey | undefined; readonly limit: number },
): Promise<StoredUse[]> {
  const found = await rows(
    runner,
    useRow,
    `WITH own AS (
       SELECT cluster, namespace, array_agg(name) AS names FROM (${podsOfWorkload}) AS p GROUP BY cluster, namespace
     )
     SELECT service_account, api_group, resource, verb, sum(allowed)::text AS allowed, sum(refused)::text AS refused,
       min(first_ns)::text AS first, max(last_ns)::text AS last, count(DISTINCT day)::integer AS days
     FROM runtime_service_account_uses JOIN own USING (cluster, namespace)
     WHERE pods && names AND day BETWEEN $2::date AND $3::date
       AND ($4::text IS NULL OR (service_account, api_group, resource, verb) > ($4, $5, $6, $7))
     GROUP BY service_account, api_group, resource, verb
     ORDER BY service_account, api_group, resource, verb LIMIT $8`,
    [workload, from ?? '-infinity', to ?? 'infinity', ...(after ?? [null, null, null, null]), limit],
  );
  return found.map(({ service_account: serviceAccount, api_group: apiGroup, ...rest }) => ({
    serviceAccount,
    apiGroup,
    ...rest,
  }));
}
