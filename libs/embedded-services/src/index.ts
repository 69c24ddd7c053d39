export { type Backoff, defaultBackoff } from './backoff.js';
export { findOwner, type OwnerRecord } from './ownership.js';
export { freePorts } from './ports.js';
export type { PostgresBinaries } from './postgres/binaries.js';
export { type PostgresOptions, type PostgresServer, startPostgres } from './postgres/server.js';
export { identify, isAlive, type ProcessIdentity } from './process-identity.js';
export {
  AlreadyRunningError,
  type RunningService,
  type ServiceEntries,
  type ServiceOptions,
  startService,
} from './service.js';
export { type ProgramOnService, runOnService } from './on-service.js';
export { StartError } from './start-error.js';
export { runStartCommand, type StartCommand } from './start-command.js';
