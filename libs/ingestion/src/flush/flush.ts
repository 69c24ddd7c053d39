import { markProfiles } from '#libs/persistence';
import type { DataSource, EntityManager } from 'typeorm';
import type { Accumulator, Pending } from '../profile-state/accumulator.js';
import type { LetterBounds } from '../dead-letters/letter-bounds.js';
import { type DeadLetter, type LettersCut, removeReplayed, writeDeadLetters } from './dead-letters.js';
import { compareAndSetAgents } from './agents.js';
import { compareAndSetLossTotals } from './loss-totals.js';
import { writeObservations, writeTransmissions, writeWatches } from './aggregates.js';
import { writeInteractions, writeServiceAccountUses } from './audit-uses.js';
import { writeEventIds } from './event-ids.js';
import { type Identities, storeIdentities } from './identities.js';
import { compareAndSetOffsets, type OffsetMove } from './offsets.js';
import { StaleStateError } from './stale-state-error.js';
import { type IngestedRequest, writeRequests } from './requests.js';

/** What goes into one transaction beside the aggregates. */
export interface FlushExtras {
  readonly groupId?: string;
  readonly offsets?: readonly OffsetMove[];
  readonly deadLetters?: readonly DeadLetter[];
  readonly requests?: readonly IngestedRequest[];
  /** Ids of dead letters that were replayed. */
  readonly replayed?: readonly string[];
}

/** What a flush did. */
export interface FlushResult {
  readonly rows: number;
  readonly letters: LettersCut;
}

/**
 * Stores what is pending, and all that belongs to it, in one transaction: both or nothing. On success the accumulator
 * counts from zero; on failure it is as it was.
 *
 * @throws {StaleStateError} if another process moved on what this one built upon: everything has to be read again
 */
export async function flush(
  dataSource: DataSource,
  accumulator: Accumulator,
  extras: FlushExtras,
  bounds: LetterBounds,
): Promise<FlushResult> {
  const { pending } = accumulator;
  const { identities, letters } = await dataSource
    .transaction((transaction) => store(transaction, accumulator, extras, bounds))
    .catch((error: unknown) => {
      throw isForeignKeyViolation(error) ? new StaleStateError('a workload') : error;
    });
  const rows = pending.entries.size + pending.watches.length;
  identities.stored();
  accumulator.flushed();
  return { rows, letters };
}

async function store(
  transaction: EntityManager,
  { pending, known }: Accumulator,
  { groupId = '', offsets = [], deadLetters = [], requests = [], replayed = [] }: FlushExtras,
  bounds: LetterBounds,
): Promise<{ readonly identities: Identities; readonly letters: LettersCut }> {
  // Every transaction takes its locks in this order, and rows of a table in the order of their keys: no deadlocks.
  await removeReplayed(transaction, replayed);
  await compareAndSetOffsets(transaction, groupId, offsets);
  await writeRequests(transaction, requests);
  await compareAndSetAgents(transaction, pending.agents);
  await compareAndSetLossTotals(transaction, pending.losses);
  await writeEventIds(transaction, pending.eventIds);
  const identities = await storeIdentities(transaction, pending, known);
  await writeObservations(transaction, pending.entries, identities);
  await writeWatches(transaction, pending.watches, identities);
  await writeTransmissions(transaction, pending.nodes);
  await writeInteractions(transaction, pending.audit.interactions);
  await writeServiceAccountUses(transaction, pending.audit.uses);
  const letters = await writeDeadLetters(transaction, deadLetters, bounds);
  await markProfiles(transaction, workloadsWithNews(pending));
  return { identities, letters };
}

/** Ids of the workloads whose profiles say more than before: an item of another pod or day, another watch, an end. */
function workloadsWithNews({ entries, watches }: Pending): readonly string[] {
  const ids = new Set<string>();
  for (let row = 0; row < entries.size; row += 1)
    if (entries.isNewToAPod(row)) ids.add(entries.containerOf(row).container.workloadId);
  for (const { news, container } of watches) if (news) ids.add(container.container.workloadId);
  return [...ids];
}

/** Somebody deleted a workload after it was found to be there: SQLSTATE foreign_key_violation. */
function isForeignKeyViolation(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '23503';
}
