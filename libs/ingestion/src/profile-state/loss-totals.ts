import type { LossSoFar, NormalisedEvent, Origin } from '#libs/events';
import { WriteBackCache } from './write-back-cache.js';

const rememberedRuns = 50_000;

/** What is known of the counters of one run of an agent. `revision`: of the row, 0 for none yet. */
export interface LossTotals {
  readonly origin: Origin;
  readonly run: string;
  totals: LossSoFar['totals'];
  readonly revision: number;
  /** `YYYY-MM-DD`; empty for none. */
  lastDay: string;
}

/** Key of a run: of the row that holds its counters. */
export function lossKey(cluster: string, node: string, agent: string, run: string): string {
  return JSON.stringify([cluster, node, agent, run]);
}

/**
 * What counters tell beyond what is known of them. They only grow while a run lasts: the first that is told of one was lost
 * since it began, and what is not more than what is known was told before, or is late. A total that has fallen says nothing of
 * a new run: events come in any order, and what they say must not depend on it.
 */
export function lossBeyond(
  known: LossSoFar['totals'],
  told: LossSoFar['totals'],
): { readonly lost: number; readonly totals: LossSoFar['totals'] } {
  let lost = 0;
  const totals: Record<string, number> = { ...known };
  for (const [counter, total] of Object.entries(told)) {
    const before = known[counter] ?? 0;
    if (total <= before) continue;
    lost += total - before;
    totals[counter] = total;
  }
  return { lost, totals };
}

/**
 * The counters of agents that tell what they lost since they were started, instead of since their last event. Those of runs
 * that are not known have to be looked up before an event that tells of them can be added. They are known until the next flush only:
 * what an agent tells without a key goes to any collector, so others have counted by them since. Agents tell of them seldom, so
 * a look-up each costs nothing.
 */
export class LossSoFarOfAgents {
  readonly #runs: WriteBackCache<LossTotals>;

  /** `remembered`: so many runs at least, and twice as many at most, until a flush, beside those that have changed. */
  constructor(remembered = rememberedRuns) {
    this.#runs = new WriteBackCache(remembered);
  }

  /** Whether all is known that an event can be counted by. */
  isKnown(event: NormalisedEvent): boolean {
    const key = keyOf(event);
    return key === undefined || this.#runs.get(key) !== undefined;
  }

  /** Runs of which nothing is known, by key, and none of their counters. */
  unknown(events: readonly NormalisedEvent[]): ReadonlyMap<string, Pick<LossTotals, 'origin' | 'run'>> {
    const unknown = new Map<string, Pick<LossTotals, 'origin' | 'run'>>();
    for (const event of events) {
      const key = keyOf(event);
      if (key === undefined || event.lostSoFar === undefined || this.#runs.get(key) !== undefined) continue;
      unknown.set(key, { origin: event.origin, run: event.lostSoFar.run });
    }
    return unknown;
  }

  /** What a look-up has found. */
  learn(found: Iterable<LossTotals>): void {
    for (const each of found) {
      const { cluster, node, agent } = each.origin;
      this.#runs.set(lossKey(cluster, node, agent.name, each.run), each);
    }
  }

  /** The event with what it lost beyond what was known; itself if that is nothing. `day`: of the event. */
  take(event: NormalisedEvent, day: string): NormalisedEvent {
    const { lostSoFar } = event;
    const key = keyOf(event);
    if (lostSoFar === undefined || key === undefined) return event;
    const run = this.#runs.get(key);
    if (run === undefined) throw new Error('the counters of an agent were not loaded');
    const { lost, totals } = lossBeyond(run.totals, lostSoFar.totals);
    // A run that is told of has to stay known, though it loses nothing: forgotten, its totals would count once more.
    if (day > run.lastDay) {
      run.lastDay = day;
      this.#runs.change(run);
    }
    if (lost === 0) return event;
    run.totals = totals;
    this.#runs.change(run);
    return { ...event, lost: withMore(event, lost) };
  }

  get pending(): readonly LossTotals[] {
    return this.#runs.changed;
  }

  /** Rows that are pending. */
  get changedRows(): number {
    return this.#runs.changes;
  }

  flushed(): void {
    this.#runs.stored();
    this.#runs.forget();
  }

  reset(): void {
    this.#runs.clear();
  }
}

function keyOf({ lostSoFar, origin: { cluster, node, agent } }: NormalisedEvent): string | undefined {
  return lostSoFar === undefined ? undefined : lossKey(cluster, node, agent.name, lostSoFar.run);
}

/** Who lost an observation of any kind may have lost one of each that he watches. */
function withMore(
  { lost, covers, coversPartly = [] }: NormalisedEvent,
  more: number,
): NormalisedEvent['lost'] {
  const all = new Map(lost);
  for (const dimension of [...covers, ...coversPartly]) all.set(dimension, (all.get(dimension) ?? 0) + more);
  return all;
}
