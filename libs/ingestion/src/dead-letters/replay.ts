import type { SourceSettings } from '#libs/events';
import { mistakesOf } from '#libs/platform';
import { StaleStateError } from '../flush/stale-state-error.js';
import { Pipeline, type PipelineParts } from '../pipeline.js';
import { SerialQueue } from '../serial-queue.js';
import { readDeadLetter, updateReason } from './dead-letter-store.js';

/**
 * What became of a dead letter: `taken` and `dropped` ones are gone, `refused` ones stay, with their new reason. `withoutPod`:
 * events of one that was taken that no known pod did, or that may be of several.
 */
export type Replayed =
  | {
      readonly outcome: 'taken';
      readonly observations: number;
      readonly duplicates: number;
      readonly withoutPod: number;
    }
  | { readonly outcome: 'dropped'; readonly reason: string }
  | { readonly outcome: 'refused'; readonly reason: string; readonly detail: string }
  | { readonly outcome: 'gone' };

const mostTries = 5;

/**
 * Gives dead letters to the pipeline again, each on its own: what it brings is stored in the transaction that removes the
 * letter, so that however often and by however many it is replayed, it counts once.
 */
export class DeadLetterReplay {
  readonly #pipeline: Pipeline;
  readonly #queue = new SerialQueue();

  constructor(
    private readonly parts: PipelineParts,
    private readonly sources: ReadonlyMap<string, SourceSettings>,
  ) {
    this.#pipeline = new Pipeline(parts);
  }

  /** Replays a letter, after those that were asked for before. Throws as the database does. */
  replay(id: string): Promise<Replayed> {
    return this.#queue.run(() => this.#replay(id));
  }

  async #replay(id: string): Promise<Replayed> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.#try(id);
      } catch (error) {
        this.#pipeline.reset();
        if (!(error instanceof StaleStateError) || tries === mostTries) throw error;
      }
    }
  }

  async #try(id: string): Promise<Replayed> {
    const found = await readDeadLetter(this.parts.dataSource, id);
    if (found === undefined) return { outcome: 'gone' };
    const { wholeBytes, bytes, topic, partition, offset } = found.letter;
    if (wholeBytes !== null) {
      const detail = `only ${bytes} of ${wholeBytes} bytes are kept, the message stands at ${topic}/${partition}/${offset}`;
      return { outcome: 'refused', reason: found.letter.reason, detail };
    }
    const { writtenAt, receivedAt } = found.letter;
    const bound = this.#pipeline.boundOf((writtenAt ?? receivedAt).getTime());
    const decoded = this.#pipeline.decode(found.value, bound, this.sources.get(found.letter.topic));
    if (decoded.outcome === 'dead-letter') {
      const mistakes = mistakesOf(decoded.issues);
      await updateReason(this.parts.dataSource, id, decoded.reason, mistakes);
      const [first] = mistakes;
      const detail = `${first?.pointer ?? ''}: ${first?.detail ?? ''}`;
      return { outcome: 'refused', reason: decoded.reason, detail };
    }
    const events = decoded.outcome === 'ok' ? decoded.value : [];
    await this.#pipeline.prepare(events);
    const { observations, duplicates, noPod, ambiguous } = this.#pipeline.add(events);
    await this.#pipeline.flush({ replayed: [id] });
    if (decoded.outcome !== 'ok') return { outcome: 'dropped', reason: decoded.reason };
    const withoutPod = noPod + ambiguous;
    if (withoutPod > 0 && withoutPod === events.length)
      return { outcome: 'dropped', reason: ambiguous > 0 ? 'ambiguous-container' : 'no-pod' };
    return { outcome: 'taken', observations, duplicates, withoutPod };
  }
}
