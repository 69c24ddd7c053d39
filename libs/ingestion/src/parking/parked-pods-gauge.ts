import { UNKNOWN_POD } from '#libs/kubernetes';
import { rows } from '#libs/persistence';
import { sampledGauge } from '#libs/platform';
import type { Registry } from 'prom-client';
import type { DataSource } from 'typeorm';
import { z } from 'zod';

const countRow = z.object({ value: z.int() });

/** A gauge of the pods that are parked. Each process that shows it shows the same: it is asked for at each scrape. */
export function observeParkedPods(registry: Registry, dataSource: DataSource): void {
  sampledGauge(registry, {
    name: 'ingestion_parked_pods',
    help: 'Pods that did something before it is known whose they are.',
    sample: () =>
      rows(dataSource, countRow, `SELECT count(*)::int AS value FROM workloads WHERE kind = $1`, [
        UNKNOWN_POD,
      ]),
  });
}
