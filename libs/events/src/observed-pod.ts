/**
 * A pod as an agent describes it; `owner` is absent for a bare pod, or where the agent does not know. Namespace and name are
 * empty where it knows nothing but a container.
 */
export interface ObservedPod {
  readonly cluster: string;
  readonly namespace: string;
  readonly pod: string;
  /** As the agent says it; where it does not, what stands for it (`namedUid`, `containerUid`). */
  readonly uid?: string | undefined;
  /** Canonical time of the observation: others may have had the name before, or will have it. */
  readonly at?: string | undefined;
  readonly owner?: { readonly kind: string; readonly name: string } | undefined;
}

/** Who a pod is that an agent only named, or of which it only knew a container. */
export interface PodIdentity {
  readonly uid: string;
  readonly namespace: string;
  readonly pod: string;
  /** The container's name, where it was found by that. */
  readonly container?: string | undefined;
  /** The canonical times for which this holds, `until` not included; absent: all. */
  readonly from?: string | undefined;
  readonly until?: string | undefined;
}

/** Why nothing can be counted of a container of which no more is known than its id: nobody has it, or several pods do. */
export interface NoPod {
  readonly by: 'no-pod' | 'ambiguous-container';
  /** The canonical times for which this holds, `until` not included; absent: all. */
  readonly from?: string | undefined;
  readonly until?: string | undefined;
  readonly workload?: undefined;
}
