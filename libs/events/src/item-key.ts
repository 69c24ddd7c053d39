import { compareText } from './compare.js';
import { type Dimension, isDimension } from './observation.js';

/** The fields of an observation as they come out of JSON.parse: nothing is known of them yet. */
export type RawFields = Readonly<Record<string, unknown>>;

/** Whether a value is an object with fields. */
export function isFields(value: unknown): value is RawFields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object that a text is the JSON of; undefined if it is none. */
export function parsedFields(text: string): RawFields | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return isFields(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The canonical key of an observed item: the same for two observations exactly if the schema gives both the same
 * identifying fields (defaults filled in, lists taken as sets), and never the same for one that the schema accepts and
 * one that it refuses. So a key that was accepted once needs no schema the next time (property-tested). A key alone
 * proves nothing: what can't be valid gets one too, with a NUL in it.
 */
export function itemKey(fields: RawFields): string {
  const { dimension } = fields;
  if (!isDimension(dimension)) return REFUSED;
  return `${dimension}${circumstances(fields['outcome'], fields['origin'])} ${keyOf[dimension](fields)}`;
}

// Stands for a part that can't be valid. No accepted item has a NUL in any of its texts (storable-text.ts), so no key
// with this in it is ever that of an accepted item.
const REFUSED = '\0';

// Within a key only the last part may be free text; free text before it is preceded by its length, words of a fixed
// list are compared with that list. Otherwise a refused value could read like an accepted one.
const keyOf: Readonly<Record<Dimension, (fields: RawFields) => string>> = {
  syscall: ({ syscall }) => text(syscall),
  capability: ({ capability, granted, uid, userNamespace }) =>
    `${number(uid)} ${flag(granted)} ${wordOr('own', userNamespace, userNamespaces)} ${text(capability)}`,
  identity: ({ uid, gid, groups, firstProcess }) =>
    `${number(uid)} ${number(gid)} ${flag(firstProcess)} ${groups === undefined ? '-' : numbers(groups)}`,
  exec: ({ path, privilegeGain, fileCapabilities, entrypoint }) =>
    `${entrypoint === undefined ? '?' : flag(entrypoint)} ${wordOr('-', privilegeGain, privilegeGains)} ${
      fileCapabilities === undefined ? '-' : texts(fileCapabilities)
    } ${text(path)}`,
  file: ({ path, operation, place, mount }) =>
    `${word(operation, operations)} ${word(place, places)} ${mount === undefined ? '-' : measured(mount)} ${text(path)}`,
  device: ({ path, operation }) => `${word(operation, deviceOperations)} ${text(path)}`,
  listen: endpoint,
  connect: ({ protocol, peer, address, port, hostNetwork }) =>
    `${word(protocol, protocols)} ${word(peer, peers)} ${number(port)} ${flag(hostNetwork)} ${
      address === undefined ? '-' : `=${text(address)}`
    }`,
  'raw-socket': ({ family, type }) => `${measured(family)} ${text(type)}`,
  'host-process': ({ action }) => text(action),
  'host-ipc': ({ kind }) => text(kind),
  mount: ({ filesystem, target }) => `${measured(filesystem)} ${text(target)}`,
  sysctl: ({ sysctl }) => text(sysctl),
  denial: ({ mechanism, what }) => `${word(mechanism, mechanisms)} ${text(what)}`,
  accept: endpoint,
  'unix-connect': ({ path, inside }) => `${flag(inside)} ${text(path)}`,
};

const protocols: ReadonlySet<unknown> = new Set(['tcp', 'udp', 'sctp', 'udplite', 'icmp']);
const peers: ReadonlySet<unknown> = new Set(['loopback', 'node', 'cluster', 'external']);
const operations: ReadonlySet<unknown> = new Set(['read', 'write', 'metadata', 'execute']);
const deviceOperations: ReadonlySet<unknown> = new Set(['read', 'write', 'metadata', 'execute', 'mknod']);
const places: ReadonlySet<unknown> = new Set(['root', 'volume', 'host-path', 'proc', 'sys', 'device']);
const mechanisms: ReadonlySet<unknown> = new Set(['seccomp', 'apparmor', 'selinux']);
const userNamespaces: ReadonlySet<unknown> = new Set(['own', 'child']);
const privilegeGains: ReadonlySet<unknown> = new Set(['setuid', 'setgid', 'file-capabilities']);

function endpoint({ protocol, address, port, hostNetwork }: RawFields): string {
  return `${word(protocol, protocols)} ${number(port)} ${flag(hostNetwork)} ${text(address)}`;
}

function circumstances(outcome: unknown, origin: unknown): string {
  if (outcome === undefined && origin === undefined) return '';
  const ended = outcome === undefined || outcome === 'allowed' ? '' : outcome === 'refused' ? '!' : REFUSED;
  const by = origin === undefined || origin === 'container' ? '' : origins.get(origin);
  return `${ended}${by ?? REFUSED}`;
}

const origins: ReadonlyMap<unknown, string> = new Map([
  ['probe', '@probe'],
  ['entered', '@entered'],
  ['terminal', '@terminal'],
  ['interactive', '@interactive'],
]);

function text(value: unknown): string {
  return typeof value === 'string' ? value : REFUSED;
}

/** Text that is not the last part of its key. */
function measured(value: unknown): string {
  return typeof value === 'string' ? `${value.length}:${value}` : REFUSED;
}

function word(value: unknown, allowed: ReadonlySet<unknown>): string {
  return typeof value === 'string' && allowed.has(value) ? value : REFUSED;
}

function wordOr(absent: string, value: unknown, allowed: ReadonlySet<unknown>): string {
  return value === undefined ? absent : word(value, allowed);
}

function number(value: unknown): string {
  return typeof value === 'number' ? `${value}` : REFUSED;
}

function flag(value: unknown): string {
  return value === true ? '+' : value === false ? '-' : REFUSED;
}

// Lists longer than the schema allows may be sets that are short enough: their length must show.
function numbers(values: unknown): string {
  if (!Array.isArray(values) || values.length > 1024) return REFUSED;
  if (!values.every((value): value is number => typeof value === 'number')) return REFUSED;
  return [...new Set(values)].sort((a, b) => a - b).join(',');
}

function texts(values: unknown): string {
  if (!Array.isArray(values) || values.length > 64) return REFUSED;
  if (!values.every((value): value is string => typeof value === 'string')) return REFUSED;
  return [...new Set(values)].sort(compareText).map(measured).join('');
}
