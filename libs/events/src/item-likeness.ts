import type { RawFields } from './item-key.js';
import type { Dimension } from './observation.js';
import { isSameList } from './samples.js';

/** How an item of a dimension is told again: by the value in which most differ, and by all fields that identify it. */
export interface Likeness {
  /** The text or number in which most items of the dimension differ. */
  telling(fields: RawFields): unknown;
  isSame(a: RawFields, b: RawFields): boolean;
}

// A function for each dimension, with the fields by their names: such objects of JSON.parse all have one shape, and the
// engine compiles these loads for it. One loop over lists of names costs several times as much.
const likenesses: Readonly<Record<Dimension, Likeness>> = {
  syscall: {
    telling: ({ syscall }) => syscall,
    isSame: (a, b) => a['syscall'] === b['syscall'],
  },
  capability: {
    telling: ({ capability }) => capability,
    isSame: (a, b) =>
      a['capability'] === b['capability'] &&
      a['granted'] === b['granted'] &&
      a['uid'] === b['uid'] &&
      a['userNamespace'] === b['userNamespace'],
  },
  identity: {
    telling: ({ uid }) => uid,
    isSame: (a, b) =>
      a['uid'] === b['uid'] &&
      a['gid'] === b['gid'] &&
      a['firstProcess'] === b['firstProcess'] &&
      isSameList(a['groups'], b['groups']),
  },
  exec: {
    telling: ({ path }) => path,
    isSame: (a, b) =>
      a['path'] === b['path'] &&
      a['privilegeGain'] === b['privilegeGain'] &&
      a['entrypoint'] === b['entrypoint'] &&
      isSameList(a['fileCapabilities'], b['fileCapabilities']),
  },
  file: {
    telling: ({ path }) => path,
    isSame: (a, b) =>
      a['path'] === b['path'] &&
      a['operation'] === b['operation'] &&
      a['place'] === b['place'] &&
      a['mount'] === b['mount'],
  },
  device: {
    telling: ({ path }) => path,
    isSame: (a, b) => a['path'] === b['path'] && a['operation'] === b['operation'],
  },
  listen: { telling: ({ port }) => port, isSame: isSameEndpoint },
  connect: {
    telling: ({ address }) => address,
    isSame: (a, b) => isSameEndpoint(a, b) && a['peer'] === b['peer'],
  },
  'raw-socket': {
    telling: ({ type }) => type,
    isSame: (a, b) => a['type'] === b['type'] && a['family'] === b['family'],
  },
  'host-process': {
    telling: ({ action }) => action,
    isSame: (a, b) => a['action'] === b['action'],
  },
  'host-ipc': { telling: ({ kind }) => kind, isSame: (a, b) => a['kind'] === b['kind'] },
  mount: {
    telling: ({ target }) => target,
    isSame: (a, b) => a['target'] === b['target'] && a['filesystem'] === b['filesystem'],
  },
  sysctl: { telling: ({ sysctl }) => sysctl, isSame: (a, b) => a['sysctl'] === b['sysctl'] },
  denial: {
    telling: ({ what }) => what,
    isSame: (a, b) => a['what'] === b['what'] && a['mechanism'] === b['mechanism'],
  },
  accept: { telling: ({ port }) => port, isSame: isSameEndpoint },
  'unix-connect': {
    telling: ({ path }) => path,
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

/** The value by which an observation is looked up among those that were read; undefined if it has none. */
export function tellingValue(likeness: Likeness, fields: RawFields): string | number | undefined {
  const value = likeness.telling(fields);
  return typeof value === 'string' || typeof value === 'number' ? value : undefined;
}

/**
 * Whether two observations, the first with this likeness, are of the same item for sure: all fields that the schema makes an
 * item from are the same (property-tested). It may say no of such that are the same only once defaults are filled in.
 */
export function isSameItem(likeness: Likeness, a: RawFields, b: RawFields): boolean {
  return (
    a['dimension'] === b['dimension'] &&
    a['outcome'] === b['outcome'] &&
    a['origin'] === b['origin'] &&
    likeness.isSame(a, b)
  );
}
