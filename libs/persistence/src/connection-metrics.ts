import { type Sample, sampledGauge } from '#libs/platform';
import type { Registry } from 'prom-client';
import type { DataSource } from 'typeorm';
import { z } from 'zod';

/** What is read of the pool of `pg`, which TypeORM keeps in its driver. */
const pooled = z.object({
  driver: z.object({
    master: z.object({ totalCount: z.int(), idleCount: z.int(), waitingCount: z.int() }),
  }),
});

/** Metrics of the connections of this process to Postgres. */
export function observeConnections(registry: Registry, dataSource: DataSource): void {
  sampledGauge(registry, {
    name: 'database_connections',
    help: 'Connections to Postgres: in use, idle; and waiting, those who have to wait for one (DATABASE_POOL_SIZE).',
    labelNames: ['state'],
    sample: async () => connections(dataSource),
  });
}

function connections(dataSource: DataSource): readonly Sample[] {
  const { totalCount, idleCount, waitingCount } = pooled.parse(dataSource).driver.master;
  return Object.entries({ used: totalCount - idleCount, idle: idleCount, waiting: waitingCount }).map(
    ([state, value]) => ({ labels: { state }, value }),
  );
}
