import { readSimulation, type SimulationVersion, type StoredSimulation } from '#libs/simulations';
import type { DataSource } from 'typeorm';
import { SimulationVersions } from './simulation-versions.js';

interface Known {
  readonly version: number;
  /** As it was read when it had that version, or a later one. */
  readonly stored: Promise<StoredSimulation | undefined>;
}

/**
 * Simulations as they were read last. Those who poll ask the same again and again: as long as the version is the same, so
 * is all else, and only the version is read.
 */
export class RecentSimulations {
  readonly #versions: SimulationVersions;
  readonly #known = new Map<string, Known>();

  constructor(
    private readonly dataSource: DataSource,
    private readonly capacity = 64,
  ) {
    this.#versions = new SimulationVersions(dataSource);
  }

  /** Where it stands now; undefined: there is none. */
  async version(id: string): Promise<SimulationVersion | undefined> {
    return this.#versions.read(id);
  }

  /** As it is now; undefined: there is none. */
  async read(id: string): Promise<StoredSimulation | undefined> {
    const now = await this.#versions.read(id);
    const known = this.#known.get(id);
    this.#known.delete(id);
    if (now === undefined) return undefined;
    const { version } = now;
    const stored = known?.version === version ? known.stored : readSimulation(this.dataSource, id);
    this.#known.set(id, { version, stored });
    for (const [oldest] of this.#known) {
      if (this.#known.size <= this.capacity) break;
      this.#known.delete(oldest);
    }
    try {
      return await stored;
    } catch (error) {
      this.#known.delete(id);
      throw error;
    }
  }
}
