import type { RawFields } from './item-key.js';
import type { Dimension } from './observation.js';
import { isSameList } from './samples.js';
import { hashOf, hashOfBoth } from './seen-before.js';

/** How an item of a dimension is told again: by a hash in which most differ, and by all fields that identify it. */
export interface Likeness {
  /** Of a field or two, those in which most items of the dimension differ. */
  hash(fields: RawFields): number;
  isSame(a: RawFields, b: RawFields): boolean;
}

// A function for each dimension, with the fields by their names: such objects of JSON.parse all have one shape, and the
// engine compiles these loads for it. One loop over lists of names costs several times as much.
const likenesses: Readonly<Record<Dimension, Likeness>> = {
  syscall: {
    hash: ({ syscall }) => hashOf(syscall),
    isSame: (a, b) => a['syscall'] === b['syscall'],
  },
  capability: {
    // There are few capabilities, each used under many uids.
    hash: ({ capability, uid }) => hashOfBoth(capability, uid),
    isSame: (a, b) =>
      a['capability'] === b['capability'] &&
      a['granted'] === b['granted'] &&
      a['uid'] === b['uid'] &&
      a['userNamespace'] === b['userNamespace'],
  },
  identity: {
    hash: ({ uid }) => hashOf(uid),
    isSame: (a, b) =>
      a['uid'] === b['uid'] &&
      a['gid'] === b['gid'] &&
      a['firstProcess'] === b['firstProcess'] &&
      isSameList(a['groups'], b['groups']),
  },
  exec: {
    hash: ({ path }) => hashOf(path),
    isSame: (a, b) =>
      a['path'] === b['path'] &&
      a['privilegeGain'] === b['privilegeGain'] &&
      a['entrypoint'] === b['entrypoint'] &&
      isSameList(a['fileCapabilities'], b['fileCapabilities']),
  },
  file: {
    hash: ({ path }) => hashOf(path),
    isSame: (a, b) =>
      a['path'] === b['path'] &&
      a['operation'] === b['operation'] &&
      a['place'] === b['place'] &&
      a['mount'] === b['mount'],
  },
  device: {
    hash: ({ path }) => hashOf(path),
    isSame: (a, b) => a['path'] === b['path'] && a['operation'] === b['operation'],
  },
  listen: { hash: ({ port }) => hashOf(port), isSame: isSameEndpoint },
  connect: {
    hash: ({ address }) => hashOf(address),
    isSame: (a, b) => isSameEndpoint(a, b) && a['peer'] === b['peer'],
  },
  'raw-socket': {
    hash: ({ type }) => hashOf(type),
    isSame: (a, b) => a['type'] === b['type'] && a['family'] === b['family'],
  },
  'host-process': {
    hash: ({ action }) => hashOf(action),
    isSame: (a, b) => a['action'] === b['action'],
  },
  'host-ipc': { hash: ({ kind }) => hashOf(kind), isSame: (a, b) => a['kind'] === b['kind'] },
  mount: {
    hash: ({ target }) => hashOf(target),
    isSame: (a, b) => a['target'] === b['target'] && a['filesystem'] === b['filesystem'],
  },
  sysctl: { hash: ({ sysctl }) => hashOf(sysctl), isSame: (a, b) => a['sysctl'] === b['sysctl'] },
  denial: {
    hash: ({ what }) => hashOf(what),
    isSame: (a, b) => a['what'] === b['what'] && a['mechanism'] === b['mechanism'],
  },
  accept: { hash: ({ port }) => hashOf(port), isSame: isSameEndpoint },
  'unix-connect': {
    hash: ({ path }) => hashOf(path),
    isSame: (a, b) => a['path'] === b['path'] && a['inside'] === b['inside'],
  },
};

function isSameEndpoint(a: RawFields, b: RawFields): boolean {
  return (
    a['port'] === b['port'] &&
    a['address'] === b['address'] &&
    a['protocol'] === b['protocol'] &&
    a['hostNetwork'] === b['hostNetwork']
  );
}

const byDimension = new Map<unknown, Likeness>(Object.entries(likenesses));

/** How the item of an observation is told again; undefined if it has no dimension. */
export function likenessOf(fields: RawFields): Likeness | undefined {
  return byDimension.get(fields['dimension']);
}

/** The fields of an observation that its item was made from. */
export interface ItemFields {
  readonly likeness: Likeness;
  /** Those that all dimensions have stand here as well: objects of one shape are compared fastest. */
  readonly dimension: unknown;
  readonly outcome: unknown;
  readonly origin: unknown;
  readonly fields: RawFields;
}

export function itemFields(likeness: Likeness, fields: RawFields): ItemFields {
  const { dimension, outcome, origin } = fields;
  return { likeness, dimension, outcome, origin, fields };
}

/**
 * Whether two observations are of the same item for sure: all fields that the schema makes an item from are the same
 * (property-tested). It may say no of such that are the same only once defaults are filled in.
 */
export function isSameItem(
  { likeness, dimension, outcome, origin, fields }: ItemFields,
  other: RawFields,
): boolean {
  return (
    dimension === other['dimension'] &&
    outcome === other['outcome'] &&
    origin === other['origin'] &&
    likeness.isSame(fields, other)
  );
}
