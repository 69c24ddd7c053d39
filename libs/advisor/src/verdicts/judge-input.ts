import type {
  Authorizer,
  PodShape,
  ServiceAccountLookup,
  UserInfo,
  WorkloadReference,
} from '#libs/kubernetes';
import type { RuntimeProfile } from '#libs/profiles';
import type { PodSecurityPolicy } from '#libs/psp';

import type { EvidenceThresholds } from '../evidence/thresholds.js';
import type { PodFailure } from '../pod-failure.js';
import type { Verdict } from '../verdict.js';

/**
 * Which policies exist: `only-these`: the policies of the simulation and no others; `cluster-overlay`: those of the
 * cluster too, where a policy of the simulation replaces the cluster's policy of the same name.
 */
export type PolicySet = 'only-these' | 'cluster-overlay';

/**
 * A seccomp profile as container runtimes read it (OCI or Docker JSON), parsed, by its path below the kubelet's seccomp
 * directory. Undefined: not known.
 */
export type SeccompProfileLookup = (localhostProfile: string) => unknown;

/** Everything that a verdict depends on. Plain data and lookups; nothing is changed. */
export interface JudgeInput {
  readonly workload: WorkloadReference;
  /**
   * The distinct pods of the workload, the template's first. `pod.metadata.namespace` should be set; if it is not, the
   * workload's namespace counts. Pods need not have been defaulted.
   */
  readonly shapes: readonly PodShape[];
  /**
   * The workload's own document as plain JSON, for the patch of `reduce`. Absent: the patch is made for a document that
   * holds the template just as the shape has it, at the shape's `templatePath`.
   */
  readonly manifest?: unknown;
  /**
   * Valid policies. Compiled forms are kept by identity of the array and its members: pass the same array for every
   * workload of a simulation.
   */
  readonly policies: readonly PodSecurityPolicy[];
  /** `only-these` if absent. */
  readonly policySet?: PolicySet;
  /** The policies of the cluster, used by `cluster-overlay`. Pass the same array for every workload. */
  readonly clusterPolicies?: readonly PodSecurityPolicy[];
  /** Who may use which policy; everybody may use every one if absent. */
  readonly authorizer?: Authorizer;
  /** Who creates the pods. Absent: who does by default (`podRequester`). */
  readonly requester?: UserInfo;
  /** Absent: every service account exists and has no settings. */
  readonly serviceAccounts?: ServiceAccountLookup;
  /** What was observed. Absent: nothing, and each narrowing is at risk for want of evidence. */
  readonly profile?: RuntimeProfile;
  readonly thresholds?: EvidenceThresholds;
  /** What goes wrong with its pods today already: said again in the verdict, which does not depend on it. */
  readonly failures?: readonly PodFailure[];
  /** Seccomp profiles of type Localhost that are known. */
  readonly seccompProfiles?: SeccompProfileLookup;
  /** false: no remedies are looked for, which is several times as fast. */
  readonly remedies?: boolean;
}

/**
 * `judge(input)`: what the policies mean for one workload: the answer of admission for every pod shape, what the
 * policies' defaults take away from the containers, weighed with what was observed, and both remedies. Never throws for
 * any decoded pod and any valid policy.
 */
export type Judge = (input: JudgeInput) => Verdict;
