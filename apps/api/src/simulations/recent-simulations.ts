import { readSimulation, type SimulationVersion, type StoredSimulation } from '#libs/simulations';
import { LRUCache } from 'lru-cache';
import type { DataSource } from 'typeorm';
import { SimulationVersions } from './simulation-versions.js';

interface Known {
  readonly version: number;
  /** As it was read when it had that version, or a later one. */
  readonly stored: Promise<StoredSimulation | undefined>;
}

interface Answer {
  readonly stored: StoredSimulation;
  /** When it was asked for, by the clock that never goes back, in ms: it was so then, or later. */
  readonly askedAt: number;
  /** To how many it was told. */
  told: number;
}

/** So many who were told one answer make a simulation one that many poll. */
const many = 10;
/** For so long is it read again before anybody asks, in ms: those who poll come at the same moments, and wait in between. */
const keptFor = 3_000;

/**
 * Simulations as they were read last. Those who poll ask the same again and again: as long as the version is the same, so
 * is all else, and only the version is read; and who can do with what was so a moment ago (`readLately`) waits for nothing.
 */
export class RecentSimulations {
  readonly #versions: SimulationVersions;
  readonly #known: LRUCache<string, Known>;
  readonly #answers: LRUCache<string, Answer>;
  /** Simulations that are read again while their last answer still serves. */
  readonly #refreshed = new Set<string>();
  /** Simulations that many poll, and when that is forgotten. */
  readonly #polledByMany = new Map<string, number>();
  #keeping: NodeJS.Timeout | undefined;
  /** Changes that this process has made: what was asked for before one is no answer for after it. */
  #changes = 0;

  /** Of so many simulations at most; answers of `readLately` are at most so old, in ms. */
  constructor(
    private readonly dataSource: DataSource,
    private readonly mostAge = 0,
    capacity = 64,
  ) {
    this.#known = new LRUCache({ max: capacity });
    this.#answers = new LRUCache({ max: capacity });
    this.#versions = new SimulationVersions(dataSource);
  }

  /** Where it stands now; undefined: there is none. */
  async version(id: string): Promise<SimulationVersion | undefined> {
    return this.#versions.read(id);
  }

  /** As it is now; undefined: there is none. */
  async read(id: string): Promise<StoredSimulation | undefined> {
    const [askedAt, changes] = [performance.now(), this.#changes];
    const stored = await this.#readByVersion(id);
    const isLater = askedAt >= (this.#answers.get(id)?.askedAt ?? 0);
    if (stored === undefined) this.#answers.delete(id);
    else if (isLater && changes === this.#changes) this.#answers.set(id, { stored, askedAt, told: 0 });
    return stored;
  }

  /**
   * As it is, or was at most `mostAge` ago. Those who poll have what is known at once, while it is read again for those who
   * come next: they wait neither for a busy database nor for each other; one that many poll is read again before they come.
   * That there is no such simulation is never old, and nothing is older than the last change that this process made
   * (`changed`).
   */
  async readLately(id: string): Promise<StoredSimulation | undefined> {
    const answer = this.#answers.get(id);
    const age = answer === undefined ? Infinity : performance.now() - answer.askedAt;
    if (answer === undefined || age >= this.mostAge) return this.read(id);
    answer.told += 1;
    if (answer.told === many) this.#keepRecent(id);
    if (age >= this.mostAge / 2) this.#refresh(id);
    return answer.stored;
  }

  /** Ends what goes on by itself. */
  close(): void {
    this.#polledByMany.clear();
    clearInterval(this.#keeping);
    this.#keeping = undefined;
  }

  #refresh(id: string): void {
    if (this.#refreshed.has(id)) return;
    this.#refreshed.add(id);
    // Who comes when the answer has become too old is told what is wrong.
    void this.read(id)
      .catch(() => undefined)
      .finally(() => this.#refreshed.delete(id));
  }

  #keepRecent(id: string): void {
    this.#polledByMany.set(id, performance.now() + keptFor);
    this.#keeping ??= setInterval(() => this.#refreshPolledByMany(), this.mostAge / 4).unref();
  }

  #refreshPolledByMany(): void {
    const now = performance.now();
    for (const [id, until] of this.#polledByMany) {
      const answer = this.#answers.get(id);
      if (answer === undefined || until <= now) this.#polledByMany.delete(id);
      else if (now - answer.askedAt >= this.mostAge / 2) this.#refresh(id);
    }
    if (this.#polledByMany.size === 0) this.close();
  }

  /** This process has changed a simulation, or removed it: what was read before is no answer any more. */
  changed(id: string): void {
    this.#changes += 1;
    this.#answers.delete(id);
  }

  async #readByVersion(id: string): Promise<StoredSimulation | undefined> {
    const now = await this.#versions.read(id);
    if (now === undefined) {
      this.#known.delete(id);
      return undefined;
    }
    const { version } = now;
    const known = this.#known.get(id);
    const stored = known?.version === version ? known.stored : readSimulation(this.dataSource, id);
    this.#known.set(id, { version, stored });
    try {
      return await stored;
    } catch (error) {
      this.#known.delete(id);
      throw error;
    }
  }
}
