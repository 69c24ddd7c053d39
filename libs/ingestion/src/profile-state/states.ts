import type { Dimension, NodeFacts, Origin } from '#libs/events';
import { BoundedItems, type ItemBounds, type ProfileEntry, type SequenceRanges } from '#libs/profiles';
import type { WorkloadReference } from '#libs/kubernetes';
import type { Attribution, ObservedPod } from '../workload-resolver.js';

/** A row of a dictionary as far as this process knows: its id, and the last day for which the row was marked as used. */
interface Stored {
  id: number | undefined;
  markedUntil: string;
}

/** A workload's container. */
export interface ContainerState extends Stored {
  readonly workload: WorkloadReference;
  readonly workloadId: string;
  readonly name: string;
}

export interface PodState extends Stored {
  readonly cluster: string;
  readonly uid: string;
  readonly node: string;
  readonly observed: ObservedPod;
  attribution: Attribution;
  /** Milliseconds since the epoch at which the workload is to be asked for again; the inventory may have learnt of it. */
  askAgainAt: number;
  readonly workloadId: string;
  /** Undefined: no agent has named it. */
  templateHash: string | undefined;
}

/** An agent's sequence numbers. `revision` is that of the row they were read from or last written to, 0 for none yet. */
export interface AgentState {
  readonly origin: Origin;
  readonly instance: string;
  readonly sequences: SequenceRanges;
  revision: number;
  firstDay: string;
  lastDay: string;
}

/** What agents on a node sent and lost on a day, since the last flush. */
export interface NodeDay {
  readonly cluster: string;
  readonly node: string;
  readonly day: string;
  readonly received: Map<Dimension, number>;
  readonly lost: Map<Dimension, number>;
  /** Messages by the JSON of the facts that they carried. */
  readonly messages: Map<string, { readonly facts: NodeFacts; count: number }>;
}

/** An entry of a container's profile on a day, with what has come since the last flush. */
export interface EntryState {
  readonly entry: ProfileEntry;
  readonly index: number;
  readonly of: ContainerDay;
  /** 0: nothing has come. */
  count: number;
  /** Nanoseconds of the day: numbers, as texts would be kept alive from each event to the next flush. */
  first: number;
  last: number;
  /** Pods that have shown it for the first time; undefined: none. */
  newPods: PodState[] | undefined;
}

/** The items of a workload's container on a day. */
export class ContainerDay {
  readonly #bounded: BoundedItems;
  readonly #entries = new Map<string, EntryState>();
  #count = 0;

  constructor(
    readonly container: ContainerState,
    readonly day: string,
    bounds: ItemBounds,
  ) {
    this.#bounded = new BoundedItems(bounds);
  }

  /** The entry that an item counts in. */
  entryOf(item: ProfileEntry): EntryState {
    return this.#entries.get(item.key) ?? this.#admit(item);
  }

  // Items that do not stand for themselves are not remembered: of crowded directories there may be any number.
  #admit(item: ProfileEntry): EntryState {
    const entry = this.#bounded.add(item);
    let state = this.#entries.get(entry.key);
    if (state === undefined) {
      state = { entry, index: this.#count, of: this, count: 0, first: 0, last: 0, newPods: undefined };
      this.#count += 1;
      this.#entries.set(entry.key, state);
    }
    return state;
  }
}

/** A container of a pod, in one image, on a day. */
export class PodDay {
  #seen = new Uint32Array(4);
  covers: readonly Dimension[] = [];
  /** Watched in part; may overlap with `covers`, as several agents may watch. */
  coversPartly: readonly Dimension[] = [];
  fromStart = false;
  ended = false;
  /** Nanoseconds of the day. */
  from = Infinity;
  to = -Infinity;
  changed = false;

  constructor(
    readonly pod: PodState,
    readonly container: ContainerDay,
    readonly imageId: string,
    readonly image: string,
  ) {}

  /** Notes that the pod has shown an entry. Returns true the first time. */
  shows(index: number): boolean {
    const word = index >>> 5;
    const bit = 1 << (index & 31);
    if (word >= this.#seen.length) {
      const grown = new Uint32Array(Math.max(word + 1, this.#seen.length * 2));
      grown.set(this.#seen);
      this.#seen = grown;
    }
    const before = this.#seen[word] ?? 0;
    if ((before & bit) !== 0) return false;
    this.#seen[word] = before | bit;
    return true;
  }
}
