import type { Interner, KnownItem, Origin, Subject } from './interner.js';
import type { Dimension } from './observation.js';
import type { NodeFacts } from './runtime-event.js';

/** A mistake in a message: where (object keys and array indexes from the root), and what is allowed there. */
export interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** An observation ready to be counted. Times are canonical (timestamp.ts), `first` is not after `last`. */
export interface NormalisedObservation {
  readonly item: KnownItem;
  readonly count: number;
  readonly first: string;
  readonly last: string;
}

export interface NormalisedContainer {
  readonly subject: Subject;
  readonly observations: readonly NormalisedObservation[];
}

/** What every format becomes: who saw it, what was watched and lost, and what was seen. */
export interface NormalisedEvent {
  readonly origin: Origin;
  /** Number of the event within `origin.instance`; a number that was taken before is a duplicate. */
  readonly sequence?: number;
  /** Canonical time at which the agent sent it. */
  readonly sentAt: string;
  readonly covers: readonly Dimension[];
  readonly lost: ReadonlyMap<Dimension, number>;
  readonly nodeFacts?: NodeFacts;
  readonly containers: readonly NormalisedContainer[];
}

/** Why a message is left out on purpose, or can't be used. Stable words, also labels of metrics. */
export type DropReason = 'duplicate' | 'not-relevant';
export type DeadLetterReason =
  'empty' | 'too-large' | 'not-json' | 'unknown-format' | 'invalid' | 'too-many-events';

/** What became of a message. `drop`: there is nothing to learn from it; `dead-letter`: somebody has to look at it. */
export type Outcome<T> =
  | { readonly outcome: 'ok'; readonly value: T }
  | { readonly outcome: 'drop'; readonly reason: DropReason }
  | { readonly outcome: 'dead-letter'; readonly reason: DeadLetterReason; readonly issues: readonly Issue[] };

/** One format of events. To add one: a file in formats/, its spec, and an entry in formats/registry.ts. */
export interface EventFormat {
  readonly name: string;
  /** Whether a message is of this format; looks only at what tells formats apart, and never throws. */
  recognises(message: unknown): boolean;
  /** Takes a message apart as a whole: one mistake refuses all of it. */
  normalise(message: unknown, interner: Interner): Outcome<readonly NormalisedEvent[]>;
}
