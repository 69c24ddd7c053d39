/**
 * Tracee in its four layouts: flat (≤ 0.12) and nested (0.13 to 0.24: `container`, `kubernetes`) with `eventName` and
 * `args`; api/v1beta1 with `name` and `data` below `context` or, renamed, `workload`, each in snake or camel case.
 * Events go by name: their numbers have moved.
 *
 * Gives in part: exec, file, mount, and the system calls in which that happened. Not capabilities: `cap_capable` has no
 * verdict, and a denied check is no need. Not connect and listen: nothing says whose network it is. No node (`hostName` is
 * the UTS name of the pod, cut at 16). Loss: no event tells of it, only a line of Tracee's own log.
 */
import type { EventFormat, NormalisedEvent, Outcome, SourceSettings } from '../event-format.js';
import type { Interner } from '../interner.js';
import { isFields, type RawFields } from '../item-key.js';
import { agentEvent, type Gives, incomplete, lossEvent, notRelevant, type Places } from './agent-event.js';
import {
  imageDigest,
  isRuntimeProcess,
  placeOf,
  presentNumber,
  presentText,
  timeOfSeconds,
} from './agent-fields.js';
import { timeOf } from './json-text.js';
import { aboutContainer, whereaboutsOf } from './whereabouts.js';

const gives: Gives = { whole: [], part: ['syscall', 'exec', 'file', 'mount'] };

export const tracee: EventFormat = {
  name: 'tracee',
  recognises: (message) =>
    isFields(message) &&
    (isOlder(message) || workloadOf(message) !== undefined || lostOf(message) !== undefined),
  normalise: (message, interner, settings) => {
    if (!isFields(message)) return notRelevant;
    const lost = lostOf(message);
    if (lost !== undefined) return lossEvent(lost, { time: ['ts'] }, interner, settings);
    return read(isOlder(message) ? older(message) : newer(message), interner, settings);
  },
};

/**
 * The warning `Lost N events` of pkg/ebpf/processor.go (processLostEvents; `lost` in its first versions), as pkg/logger writes
 * it above the level debug: JSON by zap's NewProductionEncoderConfig, `ts` in seconds (Tracee at 4f82ef0). N are those since
 * the last one; `count` tells how often the same line came, where Tracee aggregates its log.
 */
function lostOf({ level, ts, msg, count }: RawFields) {
  const seconds = presentNumber(ts);
  if (level !== 'warn' || seconds === undefined || typeof msg !== 'string') return undefined;
  const events = /^[Ll]ost (\d{1,15}) events$/.exec(msg)?.[1];
  if (events === undefined) return undefined;
  const lost = Number(events) * (presentNumber(count) ?? 1);
  return { agent: 'tracee', gives, cluster: undefined, node: undefined, time: timeOfSeconds(seconds), lost };
}

/** What all layouts hold. */
interface TraceeEvent {
  readonly name: unknown;
  readonly time: unknown;
  readonly started: boolean;
  /** It happened in the pause container, which holds the namespaces of the pod. */
  readonly sandbox: boolean;
  readonly process: unknown;
  /** In the PID namespace of the container. */
  readonly pid: unknown;
  readonly syscall: unknown;
  readonly returned: number;
  readonly namespace: unknown;
  readonly pod: unknown;
  readonly podUid: unknown;
  readonly container: {
    readonly name: unknown;
    readonly id: unknown;
    readonly image: unknown;
    readonly digest: unknown;
  };
  readonly arguments: ReadonlyMap<unknown, unknown>;
  readonly places: Places;
}

function isOlder({ eventName, processName }: RawFields): boolean {
  return typeof eventName === 'string' && typeof processName === 'string';
}

function workloadOf({ name, workload, context }: RawFields): RawFields | undefined {
  if (typeof name !== 'string') return undefined;
  const found = isFields(workload) ? workload : context;
  return isFields(found) && isFields(found['process']) ? found : undefined;
}

function older(message: RawFields): TraceeEvent {
  const { contextFlags, container: nested, kubernetes, args } = message;
  const container = isFields(nested) ? nested : {};
  const isNested = isFields(kubernetes);
  const pod = isNested ? kubernetes : message;
  return {
    name: message['eventName'],
    time: timeOf(message['timestamp']),
    started: !isFields(contextFlags) || contextFlags['containerStarted'] !== false,
    sandbox: pod['podSandbox'] === true,
    process: message['processName'],
    pid: message['processId'],
    syscall: message['syscall'],
    returned: presentNumber(message['returnValue']) ?? 0,
    namespace: pod['podNamespace'],
    pod: pod['podName'],
    podUid: pod['podUID'],
    container: {
      name: container['name'] ?? message['containerName'],
      id: container['id'] ?? message['containerId'],
      image: container['image'] ?? message['containerImage'],
      digest: container['imageDigest'],
    },
    arguments: argumentsOf(args, ({ value }) => value),
    places: isNested ? nestedPlaces : flatPlaces,
  };
}

function newer(message: RawFields): TraceeEvent {
  const workload = workloadOf(message) ?? {};
  const process = inside(workload, 'process');
  const thread = inside(process, 'thread');
  const container = inside(workload, 'container');
  const image = inside(container, 'image');
  const k8s = inside(workload, 'k8s');
  const pod = inside(k8s, 'pod');
  const digests = image['repo_digests'] ?? image['repoDigests'];
  const values = argumentsOf(message['data'], valueOf);
  return {
    name: message['name'],
    time: timeOf(message['timestamp']),
    // False is left out.
    started: container['started'] === true,
    // Not told; but of a pod that is known it is the only container without a name (pkg/containers/runtime).
    sandbox: presentText(pod['name']) !== undefined && presentText(container['name']) === undefined,
    process: thread['name'],
    pid: process['pid'],
    syscall: thread['syscall'],
    returned: presentNumber(values.get('returnValue')) ?? 0,
    namespace: inside(k8s, 'namespace')['name'],
    pod: pod['name'],
    podUid: pod['uid'],
    container: {
      name: container['name'],
      id: container['id'],
      image: image['name'],
      digest: Array.isArray(digests) ? digests[0] : undefined,
    },
    arguments: values,
    places: newerPlaces,
  };
}

function inside(fields: RawFields, name: string): RawFields {
  const value = fields[name];
  return isFields(value) ? value : {};
}

function argumentsOf(
  list: unknown,
  valueOfOne: (argument: RawFields) => unknown,
): ReadonlyMap<unknown, unknown> {
  if (!Array.isArray(list)) return new Map();
  return new Map(list.filter(isFields).map((argument) => [argument['name'], valueOfOne(argument)]));
}

/** The one field beside the name: `str`, `int32`, `u_int32`, `uInt64`, … */
function valueOf(argument: RawFields): unknown {
  return Object.entries(argument).find(([field]) => field !== 'name')?.[1];
}

function read(
  event: TraceeEvent,
  interner: Interner,
  settings: SourceSettings,
): Outcome<readonly NormalisedEvent[]> {
  if (!event.started || event.sandbox) return notRelevant;
  const { container } = event;
  const where = whereaboutsOf({
    namespace: event.namespace,
    pod: event.pod,
    podUid: event.podUid,
    containerName: container.name,
    containerId: container.id,
  });
  if (where === undefined) return notRelevant;
  if (isRuntimeProcess(event.process)) return notRelevant;
  const items = itemsOf(event);
  if (items === 'incomplete') return incomplete;
  if (items.length === 0) return notRelevant;
  const syscall = presentText(event.syscall);
  const calls =
    syscall !== undefined && /^[a-z_][a-z0-9_]*$/.test(syscall) ? [{ dimension: 'syscall', syscall }] : [];
  const text = presentText(container.image);
  const digest = imageDigest(container.digest);
  const image = {
    ...(text !== undefined && { image: text }),
    ...(digest !== undefined && { imageDigest: digest }),
  };
  return agentEvent(
    {
      agent: 'tracee',
      gives,
      cluster: undefined,
      node: undefined,
      time: event.time,
      ...aboutContainer(where, image),
      items: [...items, ...calls],
    },
    event.places,
    interner,
    settings,
  );
}

type Items = readonly RawFields[] | 'incomplete';

function itemsOf({ name, arguments: values, pid, returned }: TraceeEvent): Items {
  const outcome = returned < 0 ? 'refused' : 'allowed';
  const path = presentText(values.get('pathname'));
  switch (name) {
    case 'sched_process_exec':
    case 'execve':
    case 'execveat':
      if (path === undefined || !path.startsWith('/')) return 'incomplete';
      return [{ dimension: 'exec', path, entrypoint: pid === 1, outcome }];
    case 'security_file_open':
    case 'open':
    case 'openat':
    case 'openat2':
      return opened(path, values.get('flags'), outcome);
    case 'security_inode_unlink':
    case 'vfs_write':
    case 'vfs_writev':
      return files([path], outcome);
    case 'security_inode_rename':
      return files([presentText(values.get('old_path')), presentText(values.get('new_path'))], outcome);
    case 'security_sb_mount': {
      const target = presentText(values.get('path'));
      if (target === undefined) return 'incomplete';
      // Bind mounts and changes of mounts name no file system.
      const filesystem = presentText(values.get('type')) ?? 'none';
      return [{ dimension: 'mount', filesystem, target, outcome }];
    }
    case 'cap_capable':
    case 'security_socket_connect':
    case 'security_socket_listen':
      return 'incomplete';
    default:
      return [];
  }
}

/** include/uapi/asm-generic/fcntl.h */
const O_ACCMODE = 3;
const O_RDONLY = 0;
const O_WRONLY = 1;
const O_CREAT_OR_TRUNC = 0o1100;

function opened(path: string | undefined, flags: unknown, outcome: string): Items {
  if (path === undefined || !path.startsWith('/')) return 'incomplete';
  const number = presentNumber(flags);
  const text = presentText(flags);
  if (text === undefined && number === undefined) return 'incomplete';
  const mode = number === undefined ? undefined : number & O_ACCMODE;
  const write =
    number === undefined
      ? /\bO_(WRONLY|RDWR|CREAT|TRUNC)\b/.test(text ?? '')
      : mode !== O_RDONLY || (number & O_CREAT_OR_TRUNC) !== 0;
  const read = number === undefined ? !/\bO_WRONLY\b/.test(text ?? '') : mode !== O_WRONLY;
  const file = { dimension: 'file', path, place: placeOf(path), outcome };
  return [
    ...(read ? [{ ...file, operation: 'read' }] : []),
    ...(write ? [{ ...file, operation: 'write' }] : []),
  ];
}

function files(paths: readonly (string | undefined)[], outcome: string): Items {
  const absolute = paths.filter((path) => path?.startsWith('/') === true);
  return absolute.map((path) => ({
    dimension: 'file',
    path,
    operation: 'write',
    place: placeOf(path ?? ''),
    outcome,
  }));
}

const flatPlaces: Places = {
  time: ['timestamp'],
  namespace: ['podNamespace'],
  'pod.name': ['podName'],
  'container.name': ['containerName'],
  item: ['args'],
};
const nestedPlaces: Places = {
  time: ['timestamp'],
  namespace: ['kubernetes', 'podNamespace'],
  'pod.name': ['kubernetes', 'podName'],
  'container.name': ['container', 'name'],
  item: ['args'],
};
const newerPlaces: Places = {
  time: ['timestamp'],
  namespace: ['workload', 'k8s', 'namespace', 'name'],
  'pod.name': ['workload', 'k8s', 'pod', 'name'],
  'container.name': ['workload', 'container', 'name'],
  item: ['data'],
};
