import type { Instant } from './instant.js';
import type { Interner, KnownItem, Origin, Subject } from './interner.js';
import type { Dimension } from './observation.js';
import type { NodeFacts } from './runtime-event.js';

/** A mistake in a message: where (object keys and array indexes from the root), and what is allowed there. */
export interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** An observation ready to be counted. `first` is not after `last`. */
export interface NormalisedObservation {
  readonly item: KnownItem;
  readonly count: number;
  readonly first: Instant;
  readonly last: Instant;
}

export interface NormalisedContainer {
  readonly subject: Subject;
  readonly observations: readonly NormalisedObservation[];
}

export const interactionKinds = ['exec', 'attach', 'port-forward', 'ephemeral-containers'] as const;

/** Somebody used a pod from outside its processes (audit log): what runs then is no need of the workload. */
export interface Interaction {
  readonly kind: (typeof interactionKinds)[number];
  readonly namespace: string;
  readonly pod: string;
  readonly container?: string | undefined;
  /** The user, after impersonation. */
  readonly user: string;
  /** When it began, and when it had ended. The same where the log does not say when it began. */
  readonly from: string;
  readonly at: string;
  /** Whether it came about. */
  readonly allowed: boolean;
}

/** A request that a service account made to the API server (audit log). */
export interface ServiceAccountUse {
  readonly namespace: string;
  readonly serviceAccount: string;
  /** The pod that the token is bound to. */
  readonly pod?: string | undefined;
  readonly verb: string;
  readonly apiGroup: string;
  readonly resource: string;
  readonly at: string;
  /** Whether the account has the right to, whatever became of the request. */
  readonly allowed: boolean;
}

/**
 * What an agent has lost since a run of it began, as counters that only grow: each event repeats what those before it told.
 * Counts for all that the event covers.
 */
export interface LossSoFar {
  /** The run, among those of the agent on its node: counters of another one begin from zero. */
  readonly run: string;
  /** By name of the counter; integers that are not negative. */
  readonly totals: Readonly<Record<string, number>>;
}

/** What every format becomes: who saw it, what was watched and lost, and what was seen. */
export interface NormalisedEvent {
  readonly origin: Origin;
  /** Number of the event within `origin.instance`; a number that was taken before is a duplicate. */
  readonly sequence?: number;
  /** Canonical time at which the agent sent it. */
  readonly sentAt: string;
  readonly covers: readonly Dimension[];
  /** Dimensions watched in part, none of them in `covers`. Absent: none. */
  readonly coversPartly?: readonly Dimension[];
  readonly lost: ReadonlyMap<Dimension, number>;
  /** Where the agent tells totals instead of what it lost since its last event. */
  readonly lostSoFar?: LossSoFar;
  readonly nodeFacts?: NodeFacts;
  readonly containers: readonly NormalisedContainer[];
  /** Where the agent identifies events instead of numbering them: the same twice is a duplicate. Of any length. */
  readonly eventId?: string;
  readonly interactions?: readonly Interaction[];
  readonly serviceAccountUses?: readonly ServiceAccountUse[];
}

/** What is said of messages by the settings of their topic, or of the request that brings them. */
export interface SourceSettings {
  /** Name of a format: messages are not recognised by their looks, then. */
  readonly format?: string;
  /** The cluster of all messages; what they say themselves does not count, then. Native events name their own. */
  readonly cluster?: string;
  /** Dimensions that the agent is configured to watch as a whole. Nothing is covered that is not declared. */
  readonly covers?: readonly Dimension[];
  /** Dimensions of which it is configured to watch a part only: they are not covered, whatever `covers` says. */
  readonly coversPartly?: readonly Dimension[];
  /** The gadget of Inspektor Gadget, such as trace_open; its messages don't say. */
  readonly gadget?: string;
  /** The field of Falco's alerts that names the cluster: operators choose it. `cluster` goes before it. */
  readonly clusterField?: string;
}

/**
 * Why a message is left out on purpose, or can't be used. Stable words, also labels of metrics. `incomplete`: the agent
 * leaves out what can't be guessed, such as the verdict of a capability check, or the event was cut on the way. `no-pod`: of the pod only a container is known,
 * which nobody has; `ambiguous-container`: of that only the beginning of the id, and several begin so.
 */
export type DropReason = 'duplicate' | 'not-relevant' | 'incomplete' | 'no-pod' | 'ambiguous-container';
export type DeadLetterReason =
  'empty' | 'too-large' | 'unreadable' | 'not-json' | 'unknown-format' | 'invalid' | 'too-many-events';

/** How many parts of a message that holds several were left out, by why. */
export type Drops = ReadonlyMap<DropReason, number>;

/** What became of a message. `drop`: there is nothing to learn from it; `dead-letter`: somebody has to look at it. */
export type Outcome<T> =
  | { readonly outcome: 'ok'; readonly value: T; readonly dropped?: Drops }
  | { readonly outcome: 'drop'; readonly reason: DropReason }
  | {
      readonly outcome: 'dead-letter';
      readonly reason: DeadLetterReason;
      readonly issues: readonly Issue[];
      /**
       * How many parts of lines that were cut on the way it is, if it is nothing else. Beside what can be read they are left
       * out as `incomplete`; alone they may be anything.
       */
      readonly cut?: number;
    };

/** One format of events. To add one: a file in formats/, its spec, and an entry in formats/registry.ts. */
export interface EventFormat {
  readonly name: string;
  /** Whether a message is of this format; looks only at what tells formats apart, and never throws. */
  recognises(message: unknown): boolean;
  /** Takes a message apart as a whole: one mistake refuses all of it. */
  normalise(
    message: unknown,
    interner: Interner,
    settings: SourceSettings,
  ): Outcome<readonly NormalisedEvent[]>;
}
