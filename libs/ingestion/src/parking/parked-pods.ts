import { AFTER_ALL_TIMES, type NoPod, type ObservedPod } from '#libs/events';
import { UNKNOWN_POD, uidOfUnknownPod } from '#libs/kubernetes';
import { firstRow, isDatabaseBusy, nanosecondsColumn, rows, type SqlRunner } from '#libs/persistence';
import type { DataSource, EntityManager } from 'typeorm';
import { z } from 'zod';
import type { Attribution, WorkloadResolver } from '../workload-resolver.js';
import { moveProfiles, type ProfileMove, removePlaces } from './move-profiles.js';

export interface ParkedPodsParts {
  readonly dataSource: DataSource;
  /** Says of pods that are not known yet that they are parked. */
  readonly resolver: WorkloadResolver;
  /** Asked for pods that have been parked for too long; never parks. */
  readonly afterwards: WorkloadResolver;
  /** A pod is parked for so long at most, in ms. */
  readonly keepFor: number;
  readonly now: () => Date;
  /** Told of each transaction that failed, with how many places it was to look at; all that it did is undone. */
  readonly failed: (error: unknown, places: number) => void;
}

/** What one look at the parked pods came to. */
export interface ParkingReport {
  /** Pods that stay parked. */
  readonly parked: number;
  /** Pods that the inventory has learnt of. */
  readonly known: number;
  /** Pods that were parked for too long, and went where their names say. */
  readonly expired: number;
  /** Containers that no pod was found for in that time, and of which nothing else is known: what they did is forgotten. */
  readonly dropped: number;
}

const nothing: ParkingReport = { parked: 0, known: 0, expired: 0, dropped: 0 };

/** What one transaction came to; undefined as its last place: there are no more. */
type Settled = ParkingReport & { readonly last: string | undefined };

/** An answer that is no promise of a better one. */
type Known = Attribution & { readonly by: ProfileMove['by'] };

/**
 * Places looked at in one transaction. Flushes that write to the same workloads wait for it, so it is short: 0.1 s where each
 * place holds a hundred observations.
 */
const mostPlaces = 100;
/** What takes longer than this, in ms, for several places is undone, and tried with half of them. */
const longestMove = 5_000;
/**
 * Places are kept for so long, in ms, after their pod is known: processes that still hold it for parked go on writing there
 * for a moment, and that is moved too.
 */
const placesKept = 10 * 60_000;
/** Only one process looks at a time. */
const advisoryLock = 4_711_310;

const placeRow = z.object({
  workload_id: z.string(),
  cluster: z.string(),
  namespace: z.string(),
  name: z.string(),
  created_at: z.date(),
  /** Something was stored there, and has not been moved. */
  filled: z.boolean(),
});
type PlaceRow = z.infer<typeof placeRow>;

const podRow = z.object({
  cluster: z.string(),
  uid: z.string(),
  name: z.string(),
  owner_kind: z.string().nullable(),
  owner_name: z.string().nullable(),
  first_ns: nanosecondsColumn,
  last_ns: nanosecondsColumn,
});

/** A place that holds something, and the pod that it is of. */
interface Place {
  readonly row: PlaceRow;
  readonly observed: ObservedPod;
  /** Canonical time until which it was watched. */
  readonly last: string;
}

/**
 * What was observed of pods before it was known whose they are stands in the same tables as everything else, under a
 * workload of its own (`unknownPod`) for each pod: stored in the same transactions, lost or counted twice as little. This moves it
 * to the right workload once that is known, so that it makes no difference whether the event or the inventory came first.
 */
export class ParkedPods {
  constructor(private readonly parts: ParkedPodsParts) {}

  /** Moves what can be moved, until it is told to stop between two transactions. Undefined: another process is at it. */
  async settle(signal?: AbortSignal): Promise<ParkingReport | undefined> {
    let total: ParkingReport = nothing;
    let atMost = mostPlaces;
    for (let after: string | undefined; ;) {
      if (signal?.aborted === true) return total;
      const done = await this.#settleOrUndo(after, atMost);
      if (done === undefined) return undefined;
      if (done === 'undone') {
        atMost = Math.floor(atMost / 2);
        continue;
      }
      total = sumOf(total, done);
      if (done.last === undefined) return total;
      after = done.last;
      atMost = Math.min(mostPlaces, atMost * 2);
    }
  }

  /** The same for some places, in one transaction. `undone`: it was too much at once. */
  async #settleOrUndo(after: string | undefined, atMost: number): Promise<Settled | 'undone' | undefined> {
    try {
      return await this.parts.dataSource.transaction((transaction) =>
        this.#settleSome(transaction, after, atMost),
      );
    } catch (error) {
      this.parts.failed(error, atMost);
      if (!isDatabaseBusy(error)) throw error;
      if (atMost > 1) return 'undone';
      // One that is too much by itself stays parked, and keeps the others from nothing.
      const [place] = await readPlaces(this.parts.dataSource, after, 1);
      return { ...nothing, parked: 1, last: place?.workload_id };
    }
  }

  async #settleSome(
    transaction: EntityManager,
    after: string | undefined,
    atMost: number,
  ): Promise<Settled | undefined> {
    const lock = await firstRow(
      transaction,
      z.object({ locked: z.boolean() }),
      `SELECT pg_try_advisory_xact_lock($1) AS locked`,
      [advisoryLock],
    );
    if (lock?.locked !== true) return undefined;
    if (atMost > 1) await giveUpSooner(transaction);
    const all = await readPlaces(transaction, after, atMost);
    const places = await readPods(
      transaction,
      all.filter(({ filled }) => filled),
    );
    const { moves, lost } = await this.#movesOf(places);
    await moveProfiles(transaction, moves);
    await removePlaces(
      transaction,
      lost.map(({ row }) => row.workload_id),
    );
    const now = this.parts.now().getTime();
    const left = all.filter(({ filled, created_at }) => !filled && now - created_at.getTime() > placesKept);
    await transaction.query(`DELETE FROM workloads WHERE id = ANY ($1::uuid[])`, [
      left.map(({ workload_id }) => workload_id),
    ]);
    const known = moves.filter(({ by }) => by === 'inventory').length;
    return {
      parked: places.length - moves.length - lost.length,
      known,
      expired: moves.length - known,
      dropped: lost.length,
      last: all.length < atMost ? undefined : all.at(-1)?.workload_id,
    };
  }

  /** What can be moved, and places of which it is too late to learn whose they are. */
  async #movesOf(
    places: readonly Place[],
  ): Promise<{ readonly moves: readonly ProfileMove[]; readonly lost: readonly Place[] }> {
    const { resolver, afterwards, keepFor, now } = this.parts;
    const answers = await resolver.resolve(places.map(({ observed }) => observed));
    const isKnown = (answer: Attribution | NoPod | undefined): answer is Known =>
      answer?.workload !== undefined && answer.by !== 'parked';
    const late = places.filter(
      ({ row }, index) => !isKnown(answers[index]) && now().getTime() - row.created_at.getTime() > keepFor,
    );
    const names = late.length === 0 ? [] : await afterwards.resolve(late.map(({ observed }) => observed));
    const byName = new Map(late.map((place, index) => [place, names[index]]));
    const moves: ProfileMove[] = [];
    const lost: Place[] = [];
    for (const [index, place] of places.entries()) {
      const answer = byName.get(place) ?? answers[index];
      if (isKnown(answer)) moves.push(moveOf(place, answer));
      else if (byName.has(place) && answer?.by !== 'parked') lost.push(place);
    }
    return { moves, lost };
  }
}

function sumOf(one: ParkingReport, other: ParkingReport): ParkingReport {
  return {
    parked: one.parked + other.parked,
    known: one.known + other.known,
    expired: one.expired + other.expired,
    dropped: one.dropped + other.dropped,
  };
}

function moveOf(
  { row, last }: Place,
  { workload: to, by, templateHash, owner, identity }: Known,
): ProfileMove {
  const { workload_id: from, cluster } = row;
  const podUid = uidOfUnknownPod(row);
  // What was kept under a name over a longer time may be of several pods that had it.
  const isOne =
    identity !== undefined && identity.uid !== podUid && last < (identity.until ?? AFTER_ALL_TIMES);
  return { from, to, cluster, podUid, by, owner, templateHash, identity: isOne ? identity : undefined };
}

/** Statements of the transaction are ended after `longestMove`, or what is set where that is less. */
async function giveUpSooner(transaction: EntityManager): Promise<void> {
  await transaction.query(
    `SELECT set_config('statement_timeout', least(nullif(setting::integer, 0), $1::integer)::text, true)
     FROM pg_settings WHERE name = 'statement_timeout'`,
    [longestMove],
  );
}

async function readPlaces(
  runner: SqlRunner,
  after: string | undefined,
  atMost: number,
): Promise<readonly PlaceRow[]> {
  return rows(
    runner,
    placeRow,
    `SELECT w.id AS workload_id, w.cluster, w.namespace, w.name, w.created_at, EXISTS (
         SELECT FROM runtime_containers c JOIN runtime_watches v ON v.container_id = c.id
         WHERE c.workload_id = w.id
       ) AS filled
     FROM workloads w
     WHERE w.kind = '${UNKNOWN_POD}' AND ($1::uuid IS NULL OR w.id > $1) ORDER BY w.id LIMIT $2`,
    [after ?? null, atMost],
  );
}

async function readPods(transaction: EntityManager, places: readonly PlaceRow[]): Promise<readonly Place[]> {
  if (places.length === 0) return [];
  const found = await rows(
    transaction,
    podRow,
    `SELECT p.cluster, p.uid, p.name, p.owner_kind, p.owner_name, watched.first_ns::text, watched.last_ns::text
     FROM unnest($1::text[], $2::text[], $3::uuid[]) AS asked (cluster, uid, workload_id)
       JOIN runtime_pods p ON p.cluster = asked.cluster AND p.uid = asked.uid
       CROSS JOIN LATERAL (
         SELECT min(v.from_ns) AS first_ns, max(v.to_ns) AS last_ns
         FROM runtime_containers c JOIN runtime_watches v ON v.container_id = c.id
         WHERE c.workload_id = asked.workload_id
       ) AS watched
     WHERE watched.first_ns IS NOT NULL`,
    [
      places.map(({ cluster }) => cluster),
      places.map(uidOfUnknownPod),
      places.map(({ workload_id }) => workload_id),
    ],
  );
  const pods = new Map(found.map((pod) => [`${pod.cluster}/${pod.uid}`, pod]));
  return places.flatMap((row) => {
    const { cluster, namespace } = row;
    const pod = pods.get(`${cluster}/${uidOfUnknownPod(row)}`);
    if (pod === undefined) return [];
    const { uid, name, owner_kind: kind, owner_name: ownerName, first_ns: at, last_ns: last } = pod;
    const owner = kind === null || ownerName === null ? undefined : { kind, name: ownerName };
    return [{ row, observed: { cluster, namespace, pod: name, uid, owner, at }, last }];
  });
}
