import { readSimulation, readVersion, type StoredSimulation } from '#libs/simulations';
import type { DataSource } from 'typeorm';

/**
 * Simulations as they were read last. Those who poll ask the same again and again: as long as the version is the same, so
 * is all else, and only the version is read.
 */
export class RecentSimulations {
  readonly #known = new Map<string, StoredSimulation>();

  constructor(
    private readonly dataSource: DataSource,
    private readonly capacity = 64,
  ) {}

  /** As it is now; undefined: there is none. */
  async read(id: string): Promise<StoredSimulation | undefined> {
    const now = await readVersion(this.dataSource, id);
    const known = this.#known.get(id);
    this.#known.delete(id);
    if (now === undefined) return undefined;
    const stored = known?.version === now.version ? known : await readSimulation(this.dataSource, id);
    if (stored !== undefined) this.#known.set(id, stored);
    for (const [oldest] of this.#known) {
      if (this.#known.size <= this.capacity) break;
      this.#known.delete(oldest);
    }
    return stored;
  }
}
