import { Client, type ClientConfig } from 'pg';

/**
 * A connection for pools, that of the database and that of the queue. One that Postgres ends (a restart, a failover) says
 * so by an `error` event as well, also when nobody listens: between its making and its use, or between two queries of a
 * transaction. That would end the process. Whoever uses it is told by the query that fails.
 */
export class PooledClient extends Client {
  constructor(config?: ClientConfig) {
    super(config);
    this.on('error', ignore);
  }

  /** An owner that listens no more (BullMQ's PostgresConnection.close) ends the connection then: it may fail in that too. */
  override removeAllListeners(event?: string | symbol): this {
    super.removeAllListeners(event);
    return this.listenerCount('error') === 0 ? this.on('error', ignore) : this;
  }
}

function ignore(): void {
  // The query that fails tells whoever uses the connection.
}
