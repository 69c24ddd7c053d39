import { timestamp } from '#libs/events';
import { z } from 'zod';
import { policySet, scope } from './simulation.js';

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

/**
 * The time in which observations count, to the UTC day; open on either side. `version: current`: a version does not
 * inherit what earlier ones did.
 */
export const evidenceWindow = z.strictObject({
  from: timestamp.optional(),
  to: timestamp.optional(),
  version: z.literal('current').optional(),
});
export type EvidenceWindow = z.infer<typeof evidenceWindow>;

/** What a simulation was asked, beside its policies and manifests: the column `simulations.request`. */
export const simulationOrder = z.object({
  policySet,
  scope,
  grants,
  window: evidenceWindow.optional(),
  /** The cluster and namespace in which manifests stand that don't say so themselves. */
  manifestsIn: z.object({ cluster: z.string(), namespace: z.string() }),
});
export type SimulationOrder = z.infer<typeof simulationOrder>;
