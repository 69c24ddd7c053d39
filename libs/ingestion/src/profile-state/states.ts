import { type Dimension, dimensionNames, type ObservedPod, type Origin } from '#libs/events';
import type { ItemBounds, ProfileEntry, SequenceRanges } from '#libs/profiles';
import type { WorkloadReference } from '#libs/kubernetes';
import type { Attribution } from '../workload-resolver.js';
import { ContainerItems } from './container-items.js';
import type { CutItems } from './cut-items.js';
import { withNode } from './nodes-of-watch.js';

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
  /** The name that an agent gave its node; others may call it otherwise. */
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
  /** Numbers that were missing when it was read or last written. */
  missing: number;
  /** Ranges of numbers that it had then. */
  ranges: number;
  revision: number;
  firstDay: string;
  lastDay: string;
}

/** The JSON of facts of which there are none. */
export const NO_FACTS = '{}';

/** What agents on a node sent and lost on a day, since the last flush. */
export class NodeDay {
  /** Observations by place of the dimension among `dimensionNames`; 0: nothing was said of it. */
  readonly received = new Float64Array(dimensionNames.length);
  readonly lost = new Map<Dimension, number>();
  /** Messages by the JSON of the facts that they carried. */
  readonly messages = new Map<string, number>();

  constructor(
    readonly cluster: string,
    readonly node: string,
    readonly day: string,
  ) {}
}

let containerDays = 0;

/** The items of a workload's container on a day. */
export class ContainerDay {
  /** Another one for each: good for looking them up. */
  readonly number = (containerDays += 1);
  readonly #items: ContainerItems;
  readonly #pods: PodDay[] = [];
  readonly #indexes = new Map<string, number>();
  readonly #entries: ProfileEntry[] = [];
  /** Rows of `PendingEntries`, by index of the entry. */
  readonly #rows: (number | undefined)[] = [];

  constructor(
    readonly container: ContainerState,
    readonly day: string,
    bounds: ItemBounds,
    cut: CutItems,
  ) {
    this.#items = new ContainerItems(bounds, cut, this.#entries, this.#pods);
  }

  /** Entries. */
  get size(): number {
    return this.#entries.length;
  }

  /** A pod may show items from now on. */
  join(pod: PodDay): void {
    this.#pods.push(pod);
  }

  /** Index of the entry that an item of a pod counts in. */
  indexOf(item: ProfileEntry, pod: PodDay): number {
    return this.#indexes.get(item.key) ?? this.#admit(item, pod);
  }

  entryAt(index: number): ProfileEntry {
    const entry = this.#entries[index];
    if (entry === undefined) throw new RangeError(`there is no entry ${index}`);
    return entry;
  }

  /** The row of an entry among what is pending; undefined: nothing is. */
  rowOf(index: number): number | undefined {
    return this.#rows[index];
  }

  beginRow(index: number, row: number): void {
    this.#rows[index] = row;
  }

  endRow(index: number): void {
    this.#rows[index] = undefined;
  }

  // Items that do not stand for themselves are not remembered: of crowded directories there may be any number.
  #admit(item: ProfileEntry, pod: PodDay): number {
    const entry = this.#items.place(item, pod, ({ key }) => !this.#indexes.has(key));
    const known = this.#indexes.get(entry.key);
    if (known !== undefined) return known;
    const index = this.#entries.length;
    this.#indexes.set(entry.key, index);
    this.#entries.push(entry);
    this.#rows.push(undefined);
    return index;
  }
}

/** Bits of a small integer. */
const bitsPerElement = 30;

/** A container of a pod, in one image, on a day. */
export class PodDay {
  /** Entries that the pod has shown, a bit for each: those of the first ones, which are all that most pods have, and the rest. */
  #seenFirst = 0;
  #seenMore: number[] | undefined;
  #lastNode: string | undefined;
  covers: readonly Dimension[] = [];
  /** Watched in part; may overlap with `covers`, as several agents may watch. */
  coversPartly: readonly Dimension[] = [];
  /** What agents call the node, in order. */
  nodes: readonly string[] = [];
  fromStart = false;
  ended = false;
  /** Entries that the pod has shown. */
  shown = 0;
  /** Nanoseconds of the day. */
  from = Infinity;
  to = -Infinity;
  changed = false;
  /** It says more than what was stored of it: not just that the pod was watched for longer. */
  news = true;

  constructor(
    readonly pod: PodState,
    readonly container: ContainerDay,
    readonly imageId: string,
    /** The description of the image, until it is stored: many are of the same image, and some describe it at length. */
    public image: string | undefined,
  ) {}

  /** Notes that an agent watched it on a node. */
  watchedOn(node: string): void {
    if (node === this.#lastNode) return;
    this.#lastNode = node;
    const nodes = withNode(this.nodes, node);
    if (nodes === this.nodes) return;
    this.nodes = nodes;
    this.news = true;
  }

  /** Notes that the pod has shown an entry. Returns true the first time. */
  shows(index: number): boolean {
    if (this.hasShown(index)) return false;
    if (index < bitsPerElement) this.#seenFirst |= 1 << index;
    else {
      const element = Math.floor(index / bitsPerElement);
      const seen = (this.#seenMore ??= []);
      while (element >= seen.length) seen.push(0);
      seen[element] = (seen[element] ?? 0) | (1 << (index % bitsPerElement));
    }
    this.shown += 1;
    return true;
  }

  hasShown(index: number): boolean {
    if (index < bitsPerElement) return (this.#seenFirst & (1 << index)) !== 0;
    const seen = this.#seenMore?.[Math.floor(index / bitsPerElement)] ?? 0;
    return (seen & (1 << (index % bitsPerElement))) !== 0;
  }
}
