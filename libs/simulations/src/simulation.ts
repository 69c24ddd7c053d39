import { podCreators } from '#libs/inventory';
import { evidenceThresholds, outcome, stage } from '#libs/advisor';
import { plainText, timestamp } from '#libs/events';
import { z } from 'zod';

/** `policySet`: only the named policies exist, or they replace and extend those of the cluster by name. */
export const policySet = z.enum(['only-these', 'cluster-overlay']);

const name = plainText.min(1).max(253);

/** Which workloads are simulated. Everything given must match; an empty scope is every workload known. */
export const scope = z.object({
  clusters: z.array(name).max(1_000).optional(),
  namespaces: z.array(name).max(10_000).optional(),
  /** The label selector grammar of Kubernetes, against the labels of the pod template. */
  labelSelector: z.string().max(4096).optional(),
  workloads: z
    .array(z.object({ cluster: name, namespace: name, kind: name, name }))
    .max(10_000)
    .optional(),
  /** Only the manifests that came with the request. */
  manifestsOnly: z.boolean().optional(),
});
export type Scope = z.infer<typeof scope>;

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

/** Who may use which policy, as a simulation shows it: given RBAC objects by their number. */
const grantsView = z.union([z.enum(['all', 'cluster']), z.object({ objects: z.int().min(0) })]);

export const simulationStatus = z
  .enum(['queued', 'running', 'active', 'succeeded', 'failed', 'cancelled', 'stopped'])
  .meta({
    description:
      '`active`: a continuous simulation that waits for changes; it is `running` while it evaluates some. `stopped`: one that somebody ended.',
  });
export type SimulationStatus = z.infer<typeof simulationStatus>;

/** A policy as it stood when the simulation was created: the exact revision is kept. */
export const policyReference = z.object({
  id: z.uuid(),
  revision: z.int().min(1),
  name: z.string(),
  /** It came with the request and is stored nowhere else. */
  inline: z.boolean().optional(),
  /** A continuous simulation takes each new revision of it; this is the one that counts now. */
  followed: z.boolean().optional(),
});

/**
 * Workloads in scope that were observed, but of which no manifest is known: nothing can be said of them. Labels are known
 * from manifests alone, so a label selector leaves none of them out. `workloads` are the first in order of their keys.
 */
export const withoutManifest = z.object({
  count: z.int().min(0),
  workloads: z.array(
    z.object({ cluster: z.string(), namespace: z.string(), kind: z.string(), name: z.string() }),
  ),
});
export type WithoutManifest = z.infer<typeof withoutManifest>;

export const summary = z.object({
  workloads: z.int().min(0),
  verdicts: z.record(outcome, z.int().min(0)),
  stages: z.record(stage, z.int().min(0)),
  withoutPolicy: z.int().min(0).default(0).meta({
    description:
      'Workloads that break because there is no policy at all, none that is usable, or none that they may use. They break at admission, whatever the fields of policies say.',
  }),
  brokenToday: z.int().min(0).default(0).meta({
    description:
      'Workloads of which pods are not created, or containers not started, already today, whatever their verdict.',
  }),
  fields: z.record(z.string(), z.int().min(0)).default({}).meta({
    description:
      'Workloads that have findings of a policy field, by field. A workload with several counts for each.',
  }),
  /** Absent in parts of a sum, and where the scope is manifests alone. */
  withoutManifest: withoutManifest.optional(),
});
export type Summary = z.infer<typeof summary>;

export const failingRounds = z.object({
  rounds: z.int().min(1).meta({ description: 'Evaluations in a row that failed.' }),
  error: z.string().meta({ description: 'Why the last one did, for people.' }),
  retryAt: z.iso.datetime().optional().meta({
    description: 'When it is tried again, at the earliest. Absent: it is being tried, or has ended.',
  }),
});
export type FailingRounds = z.infer<typeof failingRounds>;

export const simulation = z.object({
  id: z.uuid(),
  project: z.string().meta({ description: 'The project to which it belongs.' }),
  name: z.string().optional(),
  status: simulationStatus,
  continuous: z
    .object({
      changes: z.int().min(0).meta({ description: 'Entries in its history.' }),
      failing: failingRounds.optional().meta({
        description:
          'Its last evaluation failed: its results are not all of the same time. Absent: it did not.',
      }),
    })
    .optional()
    .meta({ description: 'It goes on until it is stopped. Absent: it ends by itself.' }),
  policies: z.array(policyReference),
  policySet,
  scope,
  grants: grantsView,
  window: evidenceWindow.optional(),
  /** Absent: the defaults. */
  podCreators: podCreators.optional(),
  thresholds: evidenceThresholds.optional(),
  createdAt: z.iso.datetime(),
  startedAt: z.iso.datetime().optional(),
  finishedAt: z.iso.datetime().optional(),
  /** Continuous: when its results were complete last. */
  evaluatedAt: z.iso.datetime().optional(),
  /** Set as soon as cancellation was asked for, also while a worker has not yet noticed. */
  cancelRequestedAt: z.iso.datetime().optional(),
  /** Workloads evaluated, of how many; `total` is known once the scope was resolved. */
  progress: z.object({ done: z.int().min(0), total: z.int().min(0).optional() }),
  /** Why it failed, for people; only with status `failed`. */
  error: z.string().optional(),
  summary: summary.optional(),
});
export type Simulation = z.infer<typeof simulation>;
