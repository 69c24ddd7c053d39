import { rows } from '#libs/persistence';
import { askedOnce, type Sample, sampledGauge } from '#libs/platform';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { DataSource } from 'typeorm';
import { z } from 'zod';
import type { JudgedWorkload } from './result-store.js';

/** Metrics of what a worker does for simulations. */
export class SimulationMetrics {
  readonly #judged: Counter;
  readonly #reconciliations: Histogram;
  readonly #failures: Counter;
  readonly #reconciled: Gauge;

  constructor(registry: Registry) {
    const registers = [registry];
    this.#judged = new Counter({
      name: 'simulation_workloads_total',
      help: 'Workloads of which this process stored a verdict.',
      labelNames: ['verdict'],
      registers,
    });
    this.#reconciliations = new Histogram({
      name: 'reconciler_seconds',
      help: 'Time to look through all unfinished work and to queue what the queue has forgotten.',
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers,
    });
    this.#failures = new Counter({
      name: 'reconciler_failures_total',
      help: 'Times that unfinished work could not be looked through; it is tried again at the next interval.',
      registers,
    });
    this.#reconciled = new Gauge({
      name: 'reconciler_last_success_timestamp_seconds',
      help: 'When unfinished work was last looked through; seconds since the epoch, 0: not yet.',
      registers,
    });
  }

  /** Verdicts were stored. */
  stored(judged: readonly JudgedWorkload[]): void {
    for (const { verdict } of judged) this.#judged.inc({ verdict });
  }

  /** Unfinished work was looked through. */
  reconciled(seconds: number): void {
    this.#reconciliations.observe(seconds);
    this.#reconciled.setToCurrentTime();
  }

  reconciliationFailed(): void {
    this.#failures.inc();
  }
}

const unfinishedRow = z.object({
  status: z.string(),
  simulations: z.int(),
  oldestSeconds: z.number(),
});

/** Metrics of what continuous simulations have not looked at yet. All processes that have them show the same. */
export function observeChanges(registry: Registry, dataSource: DataSource): void {
  const sample = (value: string) => async (): Promise<readonly Sample[]> =>
    rows(dataSource, z.object({ value: z.number() }), `SELECT (${value})::float8 AS value FROM change_marks`);
  sampledGauge(registry, {
    name: 'simulation_changes_waiting',
    help: 'Changes of inventory, profiles and policies that were not handed to the continuous simulations yet.',
    sample: sample('count(*)'),
  });
  sampledGauge(registry, {
    name: 'simulation_changes_oldest_seconds',
    help: 'For how long the oldest of these changes has waited; 0 if there is none.',
    sample: sample('coalesce(greatest(extract(epoch FROM now() - min(at)), 0), 0)'),
  });
}

/** Metrics of the simulations that have not ended. All processes that have them show the same. */
export function observeUnfinishedSimulations(registry: Registry, dataSource: DataSource): void {
  const unfinished = askedOnce(() => readUnfinished(dataSource));
  const samples =
    (value: (row: z.infer<typeof unfinishedRow>) => number) => async (): Promise<readonly Sample[]> =>
      (await unfinished()).map((row) => ({
        labels: { status: row.status },
        value: value(row),
      }));
  sampledGauge(registry, {
    name: 'simulations_unfinished',
    help: 'Simulations that are queued or running.',
    labelNames: ['status'],
    sample: samples(({ simulations }) => simulations),
  });
  sampledGauge(registry, {
    name: 'simulations_unfinished_oldest_seconds',
    help: 'Age of the oldest simulation that is queued or running, since it was asked for, or its round began; 0 if there is none.',
    labelNames: ['status'],
    sample: samples(({ oldestSeconds }) => oldestSeconds),
  });
}

/** Metrics of the parts of simulations that are to be evaluated. All processes that have them show the same. */
export function observeTurns(registry: Registry, dataSource: DataSource): void {
  sampledGauge(registry, {
    name: 'simulation_chunks',
    help: 'Parts of running simulations that are not evaluated yet: pending until it is their turn, or queued, in the queue or with a worker.',
    labelNames: ['state'],
    sample: async () =>
      (await readChunks(dataSource)).map(({ state, chunks }) => ({ labels: { state }, value: chunks })),
  });
  sampledGauge(registry, {
    name: 'simulations_failing',
    help: 'Continuous simulations that go on although their last evaluation failed; it is tried again.',
    sample: () =>
      rows(
        dataSource,
        z.object({ value: z.int() }),
        `SELECT count(*)::int AS value FROM simulations WHERE continuous AND finished_at IS NULL AND failed_rounds > 0`,
      ),
  });
}

async function readChunks(
  dataSource: DataSource,
): Promise<readonly { readonly state: string; readonly chunks: number }[]> {
  return rows(
    dataSource,
    z.object({ state: z.string(), chunks: z.int() }),
    `SELECT wanted.state, count(c.chunk)::int AS chunks
     FROM (VALUES ('pending'), ('queued')) AS wanted (state)
     LEFT JOIN (simulations s JOIN simulation_chunks c ON c.simulation_id = s.id AND c.run = s.run AND c.state <> 'done')
       ON c.state = wanted.state AND s.status = 'running'
     GROUP BY wanted.state ORDER BY wanted.state`,
  );
}

async function readUnfinished(dataSource: DataSource): Promise<readonly z.infer<typeof unfinishedRow>[]> {
  return rows(
    dataSource,
    unfinishedRow,
    `SELECT wanted.status, count(s.id)::int AS simulations,
       coalesce(greatest(extract(epoch FROM now() - min(coalesce(s.round_started_at, s.created_at))), 0), 0)::float8 AS "oldestSeconds"
     FROM (VALUES ('queued'), ('running')) AS wanted (status)
     LEFT JOIN simulations s ON s.status = wanted.status AND s.status IN ('queued', 'running')
     GROUP BY wanted.status ORDER BY wanted.status`,
  );
}
