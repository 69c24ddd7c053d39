/**
 * Tetragon (tetragon.events, JSON export): one `process_*` key and `node_name`. api/v1/tetragon/tetragon.proto.
 *
 * Gives: exec, identity (with --enable-process-cred), capability with the verdict (a policy on `cap_capable` with
 * `return`), file (security_file_permission, security_mmap_file, security_path_truncate), connect and listen (with
 * --enable-process-ns, which says whether the network is the node's). Covers what the settings declare: policies may
 * select by namespace, binary or argument. Loss: `process_throttle` (without a number: one at least) and `rate_limit_info`.
 */
import type { EventFormat, NormalisedEvent, Outcome, SourceSettings } from '../event-format.js';
import type { Description, Interner } from '../interner.js';
import { isFields, type RawFields } from '../item-key.js';
import { hashOfBoth } from '../seen-before.js';
import { agentEvent, type Gives, incomplete, lossEvent, notRelevant, type Places } from './agent-event.js';
import {
  capabilityName,
  imageDigest,
  isRuntimeProcess,
  peerOf,
  placeOf,
  presentNumber,
  presentText,
} from './agent-fields.js';
import { containerId, namedUid } from '../pod-identity.js';

const kinds = [
  'process_kprobe',
  'process_exec',
  'process_lsm',
  'process_exit',
  'process_tracepoint',
  'process_uprobe',
  'process_usdt',
  'process_loader',
  'process_throttle',
  'rate_limit_info',
] as const;
type Kind = (typeof kinds)[number];

/**
 * Hooks on files see no renames and modes, those on sockets TCP. Ids are those at an execution: a process that changes its own
 * (setuid without execve) is not seen to.
 */
const gives: Gives = { whole: ['capability', 'exec'], part: ['identity', 'file', 'listen', 'connect'] };
/** When processes began that were there before it, nobody was watching. */
const givesOfBefore: Gives = { whole: [], part: [] };

export const tetragon: EventFormat = {
  name: 'tetragon',
  recognises: (message) =>
    isFields(message) && typeof message['node_name'] === 'string' && kindOf(message) !== undefined,
  normalise: (message, interner, settings) => {
    const kind = isFields(message) ? kindOf(message) : undefined;
    if (!isFields(message) || kind === undefined) return notRelevant;
    const body = message[kind];
    return isFields(body) ? read(message, kind, body, interner, settings) : notRelevant;
  },
};

function kindOf(message: RawFields): Kind | undefined {
  return kinds.find((kind) => message[kind] !== undefined);
}

function read(
  message: RawFields,
  kind: Kind,
  body: RawFields,
  interner: Interner,
  settings: SourceSettings,
): Outcome<readonly NormalisedEvent[]> {
  const event = {
    agent: 'tetragon',
    gives,
    cluster: message['cluster_name'],
    node: message['node_name'],
    time: message['time'],
  };
  if (kind === 'process_throttle') {
    return lossEvent({ ...event, lost: body['type'] === 'THROTTLE_START' ? 1 : 0 }, {}, interner, settings);
  }
  if (kind === 'rate_limit_info') {
    const lost = presentNumber(body['number_of_dropped_process_events']) ?? 1;
    return lossEvent({ ...event, lost }, {}, interner, settings);
  }
  const { process } = body;
  if (!isFields(process)) return notRelevant;
  // Until Tetragon has heard of a pod, `docker` (a part of the container's id) is all that it says of it.
  const pod = podOf(process);
  const id = pod === undefined ? containerId(process['docker']) : undefined;
  if (pod === undefined && id === undefined) return notRelevant;
  if (isRuntimeProcess(process['binary']) || isRuntimeInit(process)) return notRelevant;
  const before = kind === 'process_exec' && isFromBefore(process);
  const items =
    kind === 'process_exec'
      ? executed(process, pod, before)
      : kind === 'process_kprobe' || kind === 'process_lsm'
        ? called(body, process)
        : [];
  if (items === 'incomplete') return incomplete;
  const ended = kind === 'process_exit' && isFirstProcess(pod);
  if (items.length === 0 && !ended) return notRelevant;
  // Outside of the tree of the container's first process: a session of `kubectl exec`, a probe or a hook.
  const placed =
    process['in_init_tree'] === false ? items.map((item) => ({ ...item, origin: 'entered' })) : items;
  const seen = { ...event, ...(before && { gives: givesOfBefore }), items: placed, ended };
  const places = placesOf[kind] ?? {};
  if (pod === undefined) {
    return agentEvent(
      { ...seen, ...(id && { onlyContainer: { id, fields: {} } }) },
      places,
      interner,
      settings,
    );
  }
  return agentEvent({ ...seen, described: { by: podDescription, raw: pod } }, places, interner, settings);
}

/**
 * Whether a process was there before Tetragon, which tells of it when it starts, with the time at which the process began
 * (pkg/sensors/exec/procevents/proc_reader.go: `procFS`).
 */
function isFromBefore({ flags }: RawFields): boolean {
  return typeof flags === 'string' && flags.split(' ').includes('procFS');
}

/** The pod, where there is one: `{}` is none. */
function podOf({ pod }: RawFields): RawFields | undefined {
  return isFields(pod) && presentText(pod['name']) !== undefined ? pod : undefined;
}

const ownCopy = /^\/proc\/self\/(?:exe|fd\/\d+)$/;

/**
 * `runc init`, which becomes a process of the container: runc executes itself or a copy of itself (libcontainer/exeseal), and
 * Tetragon gives the path that was asked for. `runc exec` does so within the cgroup of the container since 1.4, so that it looks
 * like one of its processes.
 */
function isRuntimeInit({ arguments: given, binary }: RawFields): boolean {
  return given === 'init' && typeof binary === 'string' && ownCopy.test(binary);
}

type Items = readonly RawFields[] | 'incomplete';

function executed(process: RawFields, pod: RawFields | undefined, before: boolean): readonly RawFields[] {
  const { binary, uid, process_credentials: credentials, binary_properties: properties } = process;
  const first = isFirstProcess(pod);
  const privilegeGain = privilegeGainOf(properties);
  const exec = {
    dimension: 'exec',
    path: binary,
    // Only the description of the pod tells. Nobody has seen the start of what was there before.
    ...(pod !== undefined && !before && { entrypoint: first }),
    ...(privilegeGain === undefined ? {} : { privilegeGain }),
  };
  const gid = isFields(credentials) ? credentials['gid'] : undefined;
  // A process that was there before may have changed its ids since it began.
  return gid === undefined || before
    ? [exec]
    : [exec, { dimension: 'identity', uid, gid, firstProcess: first }];
}

/** `pid` is that within the container. */
function isFirstProcess(pod: RawFields | undefined): boolean {
  return pod !== undefined && isFields(pod['container']) && pod['container']['pid'] === 1;
}

/** `privileges_changed` tells what the exec raised; `setuid` and `setgid` are there if the bit changed the id. */
function privilegeGainOf(properties: unknown): string | undefined {
  if (!isFields(properties)) return undefined;
  const changed = Array.isArray(properties['privileges_changed']) ? properties['privileges_changed'] : [];
  if (properties['setuid'] !== undefined || changed.includes('PRIVILEGES_RAISED_EXEC_FILE_SETUID'))
    return 'setuid';
  if (properties['setgid'] !== undefined || changed.includes('PRIVILEGES_RAISED_EXEC_FILE_SETGID'))
    return 'setgid';
  return changed.includes('PRIVILEGES_RAISED_EXEC_FILE_CAP') ? 'file-capabilities' : undefined;
}

function called({ function_name: name, args, return: returned }: RawFields, process: RawFields): Items {
  if (!Array.isArray(args)) return [];
  const all: readonly RawFields[] = args.filter(isFields);
  const verdict = isFields(returned) ? presentNumber(returned['int_arg']) : undefined;
  switch (name) {
    case 'cap_capable':
    case 'security_capable':
      return checked(all, verdict, process);
    case 'security_file_permission':
    case 'file_permission':
      return touched(all, verdict, MAY);
    case 'security_mmap_file':
    case 'mmap_file':
      return touched(all, verdict, PROT);
    case 'security_path_truncate':
    case 'path_truncate':
      return touched([...all, { int_arg: MAY.write }], verdict, MAY);
    case 'tcp_connect':
    case 'inet_csk_listen_start':
      return socket(all, name === 'tcp_connect' ? 'connect' : 'listen', process);
    default:
      return [];
  }
}

/** CAP_OPT_NOAUDIT (include/linux/security.h): the kernel asks whether a capability is held, not to use it. */
const NOAUDIT = 2;

function checked(args: readonly RawFields[], verdict: number | undefined, process: RawFields): Items {
  const at = args.findIndex((argument) => argument['capability_arg'] !== undefined);
  const capability = args[at]?.['capability_arg'];
  if (!isFields(capability)) return [];
  const options = presentNumber(args[at + 1]?.['int_arg'] ?? args[at + 1]?.['uint_arg']) ?? 0;
  if ((options & NOAUDIT) !== 0) return [];
  if (verdict === undefined) return 'incomplete';
  // The value is left out of the JSON where it is 0, CHOWN.
  const name = capabilityName(capability['name']) ?? capabilityName(capability['value'] ?? 0);
  const userNamespace = args
    .map((argument) => argument['user_ns_arg'] ?? argument['user_namespace_arg'])
    .find(isFields);
  return [
    {
      dimension: 'capability',
      capability: name ?? capability['name'],
      granted: verdict === 0,
      uid: process['uid'] ?? 0,
      userNamespace: isOwnNamespace(userNamespace, process) ? 'own' : 'child',
      outcome: verdict === 0 ? 'allowed' : 'refused',
    },
  ];
}

function isOwnNamespace(checkedIn: RawFields | undefined, process: RawFields): boolean {
  const ns = checkedIn?.['ns'];
  if (checkedIn === undefined || !isFields(ns) || ns['is_host'] === true) return true;
  const own = isFields(process['ns']) ? process['ns']['user'] : undefined;
  return isFields(own) ? own['inum'] === ns['inum'] : (presentNumber(checkedIn['level']) ?? 0) === 0;
}

interface Modes {
  readonly read: number;
  readonly write: number;
  readonly execute: number;
}
/** include/linux/fs.h, and include/uapi/asm-generic/mman-common.h. */
const MAY: Modes = { execute: 1, write: 2, read: 4 };
const PROT: Modes = { read: 1, write: 2, execute: 4 };

function touched(args: readonly RawFields[], verdict: number | undefined, modes: Modes): Items {
  const file = args.map((argument) => argument['file_arg'] ?? argument['path_arg']).find(isFields);
  const path = presentText(file?.['path']);
  if (path === undefined || !path.startsWith('/')) return [];
  const mode = args
    .map((argument) => presentNumber(argument['int_arg'] ?? argument['uint_arg']))
    .find((n) => n !== undefined);
  if (mode === undefined) return 'incomplete';
  const outcome = verdict === undefined || verdict === 0 ? 'allowed' : 'refused';
  const place = placeOf(path);
  return (['read', 'write', 'execute'] as const)
    .filter((operation) => (mode & modes[operation]) !== 0)
    .map((operation) => ({ dimension: 'file', path, operation, place, outcome }));
}

function socket(args: readonly RawFields[], dimension: 'connect' | 'listen', process: RawFields): Items {
  const sock = args.map((argument) => argument['sock_arg']).find(isFields);
  if (sock === undefined) return [];
  const { ns } = process;
  if (!isFields(ns) || !isFields(ns['net'])) return 'incomplete';
  const shared = { dimension, protocol: 'tcp', hostNetwork: ns['net']['is_host'] === true };
  // A socket that listens without a name has no port yet.
  const port = sock[dimension === 'listen' ? 'sport' : 'dport'];
  if (port === undefined) return 'incomplete';
  if (dimension === 'listen') return [{ ...shared, address: sock['saddr'], port }];
  const address = presentText(sock['daddr']);
  if (address === undefined) return [];
  return [{ ...shared, peer: peerOf(address), address, port }];
}

const podDescription: Description = {
  hash: ({ uid, name, container }) =>
    hashOfBoth(presentText(uid) ?? name, isFields(container) ? container['name'] : undefined),
  compared: comparedOf,
  isSame: isSamePod,
  describe,
};

function isSamePod(a: RawFields, b: RawFields): boolean {
  return (
    a['uid'] === b['uid'] &&
    a['name'] === b['name'] &&
    a['namespace'] === b['namespace'] &&
    a['workload'] === b['workload'] &&
    a['workload_kind'] === b['workload_kind'] &&
    isSameContainer(a['container'], b['container'])
  );
}

function isSameContainer(a: unknown, b: unknown): boolean {
  if (!isFields(a) || !isFields(b)) return a === b;
  return a['id'] === b['id'] && a['name'] === b['name'] && isSameImage(a['image'], b['image']);
}

function isSameImage(a: unknown, b: unknown): boolean {
  return isFields(a) && isFields(b) ? a['id'] === b['id'] && a['name'] === b['name'] : a === b;
}

/** What of a pod is compared, without the rest, labels above all. */
function comparedOf({ namespace, name, uid, workload, workload_kind, container }: RawFields): RawFields {
  if (!isFields(container)) return { namespace, name, uid, workload, workload_kind, container };
  const { image } = container;
  const compared = {
    name: container['name'],
    id: container['id'],
    image: isFields(image) ? { id: image['id'], name: image['name'] } : image,
  };
  return { namespace, name, uid, workload, workload_kind, container: compared };
}

function describe(pod: RawFields): RawFields {
  const container = isFields(pod['container']) ? pod['container'] : {};
  const image = isFields(container['image']) ? container['image'] : {};
  const { namespace, name, uid, workload, workload_kind: kind } = pod;
  const id = containerId(container['id']);
  const digest = imageDigest(image['id']);
  const imageName = presentText(image['name']);
  // Without a kind the workload is a guess from the pod's name. `Pod` is a bare pod.
  const owner =
    presentText(kind) !== undefined && kind !== 'Pod' && presentText(workload) !== undefined
      ? { kind, name: workload }
      : undefined;
  return {
    namespace,
    pod: { name, uid: presentText(uid) ?? namedUid(presentText(namespace) ?? '', presentText(name) ?? '') },
    ...(owner === undefined ? {} : { owner }),
    container: {
      name: container['name'],
      ...(id === undefined ? {} : { id }),
      ...(imageName === undefined ? {} : { image: imageName }),
      ...(digest === undefined ? {} : { imageDigest: digest }),
    },
  };
}

const placesOf: Readonly<Partial<Record<Kind, Places>>> = Object.fromEntries(
  kinds.map((kind) => [
    kind,
    {
      cluster: ['cluster_name'],
      node: ['node_name'],
      time: ['time'],
      namespace: [kind, 'process', 'pod', 'namespace'],
      'pod.name': [kind, 'process', 'pod', 'name'],
      'owner.kind': [kind, 'process', 'pod', 'workload_kind'],
      'owner.name': [kind, 'process', 'pod', 'workload'],
      'container.name': [kind, 'process', 'pod', 'container', 'name'],
      path: [kind, 'process', 'binary'],
      uid: [kind, 'process', 'uid'],
      item: [kind, 'args'],
    },
  ]),
);
