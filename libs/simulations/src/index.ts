export { areasOfScope, areasOfWorkloads } from './areas.js';
export { type VerdictChange, verdictChange } from './diff/diff-verdicts.js';
export { type DiffPage, readDiff } from './diff/read-diff.js';
export type { ExportFormat } from './exports/export-format.js';
export { exportFormats } from './exports/registry.js';
export { cancelSimulation, createSimulation, deleteSimulation, listSimulations } from './simulation-store.js';
export { type Proposal, proposal, readProposals, type StoredProposal } from './proposal.js';
export {
  type NewSimulation,
  readSimulation,
  type SimulatedPolicy,
  type StoredSimulation,
} from './simulation-store.js';
export { type SimulationWork, simulationJobHandlers } from './job-handlers.js';
export {
  checkManifests,
  manifestMistakes,
  type ManifestsIn,
  manifestWorkloads,
  type ManifestWorkload,
} from './manifest-workloads.js';
export type { ClusterState, InventorySource, ProfileSource, SimulatedWorkload } from './ports.js';
export type { PlanSettings } from './plan-run.js';
export { inventorySource } from './inventory-source.js';
export { reconcileSimulations } from './reconciler.js';
export { completeResults } from './complete-results.js';
export {
  readResult,
  ResultTexts,
  type ResultFilter,
  type ResultKey,
  type ResultText,
  type RunReference,
} from './result-store.js';
export {
  type Grants,
  grants,
  type KubernetesDocument,
  kubernetesDocument,
  type SimulationOrder,
  simulationOrder,
} from './simulation-order.js';
export {
  type EvidenceWindow,
  evidenceWindow,
  policyReference,
  policySet,
  type Scope,
  scope,
  type Simulation,
  simulation,
  type SimulationStatus,
  simulationStatus,
  type Summary,
  summary,
  type WithoutManifest,
  withoutManifest,
} from './simulation.js';
export {
  findByIdempotencyKey,
  type Idempotency,
  readVersions,
  type SimulationVersion,
} from './simulation-store.js';
export { type NamespaceSummary, namespaceSummary, readNamespaces } from './namespace-summary.js';
export { type ChangeCause, changeCause } from './continuous/change-mark.js';
export {
  type HistoryEntry,
  historyEntry,
  type HistoryFilter,
  readHistory,
} from './continuous/history-store.js';
export { type ContinuousSettings, reconcileContinuous } from './continuous/reconcile-continuous.js';
export { stopSimulation } from './continuous/stop-simulation.js';
export { requireRoom, type SimulationLimits } from './simulation-limits.js';
export type { DueSettings } from './turns/due-plans.js';
export { simulationErasure } from './erasure.js';
export {
  observeChanges,
  observeTurns,
  observeUnfinishedSimulations,
  SimulationMetrics,
} from './simulation-metrics.js';
export { simulationRetention } from './retention.js';
export { unknownOfScope } from './unknown-of-scope.js';
