import 'reflect-metadata';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Config, loadConfig, type Running, startBackgroundProcess } from '#libs/platform';
import { freePorts } from '#libs/embedded-services';
import { Inject, Module, type Type } from '@nestjs/common';
import { Registry } from 'prom-client';
import { AppModule } from '../../apps/api/src/app.module.js';
import { createApplication } from '../../apps/api/src/create-application.js';
import { WorkerProcessModule } from '../../apps/api/src/worker-process.module.js';
import { CollectorModule } from '../../apps/collector/src/collector.module.js';
import { createDatabase } from '../services/index.js';

/** A metric as a process shows it to Prometheus. */
export interface ExposedMetric {
  readonly name: string;
  readonly type: 'counter' | 'gauge' | 'histogram' | 'summary';
  readonly help: string;
  readonly labels: readonly string[];
}

export const roles = ['api', 'worker', 'collector'] as const;
export type Role = (typeof roles)[number];

/** Starts the three processes as their entries do, and asks each for /metrics. */
export async function exposedMetrics(): Promise<Readonly<Record<Role, readonly ExposedMetric[]>>> {
  const [apiPort = 0, workerPort = 0, collectorPort = 0] = await freePorts(3);
  const config = loadConfig({
    DATABASE_URL: await createDatabase(),
    LOG_LEVEL: 'silent',
    PORT: String(apiPort),
    WORKER_HEALTH_PORT: String(workerPort),
    COLLECTOR_HEALTH_PORT: String(collectorPort),
    // A cluster that nobody can reach: its watch has metrics all the same.
    KUBERNETES_WATCH: 'true',
    KUBERNETES_CLUSTER: 'c',
    KUBECONFIG: kubeconfig(),
  });
  return {
    api: await scraped(config, AppModule, apiPort, async (module) => {
      const app = await createApplication(config, module);
      await app.listen({ host: '127.0.0.1', port: apiPort });
      return { stop: () => app.close() };
    }),
    worker: await scraped(config, WorkerProcessModule, workerPort, (module) =>
      startBackgroundProcess(config, { module, role: 'worker', healthPort: workerPort }),
    ),
    collector: await scraped(config, CollectorModule, collectorPort, (module) =>
      startBackgroundProcess(config, { module, role: 'collector', healthPort: collectorPort }),
    ),
  };
}

function kubeconfig(): string {
  const file = join(mkdtempSync(join(tmpdir(), 'policy-advisor-kubeconfig-')), 'kubeconfig');
  const named = { name: 'c' };
  writeFileSync(
    file,
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [{ ...named, cluster: { server: 'https://127.0.0.1:1' } }],
      users: [{ ...named, user: { token: 't' } }],
      contexts: [{ ...named, context: { cluster: 'c', user: 'c' } }],
      'current-context': 'c',
    }),
  );
  return file;
}

async function scraped(
  config: Config,
  process: Type,
  port: number,
  start: (module: Type) => Promise<Running>,
): Promise<readonly ExposedMetric[]> {
  let registry: Registry | undefined;
  @Module({ imports: [process] })
  class WithRegistry {
    constructor(@Inject(Registry) injected: Registry) {
      registry = injected;
    }
  }
  const running = await start(WithRegistry);
  try {
    const response = await fetch(`http://${config.http.host}:${port}/metrics`);
    const text = await response.text();
    return readMetrics(text).map(({ name, type, help }) => ({
      name,
      type,
      help,
      labels: labelsOf(registry?.getSingleMetric(name)),
    }));
  } finally {
    await running.stop();
  }
}

/** The metrics in the text format of Prometheus, labels left out: a metric without series shows none. */
function readMetrics(text: string): readonly Omit<ExposedMetric, 'labels'>[] {
  const metrics: Omit<ExposedMetric, 'labels'>[] = [];
  for (const [, name = '', help = '', type] of text.matchAll(/^# HELP (\S+) (.*)\n# TYPE \S+ (\S+)$/gm)) {
    if (type !== 'counter' && type !== 'gauge' && type !== 'histogram' && type !== 'summary')
      throw new Error(`${name} is of type ${String(type)}`);
    metrics.push({ name, type, help });
  }
  return metrics;
}

function labelsOf(metric: unknown): readonly string[] {
  if (typeof metric !== 'object' || metric === null || !('labelNames' in metric)) return [];
  const names: unknown = metric.labelNames;
  return Array.isArray(names) ? names.map(String) : [];
}
