import { Piscina } from 'piscina';
import { TooLargeError, UnavailableError } from '../errors/service-error.js';

/** What the threads may take. */
export interface ThreadLimits {
  /** Threads at most; they are started when there is work, and end after a minute without any. */
  readonly threads: number;
  /** Tasks that may wait for a thread. */
  readonly waiting: number;
  /** From being handed over to the answer, in milliseconds. */
  readonly timeLimit: number;
  /** The heap of a thread, in bytes. */
  readonly memory: number;
}

/** The functions that a module exports: each takes one value and answers at once. */
type Tasks = Readonly<Record<string, (input: never) => unknown>>;

const idleTimeout = 60_000;
const mebibyte = 2 ** 20;
const tooMuch = 'Too much is being computed at the moment.';
const retrySoon = { 'retry-after': '2' } as const;

/**
 * Functions of a module, called in threads, so that the event loop goes on meanwhile. What they take and answer is
 * copied as `structuredClone` copies: plain data. The threads see no environment variables.
 */
export class ThreadPool<T extends Tasks> {
  readonly #pool: Piscina;
  readonly #waiting: number;
  readonly #timeLimit: number;
  readonly #memory: number;

  /** `module`: the URL of the file that exports the functions. */
  constructor(module: URL, { threads, waiting, timeLimit, memory }: ThreadLimits) {
    this.#waiting = waiting;
    this.#timeLimit = timeLimit;
    this.#memory = memory;
    this.#pool = new Piscina({
      filename: module.href,
      minThreads: 0,
      maxThreads: threads,
      concurrentTasksPerWorker: 1,
      idleTimeout,
      env: {},
      resourceLimits: { maxOldGenerationSizeMb: Math.ceil(memory / mebibyte) },
    });
    // Of a thread that ends while it has nothing to do: the next task gets another one.
    this.#pool.on('error', () => undefined);
  }

  /**
   * Calls a function of the module. Throws what the function throws; `UnavailableError` (503) when too many tasks wait,
   * after the time limit, for which the thread is ended, and while the pool is closed; `TooLargeError` (413) when the
   * thread runs out of memory.
   */
  async run<N extends keyof T & string>(name: N, input: Parameters<T[N]>[0]): Promise<ReturnType<T[N]>> {
    // Piscina's own bound, `maxQueue`, does not count tasks that can be aborted.
    if (this.#pool.queueSize >= this.#waiting) throw new UnavailableError(tooMuch, { headers: retrySoon });
    const deadline = new AbortController();
    const timer = setTimeout(() => deadline.abort(), this.#timeLimit);
    try {
      return await this.#pool.run(input, { name, signal: deadline.signal });
    } catch (error) {
      throw this.#inOurWords(error, deadline.signal.aborted);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Ends the threads; what they were doing fails. */
  async close(): Promise<void> {
    await this.#pool.destroy();
  }

  #inOurWords(error: unknown, isLate: boolean): unknown {
    if (isLate)
      return new UnavailableError(
        `The answer was not found within ${this.#timeLimit / 1000} s. Ask again when less is going on, or about fewer workloads.`,
        { cause: error, headers: retrySoon },
      );
    if (!(error instanceof Error)) return error;
    if ('code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY')
      return new TooLargeError(
        `The answer takes more than ${Math.ceil(this.#memory / mebibyte)} MiB of memory to find. Ask about fewer workloads.`,
        { cause: error },
      );
    const isClosing = error.name === 'AbortError' || error.message === 'Terminating worker thread';
    return isClosing
      ? new UnavailableError('The service is stopping.', { cause: error, headers: retrySoon })
      : error;
  }
}
