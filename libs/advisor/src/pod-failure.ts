import { z } from 'zod';

/**
 * A failure that was told of within so many ms is one of today: controllers of Kubernetes try again after 17 minutes at the
 * latest.
 */
export const failuresOfToday = 3_600_000;

/** Why a pod is not created, or a container of it not started: stable codes. */
export const podFailureReason = z.enum([
  'pod-security-policy',
  'pod-security-standard',
  'security-context-constraint',
  'run-as-non-root',
]);

/** What goes wrong with pods of a workload today, as an Event of the cluster tells it. */
export const podFailure = z.object({
  stage: z.enum(['admission', 'start']),
  reason: podFailureReason,
  /** Of the controller, or of the kubelet, shortened where it is long. */
  message: z.string(),
  /** What the Event is about: a controller that can not create pods, or a pod. */
  object: z.object({ kind: z.string(), name: z.string() }),
  container: z.string().optional(),
  /** How often it was told. */
  count: z.int().min(1),
  firstSeen: z.iso.datetime(),
  lastSeen: z.iso.datetime(),
});
export type PodFailure = z.infer<typeof podFailure>;
