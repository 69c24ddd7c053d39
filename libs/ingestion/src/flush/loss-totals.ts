import { compareText } from '#libs/events';
import { bigintColumn, rows, type SqlRunner } from '#libs/persistence';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { lossKey, type LossTotals } from '../profile-state/loss-totals.js';
import { StaleStateError } from './stale-state-error.js';

const runRow = z.object({
  cluster: z.string(),
  node: z.string(),
  agent: z.string(),
  run: z.string(),
  totals: z.record(z.string(), z.int().min(0)),
  revision: bigintColumn,
  last_day: z.string(),
});

/** The counters of runs of agents as they are stored; of those never heard of before, none. */
export async function readLossTotals(
  runner: SqlRunner,
  wanted: Iterable<Pick<LossTotals, 'origin' | 'run'>>,
): Promise<readonly LossTotals[]> {
  const runs = [...wanted];
  const stored = await rows(
    runner,
    runRow,
    `SELECT cluster, node, agent, run, totals, revision, last_day::text
     FROM runtime_loss_totals
     JOIN unnest($1::text[], $2::text[], $3::text[], $4::text[]) AS wanted (cluster, node, agent, run)
       USING (cluster, node, agent, run)`,
    keysOf(runs),
  );
  const byKey = new Map(stored.map((row) => [lossKey(row.cluster, row.node, row.agent, row.run), row]));
  return runs.map(({ origin, run }) => {
    const row = byKey.get(lossKey(origin.cluster, origin.node, origin.agent.name, run));
    return {
      origin,
      run,
      totals: row?.totals ?? {},
      revision: row?.revision ?? 0,
      lastDay: row?.last_day ?? '',
    };
  });
}

/**
 * Stores the counters of runs of agents, if nobody else counted by them meanwhile.
 *
 * @throws {StaleStateError} if somebody did: the same loss may have been counted twice
 */
export async function compareAndSetLossTotals(
  transaction: EntityManager,
  runs: readonly LossTotals[],
): Promise<void> {
  if (runs.length === 0) return;
  const sorted = runs.toSorted((a, b) => compareText(sortKey(a), sortKey(b)));
  const written = await rows(
    transaction,
    z.object({ run: z.string() }),
    `INSERT INTO runtime_loss_totals AS stored (cluster, node, agent, run, totals, revision, last_day)
     SELECT cluster, node, agent, run, totals, revision + 1, last_day
     FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::jsonb[], $6::bigint[], $7::date[])
       AS changed (cluster, node, agent, run, totals, revision, last_day)
     ON CONFLICT (cluster, node, agent, run) DO UPDATE SET
       totals = excluded.totals, revision = excluded.revision, last_day = excluded.last_day
     WHERE stored.revision = excluded.revision - 1
     RETURNING run`,
    [
      ...keysOf(sorted),
      sorted.map(({ totals }) => JSON.stringify(totals)),
      sorted.map(({ revision }) => revision),
      sorted.map(({ lastDay }) => lastDay),
    ],
  );
  if (written.length !== runs.length) throw new StaleStateError('the counters of an agent');
}

function keysOf(runs: readonly Pick<LossTotals, 'origin' | 'run'>[]): string[][] {
  return [
    runs.map(({ origin }) => origin.cluster),
    runs.map(({ origin }) => origin.node),
    runs.map(({ origin }) => origin.agent.name),
    runs.map(({ run }) => run),
  ];
}

function sortKey({ origin: { cluster, node, agent }, run }: LossTotals): string {
  return lossKey(cluster, node, agent.name, run);
}
