import {
  dayOf,
  type Dimension,
  dimensionNames,
  type Instant,
  isLongSubject,
  nanosecondsOfDay,
  type NoPod,
  type NormalisedContainer,
  type NormalisedEvent,
  type NormalisedObservation,
  sortedDimensions,
  type Subject,
} from '#libs/events';
import type { ItemBounds } from '#libs/profiles';
import { workloadKey } from '#libs/kubernetes';
import type { Attribution } from '../workload-resolver.js';
import { AgentSequences } from './agent-sequences.js';
import { AuditUses } from './audit-uses.js';
import { CutItems } from './cut-items.js';
import { DayState } from './day-state.js';
import { EventIds } from './event-ids.js';
import { imageOf } from './image.js';
import { KnownPods, type Question } from './known-pods.js';
import { KnownRows } from './known-rows.js';
import { LossSoFarOfAgents, type LossTotals } from './loss-totals.js';
import { PendingEntries } from './pending-entries.js';
import { RecentEntries } from './recent-entries.js';
import { Transmissions } from './transmissions.js';
import {
  type AgentState,
  ContainerDay,
  type ContainerState,
  type NodeDay,
  PodDay,
  type PodState,
} from './states.js';

/** All that changed since the last flush. */
export interface Pending {
  readonly entries: PendingEntries;
  readonly watches: readonly PodDay[];
  readonly nodes: readonly NodeDay[];
  readonly agents: readonly AgentState[];
  readonly losses: readonly LossTotals[];
  readonly eventIds: ReadonlySet<string>;
  readonly audit: AuditUses;
}

const rememberedDays = 4;
/** Containers of pods, and entries of all containers, that are remembered after a flush; of more, none. */
const most = { pods: 300_000, entries: 2_000_000 };
/** Characters in an ordinary row. */
const lengthOfRow = 1_024;

/**
 * Aggregates events in memory: counts, first and last, distinct pods. What it remembers between flushes only saves work
 * (which entries are known, which pods have shown them): it can be thrown away at any flush, and built again.
 */
export class Accumulator {
  readonly #days = new Map<string, DayState>();
  /** The day that was asked for last: nearly always the one that is asked for next. */
  #lastDay: DayState | undefined;
  readonly #containers = new Map<string, ContainerState>();
  /** Pods of events; those that are not known, or not for sure, have to be asked for before `add`. */
  readonly pods = new KnownPods();
  /** The numbers of events of agents; what is not known has to be looked up before `add`. */
  readonly agents = new AgentSequences();
  readonly #entries = new PendingEntries();
  readonly #recent = new RecentEntries();
  #watches: PodDay[] = [];
  /** What the descriptions of images that are to be stored take beyond an ordinary row, in rows. */
  #longImages = 0;
  readonly #transmissions = new Transmissions();
  readonly #audit = new AuditUses();
  /** Rows of dictionaries that are known to exist. */
  readonly known = new KnownRows();
  /** Events that agents identify; those that are not known have to be looked up before `add`. */
  readonly eventIds = new EventIds();
  /** What agents count themselves of their loss; what is not known has to be looked up before `add`. */
  readonly losses = new LossSoFarOfAgents();
  /** What profiles do not keep apart. */
  readonly cut = new CutItems();
  /** Observations of one event, by place of the dimension among `dimensionNames`. */
  readonly #received = new Float64Array(dimensionNames.length);

  constructor(
    private readonly bounds: ItemBounds,
    private readonly remembered = most,
  ) {}

  /** Whether an event can be added as things are known; if not, something of it has to be looked up. */
  isPrepared(event: NormalisedEvent, now: number): boolean {
    if (!this.agents.isKnown(event)) return false;
    if (!this.eventIds.isKnown(event) || !this.losses.isKnown(event)) return false;
    const day = this.#dayState(event.sentAt);
    for (const { subject } of event.containers) {
      const pod = day.podDayOf(subject)?.pod;
      if (pod === undefined ? this.pods.isUnknown(subject, event.sentAt, now) : pod.askAgainAt <= now)
        return false;
    }
    return true;
  }

  /** What has to be asked of the pods of events, by key: `learnPod` has to be called with the answers before `add`. */
  questions(events: readonly NormalisedEvent[], now: number): ReadonlyMap<string, Question> {
    const questions = new Map<string, Question>();
    for (const { origin, containers, sentAt } of events) {
      for (const { subject } of containers) {
        if (!this.pods.isUnknown(subject, sentAt, now)) continue;
        const question = this.pods.questionOf(subject, sentAt, origin.node);
        questions.set(question.key, question);
      }
    }
    return questions;
  }

  learnPod(question: Question, answer: Attribution | NoPod, now: number): void {
    this.pods.learn(question, answer, now, (pod) => {
      for (const day of this.#days.values()) day.forget(pod);
    });
  }

  /** Counts an event, unless its sequence number or its id was taken before, or its containers are known to be of no pod. */
  add(event: NormalisedEvent): 'ok' | 'duplicate' | NoPod['by'] {
    const { day } = this.#dayState(event.sentAt);
    if (!this.agents.take(event, day) || !this.eventIds.take(event)) return 'duplicate';
    this.#received.fill(0);
    let outcome: 'ok' | NoPod['by'] = 'ok';
    const sentAt = nanosecondsOfDay(event.sentAt);
    for (const container of event.containers) {
      const added = this.#addContainer(event, container, day, sentAt);
      if (added !== 'ok') outcome = added;
    }
    this.#transmissions.add(this.losses.take(event, day), day, this.#received);
    if (event.interactions !== undefined || event.serviceAccountUses !== undefined) this.#audit.add(event);
    return outcome;
  }

  /** Rows that a flush would write, about. */
  get changedRows(): number {
    const aggregates = this.#entries.size + this.#watches.length + this.#transmissions.changedRows;
    const agents = this.agents.changedRows + this.losses.changedRows;
    return aggregates + agents + this.#longImages + this.#audit.size + this.eventIds.pending.size;
  }

  get pending(): Pending {
    return {
      entries: this.#entries,
      watches: this.#watches,
      nodes: this.#transmissions.nodes,
      agents: this.agents.pending,
      losses: this.losses.pending,
      eventIds: this.eventIds.pending,
      audit: this.#audit,
    };
  }

  /** What was pending has been stored. */
  flushed(): void {
    for (const watch of this.#watches) {
      watch.changed = false;
      watch.news = false;
      watch.image = undefined;
    }
    this.#entries.clear();
    this.#watches = [];
    this.#longImages = 0;
    this.#transmissions.clear();
    this.#audit.clear();
    this.pods.flushed();
    this.agents.flushed();
    this.eventIds.flushed();
    this.losses.flushed();
    this.#forget();
  }

  /** Forgets everything, what is pending included: it will be read again. */
  reset(): void {
    this.#days.clear();
    this.#lastDay = undefined;
    this.#recent.clear();
    this.#containers.clear();
    this.pods.clear();
    this.agents.reset();
    this.known.clear();
    this.eventIds.reset();
    this.losses.reset();
    this.#entries.clear();
    this.#watches = [];
    this.#longImages = 0;
    this.#transmissions.clear();
    this.#audit.clear();
  }

  #addContainer(
    event: NormalisedEvent,
    { subject, observations }: NormalisedContainer,
    day: string,
    sentAt: number,
  ): 'ok' | NoPod['by'] {
    const sent = this.#dayState(day).podDayOf(subject) ?? this.#podDayAt(subject, day, event);
    if (typeof sent === 'string') return sent;
    this.#watched(sent, event, sentAt);
    let current = sent;
    for (const observation of observations) {
      const { first, last, item, count } = observation;
      if (last.day !== current.container.day) {
        current = this.#podDay(subject, last.day, event);
        this.#watched(current, event, last.nanoseconds);
      }
      this.#received[item.dimensionIndex] = (this.#received[item.dimensionIndex] ?? 0) + count;
      if (first === last || first.day === current.container.day)
        this.#observe(current, observation, count, first, last);
      else this.#observeOverDays(event, subject, current, observation);
    }
    return 'ok';
  }

  /**
   * An observation that began on an earlier day. That it was made then is known of one time, that of `first`; all others
   * are counted on the day of `last`.
   */
  #observeOverDays(
    event: NormalisedEvent,
    subject: Subject,
    current: PodDay,
    observation: NormalisedObservation,
  ): void {
    const { count, first, last } = observation;
    if (count === 1) {
      this.#observe(current, observation, 1, last, last);
      return;
    }
    const earlier = this.#podDay(subject, first.day, event);
    this.#watched(earlier, event, first.nanoseconds);
    this.#observe(earlier, observation, 1, first, first);
    this.#observe(current, observation, count - 1, last, last);
  }

  #observe(
    podDay: PodDay,
    { item }: NormalisedObservation,
    count: number,
    { nanoseconds: from }: Instant,
    { nanoseconds: to }: Instant,
  ): void {
    const { container } = podDay;
    const index = this.#recent.indexOf(item, podDay);
    const row = this.#entries.count(container, index, count, from, to);
    if (from < podDay.from) podDay.from = from;
    if (to > podDay.to) podDay.to = to;
    if (podDay.shows(index)) this.#entries.shownBy(row, podDay.pod);
  }

  #watched(podDay: PodDay, { origin, covers, coversPartly }: NormalisedEvent, at: number): void {
    podDay.watchedOn(origin.node);
    if (podDay.covers !== covers) this.#covered(podDay, 'covers', covers);
    if (coversPartly !== undefined) this.#covered(podDay, 'coversPartly', coversPartly);
    if (at < podDay.from) podDay.from = at;
    if (at > podDay.to) podDay.to = at;
    if (!podDay.changed) {
      podDay.changed = true;
      this.pods.change(podDay.pod);
      this.#watches.push(podDay);
    }
  }

  #covered(podDay: PodDay, part: 'covers' | 'coversPartly', more: readonly Dimension[]): void {
    const all = union(podDay[part], more);
    if (all.length === podDay[part].length) return;
    podDay[part] = all;
    podDay.news = true;
  }

  /** The container that a subject was about when it was sent, on a day. */
  #podDay(subject: Subject, day: string, event: NormalisedEvent): PodDay {
    const found = this.#dayState(day).podDayOf(subject) ?? this.#podDayAt(subject, day, event);
    if (typeof found === 'string') throw new Error('a container of no pod has observations');
    return found;
  }

  #dayState(at: string): DayState {
    if (this.#lastDay !== undefined && at.startsWith(this.#lastDay.day)) return this.#lastDay;
    const day = dayOf(at);
    let state = this.#days.get(day);
    if (state === undefined) this.#days.set(day, (state = new DayState(day)));
    this.#lastDay = state;
    return state;
  }

  #podDayAt(subject: Subject, at: string, { sentAt }: NormalisedEvent): PodDay | NoPod['by'] {
    const day = this.#dayState(at);
    const { container } = subject;
    const whose = this.pods.whose(subject, sentAt);
    if (whose === undefined) throw new Error('the workload of a pod was not resolved');
    if (typeof whose === 'string') return whose;
    const { pod, container: name = container.name } = whose;
    const { templateHash } = subject.pod;
    if (templateHash !== undefined && templateHash !== pod.templateHash) {
      pod.templateHash = templateHash;
      pod.markedUntil = '';
    }
    const image = imageOf(container);
    let podDay = day.find(pod, name, image.id);
    if (podDay === undefined) {
      podDay = new PodDay(pod, this.#containerDay(pod, name, day), image.id, image.description);
      podDay.container.join(podDay);
      day.add(podDay);
      this.#longImages += Math.floor(image.description.length / lengthOfRow);
    }
    if (container.fromStart === true && !podDay.fromStart) podDay.news = podDay.fromStart = true;
    if (container.endedAt !== undefined && !podDay.ended) podDay.news = podDay.ended = true;
    if (whose.always && !isLongSubject(subject)) day.remember(subject, podDay);
    return podDay;
  }

  #containerDay(pod: PodState, name: string, day: DayState): ContainerDay {
    const { workload } = pod.attribution;
    const key = `${workloadKey(workload)}/${name}`;
    let containerDay = day.containers.get(key);
    if (containerDay === undefined) {
      let container = this.#containers.get(key);
      if (container === undefined) {
        container = { workload, workloadId: pod.workloadId, name, id: undefined, markedUntil: '' };
        this.#containers.set(key, container);
      }
      containerDay = new ContainerDay(container, day.day, this.bounds, this.cut);
      day.containers.set(key, containerDay);
    }
    return containerDay;
  }

  /** Keeps the latest days; everything, unless there is too much of it. */
  #forget(): void {
    const days = [...this.#days.keys()].sort((a, b) => (a < b ? 1 : -1));
    for (const day of days.slice(rememberedDays)) this.#days.delete(day);
    let [pods, entries] = [0, 0];
    for (const day of this.#days.values()) {
      pods += day.size;
      entries += day.entries;
    }
    if (pods > this.remembered.pods || entries > this.remembered.entries) this.#days.clear();
    if (this.#days.size < days.length) this.#recent.clear();
    this.#lastDay = undefined;
    if (this.#containers.size > this.remembered.pods) this.#containers.clear();
  }
}

/** The first list itself if it has all of the second. */
function union(known: readonly Dimension[], more: readonly Dimension[]): readonly Dimension[] {
  if (known.length === 0) return more;
  return more.every((name) => known.includes(name)) ? known : sortedDimensions([...known, ...more]);
}
