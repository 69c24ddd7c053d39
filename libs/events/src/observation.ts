import { z } from 'zod';
import { isStorable, NOT_STORABLE } from './storable-text.js';
import { isCountableDay } from './timestamp.js';

/**
 * One observed behaviour of one container, as agents send it (docs/agents.md). Each dimension is one entry of
 * `dimensions` below: adding a dimension means adding it there and nowhere else. The fields beside the statistics
 * (`count`, `first`, `last`) identify what was observed; two observations with equal identifying fields are the same
 * item of a profile.
 */

const NOT_COUNTABLE = 'must be a day that exists, from 1971 to 2261';

/**
 * RFC 3339 with up to nine digits of a second, in UTC or with an offset, from 1971 to 2261 (what 64-bit nanoseconds can
 * count). Kept as text: JavaScript has no nanoseconds.
 */
export const timestamp = z
  .string()
  .max(40)
  .regex(
    /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d{1,9})?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/,
    { message: 'must be an RFC 3339 time such as 2026-01-31T09:30:00.123456789Z', abort: true },
  )
  .refine(isCountableDay, NOT_COUNTABLE);

/** A UTC day such as 2026-01-31, from 1971 to 2261 as well: Postgres knows no year 0, and profiles no others. */
export const day = z.iso.date().refine(isCountableDay, NOT_COUNTABLE);

const text = z.string().min(1).max(4096).refine(isStorable, NOT_STORABLE);
const name = z.string().min(1).max(253).refine(isStorable, NOT_STORABLE);
const id = z.int().min(0).max(4294967295);
const port = z.int().min(0).max(65535);
const hostNetwork = z.boolean();
const protocol = z.enum(['tcp', 'udp', 'sctp', 'udplite', 'icmp']);
/** PSP spelling: upper case, without `CAP_`. */
const capability = z
  .string()
  .max(64)
  .regex(
    /^(?!CAP_)[A-Z][A-Z0-9_]*$/,
    'must be a capability in the spelling of PodSecurityPolicy, such as NET_ADMIN',
  );

/** The identifying fields of each dimension. The keys, in this order, are the dimensions. */
export const dimensions = {
  syscall: z.object({
    syscall: z
      .string()
      .max(64)
      .regex(/^[a-z_][a-z0-9_]*$/, 'must be a system call name such as openat'),
  }),
  capability: z.object({
    capability,
    granted: z.boolean(),
    uid: id,
    /** The user namespace that the check was made against: the container's own, or one that it created. */
    userNamespace: z.enum(['own', 'child']).default('own'),
  }),
  identity: z.object({
    uid: id,
    gid: id,
    groups: z.array(id).max(1024).optional(),
    firstProcess: z.boolean(),
  }),
  exec: z.object({
    path: text,
    privilegeGain: z.enum(['setuid', 'setgid', 'file-capabilities']).optional(),
    /** The *effective* file capabilities of the executable. */
    fileCapabilities: z.array(capability).max(64).optional(),
    entrypoint: z.boolean().optional(),
  }),
  file: z.object({
    path: text,
    operation: z.enum(['read', 'write', 'metadata', 'execute']),
    place: z.enum(['root', 'volume', 'host-path', 'proc', 'sys', 'device']),
    /** The mount path that the file lies below. */
    mount: text.optional(),
  }),
  device: z.object({ path: text, operation: z.enum(['read', 'write', 'metadata', 'execute', 'mknod']) }),
  listen: z.object({ protocol, address: name, port, hostNetwork }),
  connect: z.object({
    protocol,
    peer: z.enum(['loopback', 'node', 'cluster', 'external']),
    address: name.optional(),
    port,
    hostNetwork,
  }),
  'raw-socket': z.object({ family: name, type: name }),
  'host-process': z.object({ action: z.enum(['ptrace', 'signal', 'procfs', 'setns']) }),
  'host-ipc': z.object({ kind: z.enum(['shared-memory', 'semaphore', 'message-queue']) }),
  mount: z.object({ filesystem: name, target: text }),
  sysctl: z.object({
    sysctl: z
      .string()
      .max(253)
      .regex(/^[a-zA-Z0-9_-]+(\.[a-zA-Z0-9_-]+)+$/, 'must be a dotted name such as net.core.somaxconn'),
  }),
  denial: z.object({ mechanism: z.enum(['seccomp', 'apparmor', 'selinux']), what: text }),
  accept: z.object({ protocol, address: name, port, hostNetwork }),
  'unix-connect': z.object({ path: text, inside: z.boolean() }),
} as const;

export type Dimension = keyof typeof dimensions;

/** All dimensions, in their order in a profile. */
export const dimensionNames: readonly Dimension[] = Object.keys(dimensions).filter(isDimension);

export const dimension = z.enum(dimensionNames);

export function isDimension(value: unknown): value is Dimension {
  return typeof value === 'string' && Object.hasOwn(dimensions, value);
}

/**
 * How it ended and who did it: the container's own processes, a probe or a hook of the kubelet, or somebody by `kubectl exec`.
 * `entered`: put in by the container runtime, for a probe, a hook or a session; the agent can not tell which. What a session
 * does is never a need; what probes and hooks do is one, as without them the container is not ready, or killed. `terminal`: by
 * a process that has a terminal, which is of a session unless the container itself has one (`tty: true` in its spec).
 */
export const circumstances = z.object({
  outcome: z.enum(['allowed', 'refused']).default('allowed'),
  origin: z.enum(['container', 'probe', 'entered', 'terminal', 'interactive']).default('container'),
});

/** The most that one message may count of anything: sums of millions of messages still fit into 64 bits. */
export const MAX_COUNT = 2 ** 40;

const statistics = z.object({
  count: z.int().min(1).max(MAX_COUNT),
  first: timestamp,
  last: timestamp,
});

/** What identifies an item of a profile: the dimension, its fields, and the circumstances. */
export const observedItem = union(circumstances.shape);
export type ObservedItem = z.infer<typeof observedItem>;

/** An observation as it arrives: an item with how often and when it was seen in this message. */
export const observation = union({ ...circumstances.shape, ...statistics.shape });
export type Observation = z.infer<typeof observation>;

/** A discriminated union over all dimensions, each extended by `shape`. */
function union<Shape extends z.core.$ZodShape>(shape: Shape) {
  return z.discriminatedUnion('dimension', [
    member('syscall', dimensions.syscall),
    member('capability', dimensions.capability),
    member('identity', dimensions.identity),
    member('exec', dimensions.exec),
    member('file', dimensions.file),
    member('device', dimensions.device),
    member('listen', dimensions.listen),
    member('connect', dimensions.connect),
    member('raw-socket', dimensions['raw-socket']),
    member('host-process', dimensions['host-process']),
    member('host-ipc', dimensions['host-ipc']),
    member('mount', dimensions.mount),
    member('sysctl', dimensions.sysctl),
    member('denial', dimensions.denial),
    member('accept', dimensions.accept),
    member('unix-connect', dimensions['unix-connect']),
  ]);

  function member<D extends Dimension, S extends z.core.$ZodShape>(name: D, fields: z.ZodObject<S>) {
    return z.object({ dimension: z.literal(name), ...fields.shape, ...shape });
  }
}
