import { AFTER_ALL_TIMES, compareText, type Origin } from '#libs/events';
import { bigintColumn, rows, type SqlRunner } from '#libs/persistence';
import { SequenceRanges } from '#libs/profiles';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { agentKey } from '../profile-state/agent-sequences.js';
import type { AgentState } from '../profile-state/states.js';
import { StaleStateError } from './stale-state-error.js';

/** Gaps in the sequence of one agent that are kept track of. */
const mostRanges = 1_000;

const agentRow = z.object({
  cluster: z.string(),
  instance: z.string(),
  sequences: z.object({ ranges: z.array(z.tuple([z.int(), z.int()])), givenUp: z.int() }),
  revision: bigintColumn,
  first_day: z.string(),
  last_day: z.string(),
});

/** The sequence numbers of agents as they are stored; of those never heard of before, none. */
export async function readAgents(
  runner: SqlRunner,
  origins: Iterable<Origin>,
): Promise<readonly AgentState[]> {
  const agents = [...origins].flatMap((origin) => {
    const { instance } = origin.agent;
    return instance === undefined ? [] : [{ origin, instance }];
  });
  const stored = await rows(
    runner,
    agentRow,
    `SELECT cluster, instance, sequences, revision, first_day::text, last_day::text
     FROM runtime_agents JOIN unnest($1::text[], $2::text[]) AS wanted (cluster, instance) USING (cluster, instance)`,
    [agents.map(({ origin }) => origin.cluster), agents.map(({ instance }) => instance)],
  );
  const byKey = new Map(stored.map((row) => [agentKey(row.cluster, row.instance), row]));
  return agents.map(({ origin, instance }) => {
    const row = byKey.get(agentKey(origin.cluster, instance));
    const sequences = new SequenceRanges(mostRanges, row?.sequences);
    return {
      origin,
      instance,
      sequences,
      missing: sequences.missing,
      ranges: sequences.size,
      revision: row?.revision ?? 0,
      firstDay: row?.first_day ?? AFTER_ALL_TIMES,
      lastDay: row?.last_day ?? '',
    };
  });
}

/**
 * Stores the sequence numbers of agents, if nobody else took numbers of theirs meanwhile.
 *
 * @throws {StaleStateError} if somebody did: duplicates may have been counted
 */
export async function compareAndSetAgents(
  transaction: EntityManager,
  agents: readonly AgentState[],
): Promise<void> {
  if (agents.length === 0) return;
  const sorted = agents.toSorted((a, b) =>
    compareText(agentKey(a.origin.cluster, a.instance), agentKey(b.origin.cluster, b.instance)),
  );
  const written = await rows(
    transaction,
    z.object({ instance: z.string() }),
    `INSERT INTO runtime_agents AS agent
       (cluster, instance, node, name, version, sequences, missing, revision, first_day, last_day)
     SELECT cluster, instance, node, name, version, sequences, missing, revision + 1, first_day, last_day
     FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::jsonb[], $7::bigint[], $8::bigint[],
       $9::date[], $10::date[]) AS changed
       (cluster, instance, node, name, version, sequences, missing, revision, first_day, last_day)
     ON CONFLICT (cluster, instance) DO UPDATE SET
       sequences = excluded.sequences, missing = excluded.missing, revision = excluded.revision,
       first_day = excluded.first_day, last_day = excluded.last_day
     WHERE agent.revision = excluded.revision - 1
     RETURNING instance`,
    [
      sorted.map(({ origin }) => origin.cluster),
      sorted.map(({ instance }) => instance),
      sorted.map(({ origin }) => origin.node),
      sorted.map(({ origin }) => origin.agent.name),
      sorted.map(({ origin }) => origin.agent.version),
      sorted.map(({ sequences }) => JSON.stringify(sequences.state)),
      sorted.map(({ sequences }) => sequences.missing),
      sorted.map(({ revision }) => revision),
      sorted.map(({ firstDay }) => firstDay),
      sorted.map(({ lastDay }) => lastDay),
    ],
  );
  if (written.length !== agents.length) throw new StaleStateError('the sequence of an agent');
}
