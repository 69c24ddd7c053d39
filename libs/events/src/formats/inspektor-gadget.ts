/**
 * Inspektor Gadget in its three layouts: image-based gadgets (`proc`, `timestamp` as text), those of 2024 (`comm` and
 * `uid` at the top), built-in gadgets before 2025 (`type: normal`, `timestamp` in nanoseconds, `capName`, `verdict`).
 * Which gadget it was stands in the settings, or shows by the fields.
 *
 * Gives: capability with the verdict (trace_capabilities), exec and identity (trace_exec); in part file (trace_open),
 * connect and accept (trace_tcp), system calls (advise_seccomp). Loss: the log line about lost samples.
 */
import type { EventFormat, NormalisedEvent, Outcome, SourceSettings } from '../event-format.js';
import type { Interner } from '../interner.js';
import { isFields, type RawFields } from '../item-key.js';
import { type AdvisedProfile, advisedProfile } from './advise-seccomp.js';
import {
  agentEvent,
  type Gives,
  incomplete,
  invalid,
  lossEvent,
  notRelevant,
  type Places,
} from './agent-event.js';
import {
  capabilityName,
  imageDigest,
  isRuntimeProcess,
  peerOf,
  placeOf,
  presentNumber,
  presentText,
} from './agent-fields.js';
import { timeOf } from './json-text.js';
import { aboutContainer, type Said, whereaboutsOf } from './whereabouts.js';

const gives: Gives = { whole: ['capability', 'exec'], part: ['identity', 'file', 'connect', 'accept'] };
/** A profile is of one container at one time: how many others there were, and when each call was made, it does not say. */
const givesOfProfile: Gives = { whole: [], part: ['syscall'] };

export const inspektorGadget: EventFormat = {
  name: 'inspektor-gadget',
  recognises: (message) => isFields(message) && (isEvent(message) || advisedProfile(message) !== undefined),
  normalise: (message, interner, settings) => {
    if (!isFields(message)) return notRelevant;
    const k8s = isFields(message['k8s']) ? message['k8s'] : {};
    const profile = advisedProfile(message);
    return profile === undefined
      ? read(message, k8s, interner, settings)
      : readProfile(profile, message, k8s, interner, settings);
  },
};

function isEvent(message: RawFields): boolean {
  return (
    isFields(message['k8s']) &&
    message['timestamp'] !== undefined &&
    (isFields(message['runtime']) || lostOf(message) !== undefined)
  );
}

function lostOf({ type, message }: RawFields): number | undefined {
  if (type !== 'warn' && type !== 'err') return undefined;
  const samples = /\blost (\d{1,15}) samples?\b/i.exec(presentText(message) ?? '')?.[1];
  return samples === undefined ? undefined : Number(samples);
}

function read(
  message: RawFields,
  k8s: RawFields,
  interner: Interner,
  settings: SourceSettings,
): Outcome<readonly NormalisedEvent[]> {
  const event = { ...sourceOf(message, k8s), gives };
  const lost = lostOf(message);
  if (lost !== undefined) return lossEvent({ ...event, lost }, places, interner, settings);
  const runtime = isFields(message['runtime']) ? message['runtime'] : {};
  const where = whereaboutsOf(saidOf(k8s, runtime));
  if (where === undefined) return notRelevant;
  const proc = isFields(message['proc']) ? message['proc'] : message;
  if (isRuntimeProcess(proc['comm'])) return notRelevant;
  const items = itemsOf(gadgetOf(message, settings), message, { k8s, proc, runtime });
  if (items === 'incomplete') return incomplete;
  if (items.length === 0) return notRelevant;
  const about = aboutContainer(where, imageOf(runtime), ownerOf(k8s));
  return agentEvent({ ...event, ...about, items }, places, interner, settings);
}

function sourceOf(message: RawFields, k8s: RawFields) {
  return {
    agent: 'inspektor-gadget',
    cluster: undefined,
    node: presentText(k8s['node']) ?? presentText(message['node']),
    time: timeOf(message['timestamp']),
  };
}

function readProfile(
  { container, syscalls }: AdvisedProfile,
  message: RawFields,
  k8s: RawFields,
  interner: Interner,
  settings: SourceSettings,
): Outcome<readonly NormalisedEvent[]> {
  const namespace = presentText(k8s['namespace']);
  const pod = presentText(k8s['podName']);
  if (namespace === undefined || pod === undefined) {
    const name = namespace === undefined ? 'namespace' : 'podName';
    const told = 'must be there: advise_seccomp does not say whose profile it is, so the sender has to';
    return invalid([{ path: ['k8s', name], message: told }]);
  }
  const items = syscalls.map((syscall) => ({ dimension: 'syscall', syscall }));
  if (items.length === 0) return notRelevant;
  const runtime = isFields(message['runtime']) ? message['runtime'] : { containerName: container };
  const where = whereaboutsOf(saidOf(k8s, runtime));
  if (where === undefined) return notRelevant;
  const about = aboutContainer(where, imageOf(runtime), ownerOf(k8s));
  const event = { ...sourceOf(message, k8s), gives: givesOfProfile, ...about, items };
  return agentEvent(event, { ...places, syscall: ['syscalls'] }, interner, settings);
}

function saidOf(k8s: RawFields, runtime: RawFields): Said {
  return {
    namespace: k8s['namespace'],
    pod: k8s['podName'],
    podUid: k8s['podUID'],
    containerName: presentText(k8s['containerName']) ?? runtime['containerName'],
    containerId: runtime['containerId'],
  };
}

function ownerOf({ owner }: RawFields): RawFields | undefined {
  if (!isFields(owner)) return undefined;
  const [kind, name] = [presentText(owner['kind']), presentText(owner['name'])];
  return kind === undefined || name === undefined ? undefined : { kind, name };
}

function imageOf(runtime: RawFields): RawFields {
  const image = presentText(runtime['containerImageName']);
  const digest = imageDigest(runtime['containerImageDigest']);
  return {
    ...(image !== undefined && { image }),
    ...(digest !== undefined && { imageDigest: digest }),
  };
}

const gadgets = ['trace_capabilities', 'trace_exec', 'trace_open', 'trace_tcp'] as const;
type Gadget = (typeof gadgets)[number];

/** Names are those of image-based gadgets; a registry and a tag around them don't matter. */
function gadgetOf(message: RawFields, { gadget }: SourceSettings): Gadget | undefined {
  if (gadget !== undefined) {
    const name = /(?:^|\/|trace[_ ])(capabilities|exec|open|tcp)(?:[:@].*)?$/.exec(gadget)?.[1];
    return gadgets.find((known) => known === `trace_${name ?? ''}`);
  }
  const has = (...fields: readonly string[]) => fields.every((field) => message[field] !== undefined);
  const byLooks: readonly (readonly [boolean, Gadget])[] = [
    [has('cap', 'capable') || has('capName', 'verdict'), 'trace_capabilities'],
    [has('args', 'exepath') || has('args', 'pcomm') || has('args', 'ret'), 'trace_exec'],
    [has('fname') || has('path', 'flags', 'mode'), 'trace_open'],
    [has('src', 'dst', 'type'), 'trace_tcp'],
  ];
  return byLooks.find(([matches]) => matches)?.[1];
}

type Items = readonly RawFields[] | 'incomplete';

interface Parts {
  readonly k8s: RawFields;
  readonly proc: RawFields;
  readonly runtime: RawFields;
}

function itemsOf(gadget: Gadget | undefined, message: RawFields, parts: Parts): Items {
  switch (gadget) {
    case 'trace_capabilities':
      return checked(message, parts);
    case 'trace_exec':
      return executed(message, parts);
    case 'trace_open':
      return opened(message);
    case 'trace_tcp':
      return connected(message, parts);
    case undefined:
      return [];
  }
}

function outcomeOf({ error_raw: raw, error, err, ret, retval }: RawFields): 'allowed' | 'refused' {
  const number = presentNumber(raw ?? err ?? ret ?? retval);
  return (number ?? 0) !== 0 || presentText(error) !== undefined ? 'refused' : 'allowed';
}

function credentialsOf(proc: RawFields): RawFields {
  return isFields(proc['creds']) ? proc['creds'] : proc;
}

/** The initial user namespace (PROC_USER_INIT_INO, include/linux/proc_ns.h). */
const INITIAL_USER_NAMESPACE = 0xeffffffd;

function checked(message: RawFields, { proc }: Parts): Items {
  const { cap, capName, capable, verdict, audit, current_userns: current, target_userns: target } = message;
  // The kernel asks whether a capability is held, not to use it.
  if (audit === 0 || audit === false) return [];
  const granted =
    typeof capable === 'boolean' ? capable : verdict === undefined ? undefined : verdict === 'Allow';
  if (granted === undefined) return 'incomplete';
  const own = target === undefined || target === current || target === INITIAL_USER_NAMESPACE;
  return [
    {
      dimension: 'capability',
      capability: capabilityName(capName ?? cap) ?? capName ?? cap,
      granted,
      uid: credentialsOf(proc)['uid'],
      userNamespace: own ? 'own' : 'child',
      outcome: granted ? 'allowed' : 'refused',
    },
  ];
}

function executed(message: RawFields, { proc, runtime }: Parts): Items {
  const { args } = message;
  // A list, or joined by no-break spaces, since arguments may hold spaces.
  const first: unknown = Array.isArray(args) ? args[0] : presentText(args)?.split('\u00A0')[0];
  const path = presentText(message['exepath']) ?? presentText(first);
  if (path === undefined || !path.startsWith('/')) return 'incomplete';
  const outcome = outcomeOf({
    ...message,
    ret: negative(message['ret']),
    retval: negative(message['retval']),
  });
  const isFirst = runtime['containerPid'] !== undefined && proc['pid'] === runtime['containerPid'];
  const { uid, gid } = credentialsOf(proc);
  const exec = { dimension: 'exec', path, entrypoint: isFirst, outcome };
  if (uid === undefined || gid === undefined || outcome === 'refused') return [exec];
  return [exec, { dimension: 'identity', uid, gid, firstProcess: isFirst }];
}

/** What a call has returned, if that is an error. */
function negative(value: unknown): number | undefined {
  const number = presentNumber(value);
  return number !== undefined && number < 0 ? number : undefined;
}

/** include/uapi/asm-generic/fcntl.h */
const accessModes = ['O_RDONLY', 'O_WRONLY', 'O_RDWR'];

function opened(message: RawFields): Items {
  // `fpath` is what the kernel has found, `fname` what was asked for, which may be relative.
  const path = presentText(message['fpath']) ?? presentText(message['fname']) ?? presentText(message['path']);
  if (path === undefined || !path.startsWith('/')) return 'incomplete';
  const { flags } = message;
  const raw = presentNumber(message['flags_raw']);
  const text = Array.isArray(flags)
    ? flags.filter((flag) => typeof flag === 'string').join('|')
    : (presentText(flags) ?? (raw === undefined ? undefined : accessModes[raw & 3]));
  if (text === undefined) return 'incomplete';
  const file = {
    dimension: 'file',
    path,
    place: placeOf(path),
    outcome: outcomeOf({ ...message, ret: undefined }),
  };
  return [
    ...(/\bO_WRONLY\b/.test(text) ? [] : [{ ...file, operation: 'read' }]),
    ...(/\bO_(WRONLY|RDWR|CREAT|TRUNC)\b/.test(text) ? [{ ...file, operation: 'write' }] : []),
  ];
}

function connected(message: RawFields, { k8s }: Parts): Items {
  const { src, dst, type } = message;
  if (!isFields(src) || !isFields(dst)) return 'incomplete';
  const hostNetwork = k8s['hostnetwork'] ?? k8s['hostNetwork'];
  if (typeof hostNetwork !== 'boolean') return 'incomplete';
  const shared = { protocol: 'tcp', hostNetwork, outcome: outcomeOf(message) };
  if (type === 'accept') return [{ dimension: 'accept', ...shared, address: src['addr'], port: src['port'] }];
  if (type !== 'connect') return [];
  const address = presentText(dst['addr']);
  if (address === undefined) return 'incomplete';
  const kind = isFields(dst['k8s']) ? dst['k8s']['kind'] : undefined;
  const peer = kind === 'svc' || kind === 'pod' ? 'cluster' : peerOf(address);
  return [{ dimension: 'connect', ...shared, peer, address, port: dst['port'] }];
}

const places: Places = {
  node: ['k8s', 'node'],
  time: ['timestamp'],
  namespace: ['k8s', 'namespace'],
  'pod.name': ['k8s', 'podName'],
  'owner.kind': ['k8s', 'owner', 'kind'],
  'owner.name': ['k8s', 'owner', 'name'],
  'container.name': ['k8s', 'containerName'],
  capability: ['cap'],
  uid: ['proc', 'creds', 'uid'],
};
