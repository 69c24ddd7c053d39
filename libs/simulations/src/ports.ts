import type { PodFailure } from '#libs/advisor';
import type { ClusterObjects, TemplatedWorkload } from '#libs/inventory';
import type {
  Authorizer,
  PodCreators,
  PodShape,
  ServiceAccountLookup,
  WorkloadReference,
} from '#libs/kubernetes';
import type { RuntimeProfile } from '#libs/profiles';
import type { PodSecurityPolicy } from '#libs/psp';
import type { KubernetesDocument } from './simulation-order.js';
import type { EvidenceWindow, Scope, WithoutManifest } from './simulation.js';

/** What was observed of workloads. Those of which nothing was observed are absent from the answer. */
export interface ProfileSource {
  /** By `workloadKey`. */
  profilesOf(
    workloads: readonly WorkloadReference[],
    window: EvidenceWindow | undefined,
  ): Promise<ReadonlyMap<string, RuntimeProfile>>;
}

/** A workload as it stands in an inventory or a manifest. */
export interface SimulatedWorkload {
  readonly workload: WorkloadReference;
  readonly shapes: readonly PodShape[];
  readonly manifest: KubernetesDocument;
}

/** What admission in a cluster depends on beside policies and pods, as far as its inventory knows. */
export interface ClusterState {
  readonly authorizer: Authorizer;
  readonly serviceAccounts: ServiceAccountLookup;
  /** Valid policies; the same array at each call for the same state. */
  readonly policies: readonly PodSecurityPolicy[];
  /** Who creates the pods, where it is not as by default. */
  readonly podCreators: PodCreators;
}

/** What is known of clusters. */
export interface InventorySource {
  /**
   * The ids of the workloads in scope, in order of their keys, or those of the same template side by side; of all of them,
   * or of those in `among`.
   */
  selectWorkloads(
    scope: Scope,
    order?: 'key' | 'template',
    among?: readonly string[],
  ): Promise<readonly string[]>;
  /** Workloads in scope that only runtime events tell of, but for those of the ids. */
  observedWithoutManifest(scope: Scope, except: readonly string[]): Promise<WithoutManifest>;
  /** Those that still exist, without their manifests, in the order given. */
  readTemplates(ids: readonly string[]): Promise<readonly TemplatedWorkload[]>;
  /** Those that still exist. */
  readWorkloads(ids: readonly string[]): Promise<readonly SimulatedWorkload[]>;
  /** What was told since then to go wrong with pods of workloads, by `workloadKey`; of most there is nothing. */
  failuresOf(
    workloads: readonly WorkloadReference[],
    since: Date,
  ): Promise<ReadonlyMap<string, readonly PodFailure[]>>;
  clusterState(cluster: string): Promise<ClusterState>;
  /** The same as plain data. */
  clusterObjects(cluster: string): Promise<ClusterObjects>;
}
