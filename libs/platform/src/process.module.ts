import type { DynamicModule, ModuleMetadata, Type } from '@nestjs/common';
import { LoggerModule } from 'nestjs-pino';
import { Registry } from 'prom-client';
import { CONFIG, type Config } from './config/config.js';
import { Readiness } from './health/readiness.js';
import { loggerParams } from './logging/logger.js';
import { createMetrics } from './metrics/metrics.js';

/**
 * The root module of a process: `module`, and for all modules to inject the configuration (CONFIG), Readiness, the
 * metrics Registry of prom-client, and the logger. `role` names the process in logs and metrics: api, worker, collector.
 */
export function processModule(module: Type, config: Config, role: string): DynamicModule {
  const providers = [
    { provide: CONFIG, useValue: config },
    { provide: Readiness, useValue: new Readiness() },
    { provide: Registry, useValue: createMetrics(role) },
  ] satisfies ModuleMetadata['providers'];
  return {
    module,
    global: true,
    imports: [LoggerModule.forRoot(loggerParams(config, role))],
    providers,
    exports: providers.map(({ provide }) => provide),
  };
}
