export { markProfiles, markWorkloads } from './change-marks.js';
export {
  all,
  type Binding,
  binding,
  bindings,
  everywhereAs,
  projectName,
  type Role,
  roles,
} from './access/binding.js';
export { type Area, type Place, storedArea } from './access/permits.js';
export {
  inClusters,
  inPlaces,
  inProjects,
  inProjectsAndAreas,
  storedAreas,
} from './access/reach-conditions.js';
export { defaultProject, Reach } from './access/reach.js';
export {
  createProject,
  deleteProject,
  listProjects,
  readProject,
  requireProject,
  type StoredProject,
  updateProject,
} from './project-store.js';
export {
  actorKind,
  appendAudit,
  type AuditEntry,
  audited,
  type AuditedCall,
  type AuditedChange,
  type AuditFilter,
  auditOutcome,
  auditRetention,
  listAudit,
  recordChange,
  recordedTogether,
  recordedChanges,
} from './audit/audit-log.js';
export { ApiKeyEntity } from './api-key-entity.js';
export { contentId } from './content-id.js';
export { matchingLabels } from './label-conditions.js';
export { createDataSource, type DatabaseOptions } from './data-source.js';
export { isDatabaseBusy, isDatabaseUnavailable, isStatementTimeout } from './database-unavailable.js';
export { entities } from './entities.js';
export { migrate, type MigrationState, migrationStatus, revertLatestMigration } from './migrate.js';
export { PersistenceModule } from './persistence.module.js';
export {
  deletionStatus,
  listDeletions,
  noteFailedDeletion,
  readDeletion,
  requestDeletion,
  requireNoDeletion,
  type StoredDeletion,
  unfinishedDeletion,
  unfinishedDeletions,
} from './life-cycle/deletion-store.js';
export { workloadRetention } from './life-cycle/workload-retention.js';
export { eraseData, type ErasureStep, type ErasureSubject } from './life-cycle/erasure.js';
export {
  applyRetention,
  removeRows,
  type RetentionOptions,
  type RetentionRule,
  rowsOlderThan,
  rowsSelected,
} from './life-cycle/retention.js';
export { bigintColumn, nanosecondsColumn, firstRow, rows, type SqlRunner } from './rows.js';
export { WorkloadEntity, workloadId } from './workload-entity.js';
export { ensureWorkloads } from './workload-repository.js';
export { digestOf, generateApiKey } from './api-key.js';
export { type ApiKeyState, isExpired, stateOfApiKey } from './api-key-state.js';
export {
  type ApiKeyPosition,
  bindingsOfApiKey,
  type BootstrapOutcome,
  findValidApiKey,
  type FoundApiKey,
  installBootstrapKey,
  issueApiKey,
  listApiKeys,
  type NewApiKey,
  pageOfApiKeys,
  readApiKey,
  revokeApiKey,
  rotateApiKey,
} from './api-key-repository.js';
