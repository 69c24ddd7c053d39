/**
 * KubeArmor: logs and alerts, in the casing of the agent (`podName`, protobuf/kubearmor.proto) or that of its relay and
 * documents (`PodName`).
 *
 * Gives in part: exec, file, capability, and the system calls in which that happened, as far as visibility is on.
 * Denials by AppArmor and SELinux as a whole; those of BPF-LSM are refused observations. Not connect and listen: nothing
 * says whose network it is. Loss: the alert that a container's alerts are not sent for a while (getting-started/
 * alert_throttling.md), and, in debug mode, messages about lost events.
 */
import type { EventFormat, NormalisedEvent, Outcome, SourceSettings } from '../event-format.js';
import type { Interner } from '../interner.js';
import { isFields, type RawFields } from '../item-key.js';
import { agentEvent, type Gives, incomplete, lossEvent, notRelevant, type Places } from './agent-event.js';
import {
  capabilityName,
  imageDigest,
  isRuntimeProcess,
  placeOf,
  presentNumber,
  presentText,
  timeOfSeconds,
} from './agent-fields.js';
import { aboutContainer, whereaboutsOf } from './whereabouts.js';

const gives: Gives = { whole: ['denial'], part: ['syscall', 'capability', 'exec', 'file'] };
const types: ReadonlySet<unknown> = new Set([
  'ContainerLog',
  'HostLog',
  'MatchedPolicy',
  'MatchedHostPolicy',
]);

export const kubearmor: EventFormat = {
  name: 'kubearmor',
  recognises: (message) =>
    isFields(message) &&
    (isThrottled(message) ||
      isMessage(message) ||
      // Not all operations have a resource, and protobuf's JSON leaves out what is empty.
      (types.has(field(message, 'Type')) && typeof field(message, 'Operation') === 'string')),
  normalise: (message, interner, settings) =>
    isFields(message) ? read(message, interner, settings) : notRelevant,
};

function isThrottled(message: RawFields): boolean {
  return field(message, 'Type') === 'SystemEvent' && field(message, 'Operation') === 'AlertThreshold';
}

/** What KubeArmor says of itself (protobuf/kubearmor.proto, Message): through its relay only, and so capitalised only. */
function isMessage({ Type, Level, Message }: RawFields): boolean {
  return Type === 'Message' && typeof Level === 'string' && typeof Message === 'string';
}

/**
 * From the alert on that a container has sent more than `MaxAlertsPerSec` in a second, all of its alerts are left out for
 * `DroppingAlertsInterval` seconds (KubeArmor/feeder/feeder.go, ShouldDropAlertsPerContainer, KubeArmor at 42b3041). How many
 * those are nobody counts: taken for as many as were allowed, for one at least.
 */
function heldBack(message: RawFields): number {
  const perSecond = presentNumber(field(message, 'MaxAlertsPerSec')) ?? 0;
  const seconds = presentNumber(field(message, 'DroppingAlertsInterval')) ?? 0;
  return Math.max(1, perSecond * seconds);
}

/**
 * Warnings of KubeArmor/monitor/systemMonitor.go (TraceSyscall, KubeArmor at 0226612; spelt like this there): samples that the
 * perf buffer had no room for since the last such warning, and an event that its channel had no room for. "Event dropped due
 * to replay timeout" is none: it also comes for events that were replayed.
 */
function lostBy(message: string): number {
  const samples = /^Lost Perf Events Count : (\d{1,15})$/.exec(message)?.[1];
  if (samples !== undefined) return Number(samples);
  return message === 'Event droped due to busy event channel' ? 1 : 0;
}

const lower = { UID: 'uid', PID: 'pid', TTY: 'tty' };

/** A field by its capitalised name, in either casing. */
function field(fields: RawFields, name: string): unknown {
  const camel = Object.entries(lower).find(([upper]) => upper === name)?.[1];
  return fields[name] ?? fields[camel ?? `${name.charAt(0).toLowerCase()}${name.slice(1)}`];
}

function read(
  message: RawFields,
  interner: Interner,
  settings: SourceSettings,
): Outcome<readonly NormalisedEvent[]> {
  const seconds = presentNumber(field(message, 'Timestamp'));
  const event = {
    agent: 'kubearmor',
    gives,
    cluster: presentText(field(message, 'ClusterName')),
    node: presentText(field(message, 'HostName'))?.toLowerCase(),
    time:
      presentText(field(message, 'UpdatedTime')) ??
      (seconds === undefined ? undefined : timeOfSeconds(seconds)),
  };
  if (isThrottled(message)) {
    return lossEvent({ ...event, lost: heldBack(message) }, placesOf(message), interner, settings);
  }
  if (isMessage(message)) {
    const lost = lostBy(presentText(message['Message']) ?? '');
    return lossEvent({ ...event, lost }, placesOf(message), interner, settings);
  }
  const where = whereaboutsOf({
    namespace: field(message, 'NamespaceName'),
    pod: field(message, 'PodName'),
    containerName: field(message, 'ContainerName'),
    containerId: field(message, 'ContainerID'),
  });
  if (where === undefined) return notRelevant;
  const items = itemsOf(message);
  if (items === 'incomplete') return incomplete;
  if (items.length === 0) return notRelevant;
  const about = aboutContainer(where, imageOf(message), ownerOf(message));
  return agentEvent({ ...event, ...about, items }, placesOf(message), interner, settings);
}

/** `Pod` is a bare pod. */
function ownerOf(message: RawFields): RawFields | undefined {
  const owner = field(message, 'Owner');
  if (!isFields(owner)) return undefined;
  const [kind, name] = [presentText(field(owner, 'Ref')), presentText(field(owner, 'Name'))];
  return kind === undefined || kind === 'Pod' || name === undefined ? undefined : { kind, name };
}

function imageOf(message: RawFields): RawFields {
  const image = presentText(field(message, 'ContainerImage'));
  const digest = imageDigest(image);
  return {
    ...(image !== undefined && { image: image.replace(/@sha256:[0-9a-f]{64}$/, '') }),
    ...(digest !== undefined && { imageDigest: digest }),
  };
}

type Items = readonly RawFields[] | 'incomplete';

function itemsOf(message: RawFields): Items {
  const operation = field(message, 'Operation');
  const process = field(message, 'ProcessName');
  const isExec = operation === 'Process';
  if (isRuntimeProcess(process) || (!isExec && isRuntimeProcess(field(message, 'Source')))) return [];
  const data = new Map((presentText(field(message, 'Data')) ?? '').split(' ').map(keyAndValue));
  const syscall = /^SYS_([A-Z0-9_]+)$/.exec(data.get('syscall') ?? '')?.[1]?.toLowerCase();
  const outcome = field(message, 'Result') === 'Passed' ? 'allowed' : 'refused';
  const seen = seenBy(operation, message, data, syscall);
  if (seen === 'incomplete') return syscall === undefined ? 'incomplete' : [called(syscall, outcome)];
  const origin = originOf(message);
  const items = seen.map((item) => ({ ...item, outcome, origin }));
  const isSeen = items.length > 0 || operation === 'Syscall';
  const calls = syscall === undefined || !isSeen ? [] : [{ ...called(syscall, outcome), origin }];
  return [...items, ...calls, ...(outcome === 'refused' ? denied(message) : [])];
}

function called(syscall: string, outcome: string): RawFields {
  return { dimension: 'syscall', syscall, outcome };
}

function keyAndValue(pair: string): [string, string] {
  const at = pair.indexOf('=');
  return [pair.slice(0, Math.max(at, 0)), pair.slice(at + 1)];
}

/** What the runtime puts into a running container is not the container's own tree. No probe has a terminal. */
function originOf(message: RawFields): 'container' | 'entered' | 'interactive' {
  const byRuntime = isRuntimeProcess(field(message, 'ParentProcessName'));
  if (!byRuntime || field(message, 'PID') === 1 || field(message, 'Operation') !== 'Process')
    return 'container';
  return presentText(field(message, 'TTY')) === undefined ? 'entered' : 'interactive';
}

const writes: ReadonlySet<string | undefined> = new Set(
  'unlink unlinkat rmdir rename renameat renameat2 mkdir mkdirat chmod fchmodat chown fchownat'.split(' '),
);

const executes: ReadonlySet<string> = new Set(['execve', 'execveat']);

function seenBy(
  operation: unknown,
  message: RawFields,
  data: ReadonlyMap<string, string>,
  syscall: string | undefined,
): Items {
  const resource = presentText(field(message, 'Resource'));
  const path = resource?.split(' ')[0];
  if (operation === 'Process') {
    // Other calls about processes (ptrace) are told under the same name.
    if (syscall !== undefined && !executes.has(syscall)) return [];
    const executable = presentText(field(message, 'ProcessName')) ?? path;
    if (executable === undefined || !executable.startsWith('/')) return 'incomplete';
    return [{ dimension: 'exec', path: executable, entrypoint: field(message, 'PID') === 1 }];
  }
  if (operation === 'File') {
    if (resource === undefined || !resource.startsWith('/')) return 'incomplete';
    const flags = data.get('flags') ?? '';
    const write = writes.has(syscall) || /\bO_(WRONLY|RDWR|CREAT|TRUNC)\b/.test(flags);
    const read = /\bO_(RDONLY|RDWR)\b/.test(flags);
    if (!read && !write) return 'incomplete';
    const file = { dimension: 'file', path: resource, place: placeOf(resource) };
    return [
      ...(read ? [{ ...file, operation: 'read' }] : []),
      ...(write ? [{ ...file, operation: 'write' }] : []),
    ];
  }
  if (operation === 'Capabilities') {
    const capability = capabilityName(resource);
    if (capability === undefined) return 'incomplete';
    // Left out where it is 0 (protobuf's JSON).
    const uid = field(message, 'UID') ?? 0;
    return [{ dimension: 'capability', capability, uid, granted: field(message, 'Result') === 'Passed' }];
  }
  return operation === 'Network' ? 'incomplete' : [];
}

function denied(message: RawFields): readonly RawFields[] {
  const mechanism = presentText(field(message, 'Enforcer'))?.toLowerCase();
  if (mechanism !== 'apparmor' && mechanism !== 'selinux') return [];
  const what = `${String(field(message, 'Operation'))} ${String(field(message, 'Resource'))}`.slice(0, 4096);
  return [{ dimension: 'denial', mechanism, what }];
}

function placesOf(message: RawFields): Places {
  const place = (name: string) => [
    message[name] === undefined ? name.charAt(0).toLowerCase() + name.slice(1) : name,
  ];
  return {
    cluster: place('ClusterName'),
    node: place('HostName'),
    time: place('UpdatedTime'),
    namespace: place('NamespaceName'),
    'pod.name': place('PodName'),
    'container.name': place('ContainerName'),
    item: place('Resource'),
  };
}
