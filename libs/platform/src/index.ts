export { CONFIG, type Config, topics } from './config/config.js';
export { ConfigError, type Environment, loadConfig } from './config/load-config.js';
export { parseYamlSetting, settingError } from './config/yaml-setting.js';
export { type Setting, type Settings, variablesOf } from './config/setting.js';
export { messageOf } from './errors/message-of.js';
export { jsonPointer, mistakesOf, parseInput } from './errors/input-mistakes.js';
export { internalProblem, type Problem, problem, problemMediaType, problemOf } from './errors/problem.js';
export * from './errors/service-error.js';
export { type HealthServer, type HealthServerOptions, startHealthServer } from './health/health-server.js';
export { Readiness, type ReadinessCheck, type ReadinessReport } from './health/readiness.js';
export {
  createLogger,
  createNestLogger,
  loggerParams,
  requestIdOf,
  withinRequest,
} from './logging/logger.js';
export { ThreadPool, type ThreadLimits } from './threads/thread-pool.js';
export { createMetrics } from './metrics/metrics.js';
export { askedOnce, type Sample, type SampledGauge, sampledGauge } from './metrics/sampled-gauge.js';
export { processModule } from './process.module.js';
export { type CommandInput, type CommandResult, runCommand } from './run-command.js';
export { lowerPriority } from './lower-priority.js';
export { type Running, runProcess, STARTED } from './run-process.js';
export { contextOf, currentTraceparent, withinChildSpan, withinSpan } from './tracing/trace-context.js';
export { startTracing } from './tracing/tracing.js';
export { type BackgroundProcess, startBackgroundProcess } from './start-background-process.js';
export { PooledClient } from './postgres-client.js';
export { isOfReplica } from './redis-failover.js';
