import { CONFIG, type Config, Readiness } from '#libs/platform';
import { Inject, Module, type OnModuleInit } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Registry } from 'prom-client';
import { DataSource } from 'typeorm';
import { observeConnections } from './connection-metrics.js';
import { createDataSource } from './data-source.js';
import { isDatabaseUnavailable } from './database-unavailable.js';
import { migrationStatus } from './migrate.js';

/**
 * Gives a process its DataSource (inject `DataSource` of typeorm), reports whether the database answers, and how many
 * connections there are.
 */
@Module({
  imports: [
    TypeOrmModule.forRootAsync({
      inject: [CONFIG],
      useFactory: (config: Config) => ({
        ...createDataSource(config.database).options,
        retryAttempts: 5,
        retryDelay: 1_000,
        toRetry: isDatabaseUnavailable,
      }),
      dataSourceFactory: (options) => connect(new DataSource(options ?? { type: 'postgres' })),
    }),
  ],
})
export class PersistenceModule implements OnModuleInit {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(Readiness) private readonly readiness: Readiness,
    @Inject(Registry) private readonly metrics: Registry,
  ) {}

  onModuleInit(): void {
    this.readiness.register('database', async () => {
      await this.dataSource.query('SELECT 1');
    });
    observeConnections(this.metrics, this.dataSource);
  }
}

/** A schema newer than this program is fine: migrations only add, until no old program runs any more. */
async function connect(dataSource: DataSource): Promise<DataSource> {
  await dataSource.initialize();
  try {
    const pending = (await migrationStatus(dataSource)).filter(({ applied }) => !applied);
    if (pending.length === 0) return dataSource;
    const names = pending.map(({ name }) => name).join(', ');
    throw new Error(`the schema of the database is not up to date: run migrate first (pending: ${names})`);
  } catch (error) {
    await dataSource.destroy();
    throw error;
  }
}
