import { type Config, PooledClient } from '#libs/platform';
import { DataSource } from 'typeorm';
import { migrations } from '#migrations';
import { entities } from './entities.js';

/** Postgres ends a statement itself after `statementTimeout`; it has so many ms more to say so. */
const answerSlack = 5_000;

/** What a DataSource needs to know; `config.database` is one. */
export type DatabaseOptions = Config['database'];

/**
 * The data source of a process, not yet initialised. It never changes the schema by itself: that is what `migrate` is
 * for. `applicationName` is how Postgres shows the connections in pg_stat_activity.
 */
export function createDataSource(options: DatabaseOptions, applicationName = 'policy-advisor'): DataSource {
  return new DataSource({
    type: 'postgres',
    url: options.url,
    applicationName,
    entities,
    migrations,
    migrationsTableName: 'schema_migrations',
    synchronize: false,
    migrationsRun: false,
    installExtensions: false,
    poolSize: options.poolSize,
    connectTimeoutMS: options.connectTimeout,
    extra: {
      Client: PooledClient,
      statement_timeout: options.statementTimeout,
      answerTimeout: options.statementTimeout === 0 ? 0 : options.statementTimeout + answerSlack,
      keepAlive: true,
      keepAliveInitialDelayMillis: 10_000,
      idle_in_transaction_session_timeout: 60_000,
    },
    logging: false,
  });
}
