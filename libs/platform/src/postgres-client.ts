import { Client, type ClientConfig } from 'pg';

export interface PooledClientConfig extends ClientConfig {
  /** Milliseconds that a statement may stay without an answer before the connection is given up; 0 or absent: any. */
  readonly answerTimeout?: number;
}

/**
 * Nothing was heard of Postgres for so long that its host is gone, or the network between. The connection is closed; what
 * became of the transaction that was going on is not known. Its code is that of a socket that timed out.
 */
export class PostgresSilentError extends Error {
  readonly code = 'ETIMEDOUT';

  constructor(milliseconds: number) {
    super(`Postgres has not answered for ${milliseconds} ms; the connection is given up`);
  }
}

/**
 * A connection for pools, that of the database and that of the queue. One that Postgres ends (a restart, a failover) says
 * so by an `error` event as well, also when nobody listens: between its making and its use, or between two queries of a
 * transaction. That would end the process. Whoever uses it is told by the query that fails.
 *
 * A host that vanishes says nothing at all: without `answerTimeout` a statement would wait until TCP gives up, which takes
 * a quarter of an hour. `query_timeout` of pg fails the statement, but leaves the connection in the pool as if it were
 * usable: here it is destroyed, and the pool makes another.
 */
export class PooledClient extends Client {
  #silence: NodeJS.Timeout | undefined;

  constructor(config?: PooledClientConfig) {
    super(config);
    this.on('error', ignore);
    const { answerTimeout = 0 } = config ?? {};
    if (answerTimeout > 0) this.#limitSilence(answerTimeout);
  }

  /** An owner that listens no more (BullMQ's PostgresConnection.close) ends the connection then: it may fail in that too. */
  override removeAllListeners(event?: string | symbol): this {
    super.removeAllListeners(event);
    if (event === undefined || event === 'drain') this.on('drain', this.#heard);
    return this.listenerCount('error') === 0 ? this.on('error', ignore) : this;
  }

  #limitSilence(milliseconds: number): void {
    const listen = (): void => {
      clearTimeout(this.#silence);
      this.#silence = setTimeout(() => {
        this.connection.stream.destroy(new PostgresSilentError(milliseconds));
      }, milliseconds).unref();
    };
    // A farewell, `end`, is answered too: by the end of the connection.
    for (const name of ['query', 'end']) {
      const call: unknown = Reflect.get(this, name);
      if (typeof call !== 'function') throw new Error(`pg has no ${name} any more`);
      const apply = (target: typeof call, self: unknown, args: readonly unknown[]): unknown => {
        listen();
        const answer: unknown = Reflect.apply(target, self, args);
        return answer;
      };
      Object.defineProperty(this, name, {
        value: new Proxy(call, { apply }),
        writable: true,
        configurable: true,
      });
    }
    // Of several queries that wait for each other one is answered: the next has the same time. After the last comes `drain`.
    this.connection.on('readyForQuery', () => {
      if (this.#silence !== undefined) listen();
    });
    this.connection.on('end', this.#heard);
    this.on('drain', this.#heard);
  }

  readonly #heard = (): void => {
    clearTimeout(this.#silence);
    this.#silence = undefined;
  };
}

function ignore(): void {
  // The query that fails tells whoever uses the connection.
}
