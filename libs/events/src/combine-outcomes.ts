import type { DropReason, Issue, NormalisedEvent, Outcome } from './event-format.js';

/** What became of one of the parts of a message, and where that part stands in it. */
export interface PartOutcome {
  readonly outcome: Outcome<readonly NormalisedEvent[]>;
  readonly path: readonly PropertyKey[];
}

/**
 * What becomes of a message of all these parts: its events and what was left out, or the mistakes of all, each with the path of
 * its part before its own. What was cut is no mistake of the sender, and left out, unless nothing else is there that shows
 * what it was cut from. One by one: a part may have more mistakes than fit into the arguments of a call.
 */
export function combineOutcomes(parts: Iterable<PartOutcome>): Outcome<readonly NormalisedEvent[]> {
  const events: NormalisedEvent[] = [];
  const issues: Issue[] = [];
  const issuesOfCut: Issue[] = [];
  const dropped = new Map<DropReason, number>();
  let [number, withCut, cut] = [0, 0, 0];
  let last: Outcome<unknown> | undefined;
  for (const { outcome, path } of parts) {
    number += 1;
    last = outcome;
    addDrops(outcome, dropped);
    if (outcome.outcome === 'ok') for (const event of outcome.value) events.push(event);
    else if (outcome.outcome === 'dead-letter') {
      const found = outcome.cut === undefined ? issues : issuesOfCut;
      for (const issue of outcome.issues) found.push({ ...issue, path: [...path, ...issue.path] });
      if (outcome.cut !== undefined) withCut += 1;
      cut += outcome.cut ?? 0;
    }
  }
  if (issues.length > 0) return { outcome: 'dead-letter', reason: 'invalid', issues };
  if (cut > 0 && withCut === number) {
    return { outcome: 'dead-letter', reason: 'invalid', issues: issuesOfCut, cut };
  }
  if (cut > 0) add(dropped, 'incomplete', cut);
  if (number === 1 && last?.outcome === 'drop') return last;
  return { outcome: 'ok', value: events, ...(dropped.size > 0 && { dropped }) };
}

/** Counts what was left out of a message: all of it, or parts. */
export function addDrops(outcome: Outcome<unknown>, counts: Map<DropReason, number>): void {
  if (outcome.outcome === 'drop') add(counts, outcome.reason, 1);
  else if (outcome.outcome === 'ok' && outcome.dropped !== undefined) {
    for (const [reason, times] of outcome.dropped) add(counts, reason, times);
  }
}

function add(counts: Map<DropReason, number>, reason: DropReason, times: number): void {
  counts.set(reason, (counts.get(reason) ?? 0) + times);
}
