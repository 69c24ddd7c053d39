import type { PodFailure } from '#libs/advisor';
import { storable } from '#libs/events';
import { kindWithGroup } from '#libs/kubernetes';
import { z } from 'zod';

type Json = Readonly<Record<string, unknown>>;

/** A failure that an Event tells of, and which Event that is. */
export interface ObservedFailure extends PodFailure {
  readonly uid: string;
  readonly namespace: string;
  readonly objectUid: string | undefined;
}

const time = z.iso.datetime({ offset: true }).nullish();
/** core/v1 Event (k8s.io/api/core/v1/types.go, v0.24.17), as far as it is read. */
const event = z.object({
  metadata: z.object({
    uid: z.string().min(1).max(253),
    namespace: z.string().min(1).max(253),
    creationTimestamp: time,
  }),
  involvedObject: z.object({
    apiVersion: z.string().max(253).default(''),
    kind: z.string().max(253).default(''),
    name: z.string().max(253).default(''),
    uid: z.string().max(253).optional(),
    fieldPath: z.string().optional(),
  }),
  reason: z.string().default(''),
  message: z.string().default(''),
  count: z.int().optional(),
  firstTimestamp: time,
  lastTimestamp: time,
  eventTime: time,
  series: z.object({ count: z.int().optional(), lastObservedTime: time }).nullish(),
});

/** Characters of a message that are kept. */
const longestMessage = 2_000;
/** A count that fits its column, whatever an Event says. */
const mostCounted = 2_147_483_647;

/**
 * What is told of, by the reason of the Event and what its message says:
 * - `FailedCreate`, of controllers that create pods (pkg/controller/controller_utils.go and stateful_set_utils.go): what
 *   admission answered them. PodSecurityPolicy worded it otherwise until 1.18; PodSecurity (k8s.io/pod-security-admission)
 *   and the SecurityContextConstraints of OpenShift have words of their own.
 * - `Failed`, of the kubelet, whose container then waits with CreateContainerConfigError (verifyRunAsNonRoot,
 *   pkg/kubelet/kuberuntime/security_context.go).
 */
const kinds = [
  ['FailedCreate', 'admission', 'pod-security-policy', /PodSecurityPolicy: |against any pod security policy/],
  ['FailedCreate', 'admission', 'pod-security-standard', / violates PodSecurity /],
  ['FailedCreate', 'admission', 'security-context-constraint', /against any security context constraint/],
  [
    'Failed',
    'start',
    'run-as-non-root',
    /^Error: container('s runAsUser breaks non-root policy| has runAsNonRoot and image )/,
  ],
] as const;

/**
 * Reads an Event. `none`: it tells of something else; `unreadable`: it is no Event. What it says of times counts up to
 * `now`: whoever may write Events may write anything.
 */
export function readFailure(object: Json, now: Date): ObservedFailure | 'none' | 'unreadable' {
  const parsed = event.safeParse(object);
  if (!parsed.success) return 'unreadable';
  const { metadata, involvedObject, reason, message, count, series } = parsed.data;
  const kind = kinds.find(([ofEvent, , , words]) => ofEvent === reason && words.test(message));
  if (kind === undefined || involvedObject.kind === '' || involvedObject.name === '') return 'none';
  const { firstTimestamp, lastTimestamp, eventTime } = parsed.data;
  const until = (...times: readonly (string | null | undefined)[]): Date => {
    const told = times.find((each) => each !== undefined && each !== null);
    return new Date(Math.min(told === undefined ? now.getTime() : Date.parse(told), now.getTime()));
  };
  const lastSeen = until(series?.lastObservedTime, lastTimestamp, eventTime, metadata.creationTimestamp);
  const firstSeen = until(firstTimestamp, eventTime, metadata.creationTimestamp);
  const container = /\{([^}]+)\}$/.exec(involvedObject.fieldPath ?? '')?.[1];
  return {
    uid: storable(metadata.uid),
    namespace: storable(metadata.namespace),
    object: { kind: storable(kindWithGroup(involvedObject)), name: storable(involvedObject.name) },
    objectUid: involvedObject.uid === undefined ? undefined : storable(involvedObject.uid),
    ...(container !== undefined && { container: storable(container) }),
    stage: kind[1],
    reason: kind[2],
    message: storable(message.length > longestMessage ? `${message.slice(0, longestMessage)}…` : message),
    count: Math.min(Math.max(series?.count ?? count ?? 1, 1), mostCounted),
    firstSeen: (firstSeen < lastSeen ? firstSeen : lastSeen).toISOString(),
    lastSeen: lastSeen.toISOString(),
  };
}
