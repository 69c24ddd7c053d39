import { z } from 'zod';

/** The fields of pods that a requirement is about, by names that no policy language owns. */
export const podField = z.enum([
  'privileged',
  'allowPrivilegeEscalation',
  'readOnlyRootFilesystem',
  'capabilities.add',
  'capabilities.drop',
  'runAsUser',
  'runAsNonRoot',
  'runAsGroup',
  'supplementalGroups',
  'fsGroup',
  'seLinuxOptions',
  'seccompProfile',
  'appArmorProfile',
  'procMount',
  'hostNetwork',
  'hostPID',
  'hostIPC',
  'hostPort',
  'volume',
  'hostPath',
  'flexVolumeDriver',
  'csiDriver',
  'sysctl',
  'runtimeClassName',
]);

const workload = z.object({ cluster: z.string(), namespace: z.string(), kind: z.string(), name: z.string() });

/** One place in a pod. */
export const requirementReason = z.object({
  workload,
  /** Where the pod stands in the workload's manifest, a JSON Pointer; `live` pods have their own. */
  templatePath: z.string(),
  origin: z.enum(['template', 'live']),
  /** Absent: it is about the pod as a whole. */
  container: z.string().optional(),
  /** In the pod, in Kubernetes' spelling: `spec.containers[0].securityContext.privileged`. */
  path: z.string(),
});
export type RequirementReason = z.infer<typeof requirementReason>;

/** A value that pods have in a field, and where; without a value: the places where the field is left unset. */
export const requirement = z.object({
  podField,
  value: z
    .union([z.boolean(), z.number(), z.string(), z.record(z.string(), z.union([z.string(), z.boolean()]))])
    .optional(),
  reasons: z.array(requirementReason),
});
export type Requirement = z.infer<typeof requirement>;

/**
 * What the pods of a group need, in no policy language: a renderer of any language reads this. `unset` matters to
 * languages that fill in defaults. Sorted by field as above, then by value, unset last.
 */
export const requirementSet = z.object({
  /** Decides which sysctls are safe, how the service account's token is mounted, which fields exist: `1.24`. */
  kubernetesVersion: z.string(),
  requirements: z.array(requirement),
});
export type RequirementSet = z.infer<typeof requirementSet>;
