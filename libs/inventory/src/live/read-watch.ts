import { firstRow, rows, type SqlRunner } from '#libs/persistence';
import type { DataSource } from 'typeorm';
import { z } from 'zod';
import { isLive } from './silence.js';

/** How it goes with one resource of a watched cluster. */
export interface ResourceWatch {
  readonly resource: string;
  /** `absent`: the cluster has no such resource; `failing`: what is stored may be old. */
  readonly state: 'synced' | 'absent' | 'failing';
  readonly listedAt: Date | undefined;
  readonly error: string | undefined;
}

/** The watch of a cluster, as its watcher last described it. */
export interface StoredWatch {
  readonly watcher: string;
  /** 0: nobody has ever watched it, though somebody tried. */
  readonly term: number;
  readonly since: Date;
  /** Somebody watches now: the last sign of life is not old. */
  readonly live: boolean;
  readonly heartbeatAt: Date;
  /** When everything had been listed for the first time in this or an earlier term. */
  readonly syncedAt: Date | undefined;
  readonly lastEventAt: Date | undefined;
  readonly error: string | undefined;
  readonly pods: number;
  readonly resources: readonly ResourceWatch[];
}

const watchRow = z.object({
  watcher: z.string(),
  term: z.string().transform(Number),
  since: z.date(),
  live: z.boolean(),
  heartbeat_at: z.date(),
  synced_at: z.date().nullable(),
  last_event_at: z.date().nullable(),
  error: z.string().nullable(),
  pods: z.int(),
});
const resourceRow = z.object({
  resource: z.string(),
  state: z.enum(['synced', 'absent', 'failing']),
  listed_at: z.date().nullable(),
  error: z.string().nullable(),
});

/** Undefined: the cluster was never watched. */
export async function readWatch(runner: SqlRunner, cluster: string): Promise<StoredWatch | undefined> {
  const watch = await firstRow(
    runner,
    watchRow,
    `SELECT watcher, term, since, ${isLive('heartbeat_at')} AS live, heartbeat_at, synced_at, last_event_at, error,
       (SELECT count(*)::int FROM inventory_pods p WHERE p.cluster = $1 AND p.gone_at IS NULL) AS pods
     FROM cluster_watches WHERE cluster = $1`,
    [cluster],
  );
  if (watch === undefined) return undefined;
  const resources = await rows(
    runner,
    resourceRow,
    `SELECT resource, state, listed_at, error FROM cluster_watch_resources WHERE cluster = $1 ORDER BY resource`,
    [cluster],
  );
  return {
    watcher: watch.watcher,
    term: watch.term,
    since: watch.since,
    live: watch.live,
    heartbeatAt: watch.heartbeat_at,
    syncedAt: watch.synced_at ?? undefined,
    lastEventAt: watch.last_event_at ?? undefined,
    error: watch.error ?? undefined,
    pods: watch.pods,
    resources: resources.map(({ resource, state, listed_at, error }) => ({
      resource,
      state,
      listedAt: listed_at ?? undefined,
      error: error ?? undefined,
    })),
  };
}

/** Whether somebody watches the cluster now. In a transaction: nobody begins to before it ends. */
export async function isWatched(runner: SqlRunner, cluster: string): Promise<boolean> {
  const found = await firstRow(
    runner,
    z.object({ live: z.boolean() }),
    `SELECT ${isLive('heartbeat_at')} AS live FROM cluster_watches WHERE cluster = $1 FOR SHARE`,
    [cluster],
  );
  return found?.live === true;
}

/** Notes why a collector that should watch a cluster can not. Of one never watched before that is all there is to say. */
export async function noteUnreachable(
  dataSource: DataSource,
  cluster: string,
  note: { readonly watcher: string; readonly error: string; readonly now: Date },
): Promise<void> {
  const { watcher, error, now } = note;
  await dataSource.transaction(async (transaction) => {
    await transaction.query(
      `INSERT INTO clusters (name, created_at) VALUES ($1, $2) ON CONFLICT DO NOTHING`,
      [cluster, now],
    );
    await transaction.query(
      `INSERT INTO cluster_watches (cluster, term, watcher, since, heartbeat_at, error, error_at)
       VALUES ($1, 0, $2, $4, 'epoch', $3, $4)
       ON CONFLICT (cluster) DO UPDATE SET error = excluded.error, error_at = excluded.error_at`,
      [cluster, watcher, error, now],
    );
  });
}
