import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { isDatabaseUnavailable } from '#libs/persistence';
import { CONFIG, type Config, TooManyRequestsError, UnavailableError } from '#libs/platform';
import {
  readHistory,
  readSimulation,
  readVersions,
  type Simulation,
  type StoredSimulation,
} from '#libs/simulations';
import { type BeforeApplicationShutdown, Inject, Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import {
  eventText,
  HEARTBEAT,
  RETRY,
  type ServerSentEvent,
  type StreamPosition,
} from './server-sent-events.js';

/** How often Postgres is asked on behalf of all streams of this process together, in milliseconds. */
const POLL = 500;
/** So old a stream is ended, in milliseconds: its client comes again, and shows that it still may. */
const MOST_AGE = 15 * 60_000;
/** So long after that a client has the time to take what it was sent, in milliseconds. */
const GRACE = 30_000;
/** The part of the streams that one API key may have. */
const SHARE_OF_KEY = 0.25;
/** Seconds after which there may be room for another stream. */
const RETRY_AFTER = '5';
/** Entries of a history read at a time. */
const PAGE = 100;

interface Stream {
  readonly simulation: string;
  readonly key: string;
  readonly closed: AbortController;
  /** The version that it has told of. */
  version: number;
  wake: () => void;
}

/**
 * Streams of events of simulations, as clients of this process read them. What happened is read from Postgres, whoever did
 * it: nothing is lost between processes, and a client may go on at another one.
 */
@Injectable()
export class EventStreams implements BeforeApplicationShutdown {
  readonly #logger = new Logger(EventStreams.name);
  readonly #streams = new Set<Stream>();
  #polling: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * The events of a simulation after a position, as text; without one: its state, and what happens from now on. Ends when
   * the simulation has, or is deleted, when the signal is aborted, and when the stream has grown old. Throws
   * `UnavailableError` (503) and `TooManyRequestsError` (429) if there are too many.
   */
  open(
    { simulation, version }: { readonly simulation: Simulation; readonly version: number },
    options: { readonly from: StreamPosition | undefined; readonly key: string; readonly gone: AbortSignal },
  ): Readable {
    const most = this.config.http.mostEventStreams;
    const ofKey = [...this.#streams].filter(({ key }) => key === options.key).length;
    if (this.#stopped || this.#streams.size >= most)
      throw new UnavailableError('There are too many event streams here: poll, or come again later.', {
        headers: { 'retry-after': RETRY_AFTER },
      });
    if (ofKey >= Math.ceil(most * SHARE_OF_KEY))
      throw new TooManyRequestsError('This API key has too many event streams here: close some, or poll.', {
        headers: { 'retry-after': RETRY_AFTER },
      });
    const closed = new AbortController();
    const stream: Stream = {
      simulation: simulation.id,
      key: options.key,
      closed,
      version: -1,
      wake: () => undefined,
    };
    this.#streams.add(stream);
    const close = (): void => {
      closed.abort();
      stream.wake();
    };
    const aged = setTimeout(close, MOST_AGE);
    const end = (): void => {
      clearTimeout(aged);
      this.#streams.delete(stream);
      close();
    };
    if (options.gone.aborted) close();
    else options.gone.addEventListener('abort', close, { once: true });
    this.#poll();
    const start = options.from ?? { version: -1, changes: simulation.continuous?.changes ?? 0 };
    // A position from the future is of another database, such as one before it was restored.
    const from = start.version > version ? { ...start, version: -1 } : start;
    const texts = Readable.from(this.#texts(stream, from), { highWaterMark: 1 });
    // Also where the client does not read on: what waits to be taken is dropped with the connection.
    const dropped = setTimeout(() => texts.destroy(), MOST_AGE + GRACE);
    texts.once('close', () => {
      clearTimeout(dropped);
      end();
    });
    return texts;
  }

  /** Ends all streams: HTTP could not be drained otherwise. Clients come again, elsewhere. */
  beforeApplicationShutdown(): void {
    this.#stopped = true;
    clearTimeout(this.#polling);
    for (const stream of this.#streams) {
      stream.closed.abort();
      stream.wake();
    }
  }

  async *#texts(stream: Stream, from: StreamPosition): AsyncIterable<string> {
    yield RETRY;
    let position = from;
    let shown: StoredSimulation | undefined;
    while (!stream.closed.signal.aborted) {
      const stored = await this.#read(stream.simulation);
      if (stored === 'unavailable') {
        yield HEARTBEAT;
        await delay(POLL, undefined, { signal: stream.closed.signal }).catch(() => undefined);
        continue;
      }
      if (stored === undefined) return;
      stream.version = stored.version;
      for await (const event of this.#eventsSince(position, stored, shown)) {
        position = event.at;
        yield eventText(event);
      }
      shown = stored;
      if (stored.simulation.finishedAt !== undefined) return;
      while ((await this.#change(stream)) === 'quiet') yield HEARTBEAT;
    }
  }

  /** Changes of verdicts first, each by itself; then how the simulation stands after them. */
  async *#eventsSince(
    from: StreamPosition,
    { simulation, version }: StoredSimulation,
    shown: StoredSimulation | undefined,
  ): AsyncIterable<ServerSentEvent> {
    let { changes } = from;
    const last = simulation.continuous?.changes ?? 0;
    while (changes < last) {
      const limit = Math.min(PAGE, last - changes);
      const entries = await readHistory(this.dataSource, simulation.id, { limit, after: changes });
      for (const entry of entries) {
        changes = entry.seq;
        yield { event: 'change', at: { version: from.version, changes }, data: entry };
      }
      // Old entries may have been deleted.
      if (entries.length === 0) changes = last;
    }
    if (version === from.version) return;
    const at = { version, changes };
    if (shown !== undefined && differInProgress(shown.simulation, simulation)) {
      const { status, progress } = simulation;
      yield { event: 'progress', at, data: { status, progress } };
    } else yield { event: 'state', at, data: simulation };
  }

  async #read(id: string): Promise<StoredSimulation | undefined | 'unavailable'> {
    try {
      return await readSimulation(this.dataSource, id);
    } catch (error) {
      if (isDatabaseUnavailable(error)) return 'unavailable';
      throw error;
    }
  }

  /** Resolves when the simulation has changed or the stream is to end, or after a while in which nothing happened. */
  async #change(stream: Stream): Promise<'changed' | 'quiet'> {
    if (stream.closed.signal.aborted) return 'changed';
    const woken = Promise.withResolvers<'changed' | 'quiet'>();
    const quiet = setTimeout(() => woken.resolve('quiet'), this.config.http.eventStreamHeartbeat);
    stream.wake = () => woken.resolve('changed');
    try {
      return await woken.promise;
    } finally {
      clearTimeout(quiet);
      stream.wake = () => undefined;
    }
  }

  #poll(): void {
    if (this.#polling !== undefined || this.#stopped) return;
    this.#polling = setTimeout(() => {
      void this.#wakeChanged().finally(() => {
        this.#polling = undefined;
        if (this.#streams.size > 0) this.#poll();
      });
    }, POLL);
  }

  async #wakeChanged(): Promise<void> {
    try {
      const ids = [...new Set([...this.#streams].map(({ simulation }) => simulation))];
      const versions = await readVersions(this.dataSource, ids);
      for (const stream of this.#streams) {
        if (versions.get(stream.simulation)?.version !== stream.version) stream.wake();
      }
    } catch (error) {
      this.#logger.warn({ err: error }, 'event streams could not be brought up to date; trying again');
    }
  }
}

/** Whether a simulation has just come along, and is else what it was. */
function differInProgress(one: Simulation, other: Simulation): boolean {
  const rest = (of: Simulation): string => JSON.stringify({ ...of, progress: undefined });
  return rest(one) === rest(other);
}
