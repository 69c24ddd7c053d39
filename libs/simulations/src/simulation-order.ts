import { evidenceThresholds } from '#libs/advisor';
import { podCreators } from '#libs/inventory';
import { z } from 'zod';
import { evidenceWindow, policySet, scope } from './simulation.js';

/** A document of Kubernetes as plain JSON, not yet decoded. */
export const kubernetesDocument = z.record(z.string(), z.unknown());
export type KubernetesDocument = z.infer<typeof kubernetesDocument>;

/**
 * Who may use which policy. `all`: everybody every one; `cluster`: as the RBAC objects in the inventory of each
 * workload's cluster say; otherwise as the given RBAC objects say, in every cluster.
 */
export const grants = z.union([
  z.enum(['all', 'cluster']),
  z.strictObject({ objects: z.array(kubernetesDocument).max(10_000) }),
]);
export type Grants = z.infer<typeof grants>;

/** What a simulation was asked, beside its policies and manifests: the column `simulations.request`. */
export const simulationOrder = z.object({
  policySet,
  scope,
  grants,
  /** Who creates pods, in every cluster. Absent: as is said of each cluster. */
  podCreators: podCreators.optional(),
  window: evidenceWindow.optional(),
  /** What evidence is worth. Absent: the defaults. */
  thresholds: evidenceThresholds.optional(),
  /** The cluster and namespace in which manifests stand that don't say so themselves. */
  manifestsIn: z.object({ cluster: z.string(), namespace: z.string() }),
});
export type SimulationOrder = z.infer<typeof simulationOrder>;
