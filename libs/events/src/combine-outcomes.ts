import type { Issue, NormalisedEvent, Outcome } from './event-format.js';

/** What became of one of the parts of a message, and where that part stands in it. */
export interface PartOutcome {
  readonly outcome: Outcome<readonly NormalisedEvent[]>;
  readonly path: readonly PropertyKey[];
}

/**
 * The events of all parts of a message, and the mistakes of all, each with the path of its part before its own. One by one:
 * a part may have more of them than fit into the arguments of a call.
 */
export function combineOutcomes(parts: Iterable<PartOutcome>): {
  readonly events: readonly NormalisedEvent[];
  readonly issues: readonly Issue[];
} {
  const events: NormalisedEvent[] = [];
  const issues: Issue[] = [];
  for (const { outcome, path } of parts) {
    if (outcome.outcome === 'ok') for (const event of outcome.value) events.push(event);
    else if (outcome.outcome === 'dead-letter') {
      for (const issue of outcome.issues) issues.push({ ...issue, path: [...path, ...issue.path] });
    }
  }
  return { events, issues };
}
