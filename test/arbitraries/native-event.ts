import fc from 'fast-check';
import { type Dimension, dimensionNames } from '#libs/events';

/** Valid native events, and events with a few mistakes in them, for property tests. */

const text = fc.oneof(
  fc.constantFrom('/etc/passwd', '/tmp/a b', '1:x', '- +', '=', 'ünï', '/a/*', '0.0.0.0', '-'),
  fc.string({ minLength: 1, maxLength: 8 }).filter((value) => value.isWellFormed() && !value.includes('\0')),
);
const id = fc.oneof(fc.constantFrom(0, 1, 1000, 4294967295), fc.integer({ min: 0, max: 4294967295 }));
const port = fc.constantFrom(0, 1, 80, 443, 65535);
const flag = fc.boolean();
const protocol = fc.constantFrom('tcp', 'udp', 'sctp', 'udplite', 'icmp');
const capability = fc.constantFrom('NET_BIND_SERVICE', 'SYS_ADMIN', 'CHOWN');
const operation = fc.constantFrom('read', 'write', 'metadata', 'execute');

type Fields = Record<string, fc.Arbitrary<unknown>>;
const endpoint: Fields = { protocol, address: text, port, hostNetwork: flag };

const required: Record<Dimension, Fields> = {
  syscall: { syscall: fc.constantFrom('openat', 'read', 'futex', '_llseek') },
  capability: { capability, granted: flag, uid: id },
  identity: { uid: id, gid: id, firstProcess: flag },
  exec: { path: text },
  file: {
    path: text,
    operation,
    place: fc.constantFrom('root', 'volume', 'host-path', 'proc', 'sys', 'device'),
  },
  device: { path: text, operation: fc.constantFrom('read', 'write', 'mknod') },
  listen: endpoint,
  connect: {
    protocol,
    peer: fc.constantFrom('loopback', 'node', 'cluster', 'external'),
    port,
    hostNetwork: flag,
  },
  'raw-socket': { family: text, type: text },
  'host-process': { action: fc.constantFrom('ptrace', 'signal', 'procfs', 'setns') },
  'host-ipc': { kind: fc.constantFrom('shared-memory', 'semaphore', 'message-queue') },
  mount: { filesystem: text, target: text },
  sysctl: { sysctl: fc.constantFrom('net.core.somaxconn', 'kernel.shm_rmid_forced') },
  denial: { mechanism: fc.constantFrom('seccomp', 'apparmor', 'selinux'), what: text },
  accept: endpoint,
  'unix-connect': { path: text, inside: flag },
};

const optional: Partial<Record<Dimension, Fields>> = {
  capability: { userNamespace: fc.constantFrom('own', 'child') },
  identity: { groups: fc.array(fc.constantFrom(0, 5, 10, 1000), { maxLength: 4 }) },
  exec: {
    privilegeGain: fc.constantFrom('setuid', 'setgid', 'file-capabilities'),
    fileCapabilities: fc.array(capability, { maxLength: 3 }),
    entrypoint: flag,
  },
  file: { mount: text },
  connect: { address: text },
};

const circumstances: Fields = {
  outcome: fc.constantFrom('allowed', 'refused'),
  origin: fc.constantFrom('container', 'probe', 'entered', 'terminal', 'interactive'),
};

/** The identifying fields of a valid item, as an agent may write them. */
export const rawItem: fc.Arbitrary<Record<string, unknown>> = fc
  .constantFrom(...dimensionNames)
  .chain((dimension) => {
    const needed = { dimension: fc.constant(dimension), ...required[dimension] };
    const requiredKeys = Object.keys(needed);
    return fc
      .record({ ...needed, ...optional[dimension], ...circumstances }, { requiredKeys: [] })
      .chain((some) =>
        fc
          .record(needed)
          .map((all): Record<string, unknown> => ({ ...some, ...all, ...pick(some, requiredKeys) })),
      );
  });

function pick(from: Record<string, unknown>, keys: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(from).filter(([key]) => keys.includes(key)));
}

const time = fc.constantFrom(
  '2026-03-01T10:20:00Z',
  '2026-03-01T10:20:59.5Z',
  '2026-03-01T10:21:00.123456789Z',
  '2026-03-02T00:00:00.000000001+02:00',
);

const rawObservation = fc
  .tuple(rawItem, fc.integer({ min: 1, max: 2 ** 40 }), time, time)
  .map(([item, count, first, last]): Record<string, unknown> => ({ ...item, count, first, last }));

const rawContainer = fc.record(
  {
    namespace: fc.constantFrom('shop', 'a'),
    pod: fc.record(
      { name: fc.constantFrom('web-0', 'a.b'), uid: text, templateHash: fc.constantFrom('7d9c', '5f6b') },
      { requiredKeys: ['name', 'uid'] },
    ),
    owner: fc.record({
      kind: fc.constantFrom('ReplicaSet', 'Job'),
      name: fc.constantFrom('web-7d9c', 'job'),
    }),
    container: fc.record(
      {
        name: fc.constantFrom('nginx', 'sidecar'),
        id: text,
        image: text,
        imageDigest: text,
        imageUser: fc.constantFrom('', '0', '101', 'nginx'),
        imageVolumes: fc.array(text, { maxLength: 2 }),
        startedAt: time,
        fromStart: flag,
        endedAt: time,
      },
      { requiredKeys: ['name'] },
    ),
    observations: fc.array(rawObservation, { maxLength: 4 }),
  },
  { requiredKeys: ['namespace', 'pod', 'container', 'observations'] },
);

/** A valid native event, as JSON.parse gives it. */
export const rawEvent: fc.Arbitrary<unknown> = fc.record(
  {
    schema: fc.constant('runtime-events/v1'),
    cluster: fc.constantFrom('prod', 'prod-eu1'),
    node: fc.constantFrom('node-1', 'node-2.example'),
    agent: fc.record({ name: text, version: fc.constantFrom('', '1.4.0'), instance: fc.uuid() }),
    sequence: fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }),
    sentAt: time,
    covers: fc.array(fc.constantFrom(...dimensionNames), { maxLength: 3 }),
    coversPartly: fc.array(fc.constantFrom(...dimensionNames), { maxLength: 2 }),
    lost: fc.dictionary(fc.constantFrom(...dimensionNames), fc.nat(), { maxKeys: 2 }),
    nodeFacts: fc.record(
      {
        runtime: text,
        apparmor: flag,
        unprivilegedPortStart: fc.constantFrom(0, 1024, 65536),
        cgroup: fc.constantFrom('v1', 'v2'),
        architecture: fc.constantFrom('amd64', 'arm64'),
      },
      { requiredKeys: [] },
    ),
    containers: fc.array(rawContainer, { maxLength: 3 }),
    somethingElse: text,
  },
  {
    requiredKeys: ['schema', 'cluster', 'node', 'agent', 'sequence', 'sentAt', 'covers', 'containers'],
  },
);

const mistake = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    '',
    '80',
    0,
    -1,
    1.5,
    2 ** 41,
    2 ** 53,
    [],
    {},
    [[]],
    'x\0y',
    '\ud800',
    '2026-02-30T00:00:00Z',
  ),
  fc.constantFrom<unknown>(
    'syscall,file',
    ['syscall,file'],
    [['syscall']],
    'tcp',
    'a'.repeat(5000),
    'own',
    'container',
  ),
  fc.jsonValue({ maxDepth: 1 }),
);

/** A change of one place: another value, no value, or a value more. */
export interface Change {
  readonly at: number;
  readonly how: 'replace' | 'remove' | 'copy';
  readonly value: unknown;
}

export const change: fc.Arbitrary<Change> = fc.record({
  at: fc.nat(),
  how: fc.constantFrom('replace' as const, 'replace' as const, 'remove' as const, 'copy' as const),
  value: mistake,
});

/** Applies a change at one of the places of a JSON value, chosen by number. */
export function changed(json: unknown, { at, how, value }: Change): unknown {
  const copy: unknown = structuredClone(json);
  const places: { readonly of: object; readonly key: string }[] = [];
  collectPlaces(copy, places);
  const place = places[at % Math.max(1, places.length)];
  if (place === undefined) return value;
  if (how === 'remove' && Array.isArray(place.of)) place.of.splice(Number(place.key), 1);
  else if (how === 'remove') Reflect.deleteProperty(place.of, place.key);
  else if (how === 'replace') Reflect.set(place.of, place.key, value);
  else Reflect.set(place.of, places[(at * 7) % places.length]?.key ?? '', Reflect.get(place.of, place.key));
  return copy;
}

function collectPlaces(value: unknown, places: { readonly of: object; readonly key: string }[]): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, child] of Object.entries(value)) {
    places.push({ of: value, key });
    collectPlaces(child, places);
  }
}
