import { z } from 'zod';
import { dimension, MAX_COUNT, observation, timestamp } from './observation.js';
import { isStorable, NOT_STORABLE } from './storable-text.js';

/** The `schema` of a native runtime event. */
export const RUNTIME_EVENTS_V1 = 'runtime-events/v1';

/** Limits of one message; beyond them it is refused as a whole, with the path of what is too large. */
export const MAX_CONTAINERS_PER_EVENT = 1_000;
export const MAX_OBSERVATIONS_PER_CONTAINER = 10_000;

/** Free text of at most so many UTF-16 units. */
const text = (length: number) => z.string().max(length).refine(isStorable, NOT_STORABLE);

/** How names of Kubernetes look, and how long they may be. */
export const DNS_SUBDOMAIN = {
  longest: 253,
  pattern: /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/,
};
export const DNS_LABEL = { longest: 63, pattern: /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/ };
export const KIND = { longest: 63, pattern: /^[A-Z][A-Za-z0-9]*$/ };

const dnsSubdomain = z
  .string()
  .max(DNS_SUBDOMAIN.longest)
  .regex(DNS_SUBDOMAIN.pattern, 'must be a DNS-1123 subdomain');
const dnsLabel = z.string().max(DNS_LABEL.longest).regex(DNS_LABEL.pattern, 'must be a DNS-1123 label');
/** Names of clusters are ours, not Kubernetes': one segment of a key, so no slash. */
export const clusterName = z
  .string()
  .max(128)
  .regex(/^[a-zA-Z0-9]([-a-zA-Z0-9_.]*[a-zA-Z0-9])?$/, 'must consist of letters, digits, "-", "_" and "."');
const kind = z.string().max(KIND.longest).regex(KIND.pattern, 'must be a Kubernetes kind such as ReplicaSet');

/** What is true of the node that the container runs on. */
export const nodeFacts = z.object({
  runtime: text(128).optional(),
  apparmor: z.boolean().optional(),
  selinux: z.boolean().optional(),
  /** The kubelet's `seccompDefault`. */
  seccompDefault: z.boolean().optional(),
  /** `net.ipv4.ip_unprivileged_port_start` inside pods. */
  unprivilegedPortStart: z.int().min(0).max(65536).optional(),
  cgroup: z.enum(['v1', 'v2']).optional(),
  /** As in the label `kubernetes.io/arch`: `amd64`, `arm64`. */
  architecture: text(32).optional(),
});
export type NodeFacts = z.infer<typeof nodeFacts>;

export const observedContainer = z.object({
  namespace: dnsLabel,
  pod: z.object({
    name: dnsSubdomain,
    uid: text(128).min(1),
    /** The pod's label `pod-template-hash` or `controller-revision-hash`: which template it was made from. */
    templateHash: text(63).min(1).optional(),
  }),
  /** The pod's controller, as in its owner reference. Absent for a bare pod, or where the agent does not know. */
  owner: z.object({ kind, name: dnsSubdomain }).optional(),
  container: z.object({
    name: dnsLabel,
    id: text(256).optional(),
    image: text(1024).optional(),
    imageDigest: text(256).optional(),
    /** The image's USER, as it stands there: a name, a number, `user:group`, or "" where it has none. */
    imageUser: text(256).optional(),
    imageVolumes: z.array(text(4096)).max(100).optional(),
    startedAt: timestamp.optional(),
    /** The agent has watched this container since its first process. */
    fromStart: z.boolean().optional(),
    /** The container has ended, and the agent watched it until then: shutting down was observed. */
    endedAt: timestamp.optional(),
  }),
  observations: z.array(observation).max(MAX_OBSERVATIONS_PER_CONTAINER),
});
export type ObservedContainer = z.infer<typeof observedContainer>;

/**
 * The native runtime event (topic `runtime-events`, key `<cluster>/<node>`). `(agent.instance, sequence)` makes
 * redelivery harmless and a gap visible. Fields that are not named here are ignored.
 */
export const runtimeEvent = z.object({
  schema: z.literal(RUNTIME_EVENTS_V1),
  cluster: clusterName,
  node: dnsSubdomain,
  agent: z.object({ name: text(128).min(1), version: text(64), instance: z.uuid() }),
  sequence: z.int().min(0),
  sentAt: timestamp,
  /** Dimensions that the agent watches: only there does silence mean that nothing happened. */
  covers: z.array(dimension),
  /**
   * Dimensions of which the agent sees a part: of `file`, say, opens but not renames. What it shows is used; that it shows
   * nothing is worth little. A dimension that is also in `covers` counts as watched in part.
   */
  coversPartly: z.array(dimension).optional(),
  /** Observations that the agent had to drop, by dimension. */
  lost: z.partialRecord(dimension, z.int().min(0).max(MAX_COUNT)).default({}),
  nodeFacts: nodeFacts.optional(),
  containers: z.array(observedContainer).max(MAX_CONTAINERS_PER_EVENT),
});
export type RuntimeEvent = z.infer<typeof runtimeEvent>;
