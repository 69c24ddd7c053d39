import { createDataSource, type RetentionRule } from '#libs/persistence';
import { loadConfig } from '#libs/platform';
import { Registry } from 'prom-client';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDatabase } from '../../../../test/services/index.js';
import { Retention, RetentionMetrics } from './retention.js';

const soon = { timeout: 30_000, interval: 20 };
const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const hour = 3_600_000;
let dataSource: DataSource;

beforeAll(async () => {
  const config = loadConfig({ DATABASE_URL: await createDatabase() });
  dataSource = await createDataSource(config.database).initialize();
});
afterAll(() => dataSource.destroy());

/** A rule that fails so often, and how often it was applied. */
function failing(name: string, times: number) {
  const state = { asked: 0 };
  const rule: RetentionRule = {
    name,
    keep: 0,
    remove: () => {
      state.asked += 1;
      return state.asked <= times ? Promise.reject(new Error('in the way')) : Promise.resolve(0);
    },
  };
  return { state, rule };
}

async function valueOf(registry: Registry, name: string): Promise<number | undefined> {
  const metrics = await registry.getMetricsAsJSON();
  return metrics.find((each) => each.name === name)?.values[0]?.value;
}

it('what failed is tried again soon, alone, until it succeeds; only then all is applied', async () => {
  const registry = new Registry();
  const [days, letters, blocked] = [failing('days', 2), failing('letters', 0), failing('pods', 0)];
  const retention = new Retention(
    dataSource,
    [days.rule, letters.rule, { ...blocked.rule, after: ['days'] }],
    new RetentionMetrics(registry),
    silent,
    { firstAfter: 0, appliedEvery: hour, retriedAfter: 10 },
  );
  // Clocks are set back now and then.
  const began = Date.now() / 1_000 - 1;
  retention.start();
  await expect.poll(() => valueOf(registry, 'retention_failures_total'), soon).toBeGreaterThan(0);
  await expect.poll(() => valueOf(registry, 'retention_applied_timestamp_seconds'), soon).toBeGreaterThan(0);
  await retention.stop();
  expect([days.state.asked, letters.state.asked, blocked.state.asked]).toEqual([3, 1, 1]);
  expect(await valueOf(registry, 'retention_failures_total')).toBe(2);
  expect(await valueOf(registry, 'retention_applied_timestamp_seconds')).toBeGreaterThanOrEqual(began);
});

it('what goes on failing does not keep all from being applied when it is time for that', async () => {
  const registry = new Registry();
  const [days, letters] = [failing('days', Infinity), failing('letters', 0)];
  const retention = new Retention(
    dataSource,
    [days.rule, letters.rule],
    new RetentionMetrics(registry),
    silent,
    { firstAfter: 0, appliedEvery: 50, retriedAfter: 10 },
  );
  retention.start();
  await expect.poll(() => letters.state.asked, soon).toBeGreaterThan(1);
  await retention.stop();
  expect(days.state.asked).toBeGreaterThanOrEqual(letters.state.asked);
  expect(await valueOf(registry, 'retention_applied_timestamp_seconds')).toBe(0);
});

it('all is applied again when it is time for that, until it is stopped', async () => {
  const registry = new Registry();
  const often = failing('often', 0);
  const times = { firstAfter: 0, appliedEvery: 20, retriedAfter: hour };
  const retention = new Retention(dataSource, [often.rule], new RetentionMetrics(registry), silent, times);
  retention.start();
  await expect.poll(() => often.state.asked, soon).toBeGreaterThan(2);
  await retention.stop();
  const asked = often.state.asked;
  retention.start();
  await retention.stop();
  expect([often.state.asked, await valueOf(registry, 'retention_failures_total')]).toEqual([asked, 0]);
});
