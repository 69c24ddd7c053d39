import { randomUUID } from 'node:crypto';
import { createDataSource, firstRow } from '#libs/persistence';
import { loadConfig } from '#libs/platform';
import { Registry } from 'prom-client';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { falcoRead } from '../../../test/fixtures/runtime-events.js';
import { observedCount } from '../../../test/fixtures/observed-count.js';
import { createDatabase } from '../../../test/services/index.js';
import { StaleStateError } from './flush/stale-state-error.js';
import { IngestionMetrics } from './ingestion-metrics.js';
import { Pipeline, type PipelineParts } from './pipeline.js';
import { RequestIngestion } from './requests/request-ingestion.js';
import { ingestionRetention } from './retention.js';
import { byName } from './workload-resolver.js';

const day = 86_400_000;
const source = { cluster: 'prod' };
let dataSource: DataSource;
let parts: PipelineParts;

beforeAll(async () => {
  const settings = loadConfig({ DATABASE_URL: await createDatabase() });
  dataSource = await createDataSource(settings.database).initialize();
  const metrics = new IngestionMetrics(new Registry());
  parts = { dataSource, resolver: byName, settings, metrics, now: () => new Date('2026-03-02T00:00:00Z') };
});
afterAll(() => dataSource.destroy());

const countOf = (namespace: string): Promise<number> => observedCount(dataSource, namespace);

function send(...alerts: readonly object[]): Promise<unknown> {
  // Each time another process, that remembers nothing.
  return new RequestIngestion(parts).ingest({ json: alerts }, undefined, source);
}

describe('events that their agent identifies', () => {
  it('are counted once: within a request, and in another one that another process takes', async () => {
    const [first, second] = [falcoRead('once', randomUUID()), falcoRead('once', randomUUID())];
    expect(await send(first, first, second)).toEqual({ events: 3, duplicates: 1, observations: 2 });
    expect(await send(second, falcoRead('once', randomUUID()))).toEqual({
      events: 2,
      duplicates: 1,
      observations: 1,
    });
    expect(await countOf('once')).toBe(3);
  });

  it('are other events where the cluster is another', async () => {
    const alert = falcoRead('two-clusters', randomUUID());
    await send(alert);
    const elsewhere = new RequestIngestion(parts).ingest({ json: alert }, undefined, { cluster: 'other' });
    expect(await elsewhere).toEqual({ events: 1, duplicates: 0, observations: 1 });
  });

  it('are counted once where two processes take them at the same time: the later one has to read again', async () => {
    const alert = falcoRead('at-once', randomUUID());
    const [one, other] = [new Pipeline(parts), new Pipeline(parts)];
    for (const pipeline of [one, other]) {
      const decoded = pipeline.decodeJson(alert, source);
      if (decoded.outcome !== 'ok') throw new Error(`not an event: ${decoded.outcome}`);
      await pipeline.prepare(decoded.value);
      pipeline.add(decoded.value);
    }
    await one.flush({});
    await expect(other.flush({})).rejects.toThrow(StaleStateError);
    expect(await countOf('at-once')).toBe(1);
  });

  it('are forgotten with time', async () => {
    const rule = ingestionRetention({
      observations: 90 * day,
      deadLetters: 14 * day,
      eventIds: 3 * day,
      deadLettersRelayed: false,
    }).find(({ name }) => name === 'ingestion_event_ids');
    const remembered = () =>
      firstRow(
        dataSource,
        z.object({ ids: z.int() }),
        `SELECT count(*)::integer AS ids FROM ingestion_event_ids`,
      );
    await send(falcoRead('forgotten', randomUUID()));
    const { ids = 0 } = (await remembered()) ?? {};
    expect(ids).toBeGreaterThan(0);
    expect(await rule?.remove(dataSource, new Date(Date.now() - day), 1_000)).toBe(0);
    expect(await rule?.remove(dataSource, new Date(Date.now() + day), 1_000)).toBe(ids);
    expect(await remembered()).toEqual({ ids: 0 });
  });
});
