import { compareText, epochNanoseconds } from '#libs/events';
import type { EntityManager } from 'typeorm';
import type { PendingInteraction, PendingUse } from '../profile-state/audit-uses.js';

/** Kept of a pod and day: the first of them, in the order of their names or times, so that the order of arrival decides nothing. */
const mostUsers = 16;
const mostSessions = 64;
const mostPods = 1_000;
/** Of the pods that one controller made: some are enough to know that it was they, and leave room for those of others. */
const mostPodsOfMaker = 10;
/**
 * What controllers add to their names in those of their pods: a hash of the template or the time of a run, and five letters
 * (rand.SafeEncodeString, apimachinery/pkg/util/rand); or a number.
 */
const madeName =
  '(-([bcdfghjklmnpqrstvwxz2456789]{6,10}|[0-9]{8,10}))?-[bcdfghjklmnpqrstvwxz2456789]{5}$|-[0-9]+$';

/** SQL: what is kept of the names of pods that a function gives. Whatever the order in which they come, the same. */
function keptPods(names: string): string {
  return `ARRAY(SELECT pod FROM (
      SELECT pod, row_number() OVER (PARTITION BY regexp_replace(pod, '${madeName}', '') ORDER BY pod) AS place
      FROM (SELECT DISTINCT name COLLATE "C" AS pod FROM ${names} AS name) AS named
    ) AS placed WHERE place <= ${mostPodsOfMaker} ORDER BY pod LIMIT ${mostPods})`;
}

/** Adds to what is known of who went into pods. */
export async function writeInteractions(
  transaction: EntityManager,
  interactions: readonly PendingInteraction[],
): Promise<void> {
  if (interactions.length === 0) return;
  const key = ({ cluster, day, of: { namespace, pod, container = '', kind } }: PendingInteraction) =>
    JSON.stringify([cluster, namespace, pod, day, container, kind]);
  const sorted = interactions.toSorted((a, b) => compareText(key(a), key(b)));
  await transaction.query(
    `INSERT INTO runtime_interactions AS stored
       (cluster, namespace, pod, container, kind, day, count, first_ns, last_ns, users, sessions)
     SELECT cluster, namespace, pod, container, kind, day, count, first_ns, last_ns,
       ARRAY(SELECT jsonb_array_elements_text(users) COLLATE "C" AS name ORDER BY name LIMIT ${mostUsers}),
       ARRAY(SELECT DISTINCT session::int8range AS session FROM jsonb_array_elements_text(sessions) AS session
         ORDER BY session LIMIT ${mostSessions})
     FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::date[], $7::bigint[], $8::bigint[],
       $9::bigint[], $10::jsonb[], $11::jsonb[])
       AS added (cluster, namespace, pod, container, kind, day, count, first_ns, last_ns, users, sessions)
     ON CONFLICT (cluster, namespace, pod, day, container, kind) DO UPDATE SET
       count = stored.count + excluded.count,
       first_ns = least(stored.first_ns, excluded.first_ns),
       last_ns = greatest(stored.last_ns, excluded.last_ns),
       users = ARRAY(SELECT DISTINCT name COLLATE "C" AS name FROM unnest(stored.users || excluded.users) AS name
         ORDER BY name LIMIT ${mostUsers}),
       sessions = ARRAY(SELECT DISTINCT session FROM unnest(stored.sessions || excluded.sessions) AS session
         ORDER BY session LIMIT ${mostSessions})`,
    [
      sorted.map(({ cluster }) => cluster),
      sorted.map(({ of }) => of.namespace),
      sorted.map(({ of }) => of.pod),
      sorted.map(({ of }) => of.container ?? ''),
      sorted.map(({ of }) => of.kind),
      sorted.map(({ day }) => day),
      sorted.map(({ count }) => count),
      sorted.map(({ first }) => String(epochNanoseconds(first))),
      sorted.map(({ last }) => String(epochNanoseconds(last))),
      sorted.map(({ users }) => JSON.stringify([...users])),
      sorted.map(({ sessions }) => JSON.stringify(sessions.map(rangeOf))),
    ],
  );
}

function rangeOf([from, to]: readonly [string, string]): string {
  return `[${epochNanoseconds(from)},${epochNanoseconds(to)}]`;
}

/** Adds to what is known of what service accounts asked of the API server. */
export async function writeServiceAccountUses(
  transaction: EntityManager,
  uses: readonly PendingUse[],
): Promise<void> {
  if (uses.length === 0) return;
  const key = ({ cluster, day, of: { namespace, serviceAccount, apiGroup, resource, verb } }: PendingUse) =>
    JSON.stringify([cluster, namespace, serviceAccount, day, apiGroup, resource, verb]);
  const sorted = uses.toSorted((a, b) => compareText(key(a), key(b)));
  await transaction.query(
    `INSERT INTO runtime_service_account_uses AS stored
       (cluster, namespace, service_account, verb, api_group, resource, day, allowed, refused, first_ns, last_ns, pods)
     SELECT cluster, namespace, service_account, verb, api_group, resource, day, allowed, refused, first_ns, last_ns,
       ${keptPods('jsonb_array_elements_text(pods)')}
     FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::date[], $8::bigint[],
       $9::bigint[], $10::bigint[], $11::bigint[], $12::jsonb[])
       AS added (cluster, namespace, service_account, verb, api_group, resource, day, allowed, refused, first_ns,
         last_ns, pods)
     ON CONFLICT (cluster, namespace, service_account, day, api_group, resource, verb) DO UPDATE SET
       allowed = stored.allowed + excluded.allowed,
       refused = stored.refused + excluded.refused,
       first_ns = least(stored.first_ns, excluded.first_ns),
       last_ns = greatest(stored.last_ns, excluded.last_ns),
       pods = ${keptPods('unnest(stored.pods || excluded.pods)')}`,
    [
      sorted.map(({ cluster }) => cluster),
      sorted.map(({ of }) => of.namespace),
      sorted.map(({ of }) => of.serviceAccount),
      sorted.map(({ of }) => of.verb),
      sorted.map(({ of }) => of.apiGroup),
      sorted.map(({ of }) => of.resource),
      sorted.map(({ day }) => day),
      sorted.map(({ allowed }) => allowed),
      sorted.map(({ refused }) => refused),
      sorted.map(({ first }) => String(epochNanoseconds(first))),
      sorted.map(({ last }) => String(epochNanoseconds(last))),
      sorted.map(({ pods }) => JSON.stringify([...pods])),
    ],
  );
}
