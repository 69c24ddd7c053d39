import { readVersions, type SimulationVersion } from '#libs/simulations';
import type { DataSource } from 'typeorm';

/**
 * Where simulations stand, read with one statement at a time for all who ask meanwhile: the busier the database, the more of
 * those who poll share a statement, and they take one connection however many they are. A statement begins after it was
 * asked for: nobody is told what was before.
 */
export class SimulationVersions {
  #asked = new Set<string>();
  /** The answer for all who ask until it begins. */
  #next: Promise<ReadonlyMap<string, SimulationVersion>> | undefined;
  /** Settled when the statement under way has ended, well or badly. */
  #running: Promise<unknown> = Promise.resolve();

  constructor(private readonly dataSource: DataSource) {}

  /** As it is now; undefined: there is none. */
  async read(id: string): Promise<SimulationVersion | undefined> {
    this.#asked.add(id);
    this.#next ??= this.#running.then(() => this.begin());
    return (await this.#next).get(id);
  }

  private begin(): Promise<ReadonlyMap<string, SimulationVersion>> {
    const ids = [...this.#asked];
    this.#asked = new Set();
    this.#next = undefined;
    const answer = readVersions(this.dataSource, ids);
    // Those who asked are told that it failed; who asks next has a statement of its own.
    this.#running = answer.catch(() => undefined);
    return answer;
  }
}
