/**
 * Audit events of kube-apiserver (staging/src/k8s.io/apiserver/pkg/apis/audit/v1/types.go), in five envelopes: one event
 * (log backend), an EventList (webhook backend), Azure's `properties.log` as object or as text (alone, or among the
 * `records` of an Event Hub), Google's `protoPayload`, CloudWatch's `logEvents[].message`.
 *
 * Gives no dimension of a profile: who used a pod by exec, attach, port-forward and ephemeral containers, and what service
 * accounts asked for. Only the stages ResponseComplete and Panic count, or each request would count twice. (auditID, stage,
 * requestReceivedTimestamp) identifies an event (docs/decisions/0020).
 */
import { z } from 'zod';
import { combineOutcomes } from '../combine-outcomes.js';
import {
  type EventFormat,
  type Interaction,
  interactionKinds,
  type Issue,
  type NormalisedEvent,
  type Outcome,
  type SourceSettings,
} from '../event-format.js';
import type { Interner } from '../interner.js';
import { isFields, type RawFields } from '../item-key.js';
import { observedContainer } from '../runtime-event.js';
import { isStorable, NOT_STORABLE } from '../storable-text.js';
import { TimestampReader } from '../timestamp-reader.js';
import { agentEvent, cutOff, type Gives, invalid, notRelevant } from './agent-event.js';
import { presentNumber, presentText } from './agent-fields.js';
import { isJson, jsonObject } from './json-text.js';

const gives: Gives = { whole: [], part: [] };

export const kubernetesAudit: EventFormat = {
  name: 'kubernetes-audit',
  recognises: (message) => isFields(message) && envelopeOf(message) !== undefined,
  normalise: (message, interner, settings) => {
    const entries = isFields(message) ? envelopeOf(message) : undefined;
    return entries === undefined ? notRelevant : readAll(entries, interner, settings);
  },
};

/** An event, or what stands in its place; where, and of which cluster it is, if that is said. */
interface Entry {
  readonly event: unknown;
  /** It is none of the audit log, and says nothing here. */
  readonly isForeign?: true;
  readonly path: readonly PropertyKey[];
  readonly cluster?: string | undefined;
}

/** The entries of a message; undefined if it is no envelope of audit events. */
function envelopeOf(message: RawFields): readonly Entry[] | undefined {
  if (isAudit(message)) {
    if (message['kind'] === 'Event') return [{ event: message, path: [] }];
    const { items } = message;
    if (!Array.isArray(items)) return undefined;
    return items.map((event: unknown, index) => ({ event, path: ['items', index] }));
  }
  const { records, protoPayload, logEvents } = message;
  if (Array.isArray(records)) return ofEventHub(records);
  if (isAzureAudit(message)) return [ofAzure(message, [])];
  if (isFields(protoPayload) && protoPayload['serviceName'] === 'k8s.io') {
    const labels = isFields(message['resource']) ? message['resource']['labels'] : undefined;
    const cluster = isFields(labels) ? presentText(labels['cluster_name']) : undefined;
    return [{ cluster, event: ofGoogle(message, protoPayload), path: ['protoPayload'] }];
  }
  return Array.isArray(logEvents) ? ofCloudWatch(message, logEvents) : undefined;
}

/** `…/managedClusters/<name>`, or `…/connectedClusters/<name>` of Azure Arc, often all in capitals. */
const azureCluster = /\/(?:managed|connected)clusters\/([^/]+)/i;

/**
 * An Event Hub mixes the categories of a cluster, its metrics, and what other resources send there: all but the audit log says
 * nothing here. Where there is nothing of it and not all is of clusters, it may be the wrong hub.
 */
function ofEventHub(records: readonly unknown[]): readonly Entry[] | undefined {
  if (records.length === 0 || !records.every(isFields)) return undefined;
  if (!records.some(isAzureAudit) && !records.every(isOfCluster)) return undefined;
  return records.map((record, index) => {
    const path = ['records', index];
    return isAzureAudit(record) ? ofAzure(record, path) : { event: undefined, isForeign: true, path };
  });
}

function isOfCluster({ resourceId }: RawFields): boolean {
  return azureCluster.test(presentText(resourceId) ?? '');
}

/** The categories `kube-audit` and `kube-audit-admin`, which is a part of the former. */
function isAzureAudit({ category, properties }: RawFields): boolean {
  return isFields(properties) && typeof category === 'string' && category.startsWith('kube-audit');
}

/** Names of Azure don't tell capitals from small letters: the name is taken in small ones. */
function ofAzure({ properties, resourceId }: RawFields, path: readonly PropertyKey[]): Entry {
  return {
    cluster: azureCluster.exec(presentText(resourceId) ?? '')?.[1]?.toLowerCase(),
    event: isFields(properties) ? parsed(properties['log']) : undefined,
    path: [...path, 'properties', 'log'],
  };
}

/** EKS writes one log group for each cluster; of its streams one is the audit log. */
function ofCloudWatch(
  { messageType, logGroup, logStream }: RawFields,
  logEvents: readonly unknown[],
): readonly Entry[] | undefined {
  const cluster = /^\/aws\/eks\/([^/]+)\/cluster$/.exec(presentText(logGroup) ?? '')?.[1];
  if (presentText(logStream)?.startsWith('kube-apiserver-audit') !== true) {
    // Asks whether a destination can be reached.
    return cluster !== undefined || messageType === 'CONTROL_MESSAGE' ? [] : undefined;
  }
  return logEvents.map((entry, index) => ({
    cluster,
    event: isFields(entry) ? parsed(entry['message']) : undefined,
    path: ['logEvents', index, 'message'],
  }));
}

function isAudit({ kind, apiVersion }: RawFields): boolean {
  if (typeof apiVersion !== 'string' || !apiVersion.startsWith('audit.k8s.io/')) return false;
  return kind === 'Event' || kind === 'EventList';
}

/** The object that a text is the JSON of; else what it was. */
function parsed(log: unknown): unknown {
  return typeof log === 'string' ? (jsonObject(log) ?? log) : log;
}

/** Google keeps the parts under other names. Of a request that takes long only the last entry counts. */
function ofGoogle(entry: RawFields, payload: RawFields): RawFields {
  const { operation, insertId, timestamp, labels } = entry;
  const { authenticationInfo, methodName, resourceName, status } = payload;
  // Cloud Logging leaves out what is false: an entry of a long request is its last only if it says so.
  const isLast = !isFields(operation) || operation['last'] === true;
  // core/v1/namespaces/<namespace>/<resource>/<name>/<subresource>
  const path = /^([^/]+)\/[^/]+\/(?:namespaces\/([^/]+)\/)?([^/]+)(?:\/([^/]+))?(?:\/([^/]+))?$/.exec(
    presentText(resourceName) ?? '',
  );
  const code = isFields(status) ? (presentNumber(status['code']) ?? 0) : 0;
  return {
    auditID: (isFields(operation) ? presentText(operation['id']) : undefined) ?? insertId,
    stage: isLast ? 'ResponseComplete' : 'ResponseStarted',
    stageTimestamp: timestamp,
    verb: presentText(methodName)?.split('.').at(-1),
    user: { username: isFields(authenticationInfo) ? authenticationInfo['principalEmail'] : undefined },
    ...(path !== null && {
      objectRef: {
        apiGroup: path[1] === 'core' ? '' : path[1],
        namespace: path[2],
        resource: path[3],
        name: path[4],
        subresource: path[5],
      },
    }),
    // google.rpc.Code: 7 is PERMISSION_DENIED, 16 UNAUTHENTICATED.
    responseStatus: { code: code === 0 ? 200 : code === 7 || code === 16 ? 403 : 500 },
    annotations: labels,
  };
}

function readAll(
  entries: readonly Entry[],
  interner: Interner,
  settings: SourceSettings,
): Outcome<readonly NormalisedEvent[]> {
  if (entries.length === 0) return notRelevant;
  return combineOutcomes(
    entries.map(({ event, isForeign, path, cluster }) => ({
      outcome: isForeign
        ? notRelevant
        : isFields(event)
          ? read(event, cluster, interner, settings)
          : noEvent(event),
      path,
    })),
  );
}

/** Clouds cut a text that is longer than their limit, often 256 KB: that is no mistake in the others beside it. */
function noEvent(value: unknown): Outcome<never> {
  const issue = { path: [], message: 'must be an audit event, or its JSON' };
  return typeof value === 'string' && !isJson(value) ? cutOff(issue) : invalid([issue]);
}

const { namespace, pod } = observedContainer.shape;
const mostOfText = 1024;
const text = z.string().min(1).max(mostOfText).refine(isStorable, NOT_STORABLE);

/** By subresource of a pod. */
const kindOf: ReadonlyMap<unknown, Interaction['kind']> = new Map([
  ['exec', 'exec'],
  ['attach', 'attach'],
  ['portforward', 'port-forward'],
  ['ephemeralcontainers', 'ephemeral-containers'],
]);
/** Reading the ephemeral containers of a pod adds none; `get` is how websockets begin an exec. */
const onlyReads = new Set<unknown>(['get', 'list', 'watch']);

const times = new TimestampReader();

const interaction = z.object({
  kind: z.enum(interactionKinds),
  namespace,
  pod: pod.shape.name,
  container: observedContainer.shape.container.shape.name.optional(),
  user: text,
  from: z.string(),
  at: z.string(),
  allowed: z.boolean(),
});

const serviceAccount = z.object({ namespace, serviceAccount: pod.shape.name });

const serviceAccountUse = serviceAccount.extend({
  pod: pod.shape.name.optional(),
  verb: text,
  apiGroup: z.string().max(253).refine(isStorable, NOT_STORABLE),
  resource: text,
  at: z.string(),
  allowed: z.boolean(),
});

function read(
  event: RawFields,
  cluster: unknown,
  interner: Interner,
  settings: SourceSettings,
): Outcome<readonly NormalisedEvent[]> {
  const { auditID, stage, objectRef, verb } = event;
  if (stage !== 'ResponseComplete' && stage !== 'Panic') return notRelevant;
  if (!isFields(objectRef)) return notRelevant;
  const { resource, subresource } = objectRef;
  const user = userOf(event);
  const account = accountOf(user);
  const kind = resource === 'pods' ? kindOf.get(subresource) : undefined;
  const isInteraction = kind !== undefined && !(kind === 'ephemeral-containers' && onlyReads.has(verb));
  if (!isInteraction && account === undefined) return notRelevant;
  const stageTimestamp = event['stageTimestamp'] ?? event['timestamp'];
  const received = times.read(event['requestReceivedTimestamp']);
  const id = presentText(auditID);
  // The id alone does not identify a request: it is what the client sends as the header Audit-ID, and who sends the same one
  // twice would hide the second request. When that was received nobody can choose; where it is not said, its end tells.
  const eventId =
    id === undefined ? undefined : `${id}/${stage}/${received ?? times.read(stageTimestamp) ?? ''}`;
  const base = { agent: 'kubernetes-audit', gives, cluster, node: undefined, time: stageTimestamp, eventId };
  const outcome = agentEvent(base, { time: ['stageTimestamp'] }, interner, settings);
  if (outcome.outcome !== 'ok') return outcome;
  const issues: Issue[] = [];
  const value = outcome.value.map((normalised) => {
    const at = normalised.sentAt;
    const succeeded = hasSucceeded(event);
    const used = interaction.safeParse({
      kind,
      from: received !== undefined && received < at ? received : at,
      at,
      allowed: succeeded,
      namespace: objectRef['namespace'],
      pod: objectRef['name'],
      container: containerOf(event['requestURI']),
      // Names of users of other systems are of any length.
      user: user.slice(0, mostOfText),
    });
    const asked = serviceAccountUse.safeParse({
      ...account,
      at,
      allowed: wasPermitted(event),
      pod: podOfToken(event),
      verb,
      apiGroup: presentText(objectRef['apiGroup']) ?? '',
      resource: [presentText(resource) ?? [], presentText(subresource) ?? []].flat().join('/'),
    });
    // Who is refused may have asked for anything, also for what there can't be: that must not cost what others did.
    if (isInteraction && !used.success && succeeded) issues.push(...placed(used.error));
    if (account !== undefined && !asked.success && succeeded) issues.push(...placed(asked.error));
    return {
      ...normalised,
      ...(isInteraction && used.success && { interactions: [used.data] }),
      ...(account !== undefined && asked.success && { serviceAccountUses: [asked.data] }),
    };
  });
  if (issues.length > 0) return invalid(issues);
  const says = value.some((each) => 'interactions' in each || 'serviceAccountUses' in each);
  return says ? { outcome: 'ok', value } : notRelevant;
}

function placed(error: z.ZodError): readonly Issue[] {
  return error.issues.map(({ path, message }) => ({
    path: path[0] === 'verb' ? ['verb'] : path[0] === 'user' ? ['user', 'username'] : ['objectRef'],
    message: `${path.join('.')}: ${message}`,
  }));
}

/** The service account that a name of a user stands for. Whoever may impersonate anybody may do so with one that there can't be. */
function accountOf(user: string): z.infer<typeof serviceAccount> | undefined {
  const parts = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(user);
  if (parts === null) return undefined;
  return serviceAccount.safeParse({ namespace: parts[1], serviceAccount: parts[2] }).data;
}

/** Who it counts as: the one that was impersonated. */
function userOf(event: RawFields): string {
  const { user } = event;
  return impersonatedIn(event) ?? (isFields(user) ? presentText(user['username']) : undefined) ?? '';
}

/** The name of the user that was impersonated, if one was. */
function impersonatedIn({ impersonatedUser }: RawFields): string | undefined {
  return isFields(impersonatedUser) ? presentText(impersonatedUser['username']) : undefined;
}

/** The pod that a bound token was made for. Of an impersonated account none is known: the token is that of another one. */
function podOfToken(event: RawFields): string | undefined {
  const { user } = event;
  if (impersonatedIn(event) !== undefined) return undefined;
  const extra = isFields(user) ? user['extra'] : undefined;
  const names = isFields(extra) ? extra['authentication.kubernetes.io/pod-name'] : undefined;
  return Array.isArray(names) ? presentText(names[0]) : undefined;
}

/** Whether a request came about. 101 is an exec that began; without a status the decision of the authorizer counts. */
function hasSucceeded(event: RawFields): boolean {
  const code = codeOf(event);
  return code === undefined ? decisionOf(event) === 'allow' : code < 400;
}

/**
 * Whether who asked has the right to. Most of what fails then was permitted: an object that is not there (404), one that
 * somebody else has changed (409, in each election of a leader), or one that is not valid (422).
 */
function wasPermitted(event: RawFields): boolean {
  const decision = decisionOf(event);
  if (decision !== undefined) return decision === 'allow';
  const code = codeOf(event);
  return code !== 401 && code !== 403;
}

function codeOf({ responseStatus }: RawFields): number | undefined {
  return isFields(responseStatus) ? presentNumber(responseStatus['code']) : undefined;
}

/** What the authorizer has decided: `allow` or `forbid`. */
function decisionOf({ annotations }: RawFields): string | undefined {
  return isFields(annotations) ? presentText(annotations['authorization.k8s.io/decision']) : undefined;
}

function containerOf(uri: unknown): string | undefined {
  return /[?&]container=([a-z0-9-]+)(?:&|$)/.exec(presentText(uri) ?? '')?.[1];
}
