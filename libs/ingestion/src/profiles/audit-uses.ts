import { compareText, interactionKinds } from '#libs/events';
import { bigintColumn, nanosecondsColumn, rows, type SqlRunner } from '#libs/persistence';
import { keptUses, MORE_THAN_KEPT } from '#libs/profiles';
import { z } from 'zod';
import type { DayWindow } from './read-profiles.js';

const interactionRow = z.object({
  day: z.string(),
  pod: z.string(),
  container: z.string(),
  kind: z.enum(interactionKinds),
  count: bigintColumn,
  first: nanosecondsColumn,
  last: nanosecondsColumn,
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

const useRow = z
  .object({
    service_account: z.string(),
    api_group: z.string(),
    resource: z.string(),
    verb: z.string(),
    allowed: bigintColumn,
    refused: bigintColumn,
    first: nanosecondsColumn,
    last: nanosecondsColumn,
    days: z.array(z.string()),
  })
  .transform(({ service_account: serviceAccount, api_group: apiGroup, ...rest }) => ({
    serviceAccount,
    apiGroup,
    ...rest,
  }));
type UseRow = z.infer<typeof useRow>;
/** What a service account asked of the API server, over the days of a window; `days` is how many of them. */
export type StoredUse = Omit<UseRow, 'days'> & { readonly days: number };
/** Key of a use within its workload: service account, group, resource, verb. */
export type UseKey = readonly [string, string, string, string];

/**
 * What the pods of a workload asked of the API server: uses of service accounts whose tokens are bound to one of its pods.
 * Counts are those of all pods that did the same with the same account on the day. What is stored was bounded as it came;
 * here it is bounded as a whole.
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
       min(first_ns)::text AS first, max(last_ns)::text AS last, array_agg(DISTINCT day::text) AS days
     FROM runtime_service_account_uses JOIN own USING (cluster, namespace)
     WHERE pods && names AND day BETWEEN $2::date AND $3::date
     GROUP BY service_account, api_group, resource, verb`,
    [workload, from ?? '-infinity', to ?? 'infinity'],
  );
  const accounts = Map.groupBy(found, ({ serviceAccount }) => serviceAccount);
  return [...accounts.values()]
    .flatMap(bounded)
    .map((use) => ({ ...use, days: use.days.length }))
    .sort((a, b) => compareKeys(keyOf(a), keyOf(b)))
    .filter((use) => after === undefined || compareKeys(keyOf(use), after) > 0)
    .slice(0, limit);
}

/** The uses of one account within their bound. */
function bounded(uses: readonly UseRow[]): readonly UseRow[] {
  const kept = keptUses();
  const isMore = ({ verb }: UseRow): boolean => verb === MORE_THAN_KEPT.verb;
  const isKept = (use: UseRow): boolean =>
    !isMore(use) && kept.offer(JSON.stringify([use.verb, use.apiGroup, use.resource]));
  // Which are kept is known once all were offered.
  for (const use of uses) isKept(use);
  const inside = uses.filter(isKept);
  const [first, ...rest] = uses.filter((use) => !isKept(use));
  return first === undefined ? inside : [...inside, rest.reduce(merged, { ...first, ...MORE_THAN_KEPT })];
}

function merged(a: UseRow, b: UseRow): UseRow {
  return {
    ...a,
    allowed: a.allowed + b.allowed,
    refused: a.refused + b.refused,
    first: a.first < b.first ? a.first : b.first,
    last: a.last > b.last ? a.last : b.last,
    days: [...new Set([...a.days, ...b.days])],
  };
}

function keyOf({
  serviceAccount,
  apiGroup,
  resource,
  verb,
}: Pick<UseRow, 'serviceAccount' | 'apiGroup' | 'resource' | 'verb'>): UseKey {
  return [serviceAccount, apiGroup, resource, verb];
}

function compareKeys(a: UseKey, b: UseKey): number {
  for (const [index, part] of a.entries()) {
    const order = compareText(part, b[index] ?? '');
    if (order !== 0) return order;
  }
  return 0;
}
