/** Seeded events of agents: what the benchmark of the collector reads. */

/** A generator of pseudo-random numbers in [0, 1): mulberry32. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Workloads of the fleet whose stream is read for speed. */
const WORKLOADS = 2_000;
const PODS = 5;
export const CONTAINERS = ['app', 'proxy'];
const NODES = 200;

const syscalls = Array.from({ length: 120 }, (_, n) => `call_${n}`);
const capabilities = ['NET_BIND_SERVICE', 'CHOWN', 'SETUID', 'SETGID', 'DAC_OVERRIDE', 'KILL'];
const directories = [
  '/etc',
  '/usr/lib',
  '/var/lib/app',
  '/app/node_modules',
  '/tmp',
  '/proc/self',
  '/usr/share/zoneinfo',
];

export interface Pod {
  readonly number: number;
  readonly workload: number;
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly replicaSet: string;
  readonly node: number;
}

/** The pods of so many workloads, spread over the nodes. */
export function fleet(workloads: number): readonly Pod[] {
  return Array.from({ length: workloads * PODS }, (_, n) => {
    const workload = Math.floor(n / PODS);
    const replicaSet = `service-${workload}-7d9c5b6f84`;
    const hex = n.toString(16).padStart(12, '0');
    return {
      number: n,
      workload,
      namespace: `team-${workload % 50}`,
      name: `${replicaSet}-${'bcdfghjklm'[n % 10] ?? 'b'}x2z4`,
      uid: `0d1c2b3a-0000-4000-8000-${hex}`,
      replicaSet,
      node: n % NODES,
    };
  });
}

export const pods = fleet(WORKLOADS);

/** Pods by number of their node. */
export function byNode(all: readonly Pod[]): readonly (readonly Pod[])[] {
  const nodes: Pod[][] = Array.from({ length: NODES }, () => []);
  for (const pod of all) nodes[pod.node]?.push(pod);
  return nodes;
}

/** Things that every container of a large fleet does. */
const COMMON = 12;
/** The share of what a stream tells that the same container of the same pod was seen doing before. */
const REPEATS = 0.9;

/** What a container does, in the words of the native event, and the number that it was made from. */
export type Item =
  | { readonly dimension: 'syscall'; readonly syscall: string }
  | {
      readonly dimension: 'capability';
      readonly capability: string;
      readonly granted: boolean;
      readonly uid: number;
    }
  | {
      readonly dimension: 'listen';
      readonly protocol: string;
      readonly address: string;
      readonly port: number;
      readonly hostNetwork: boolean;
    }
  | {
      readonly dimension: 'file';
      readonly path: string;
      readonly operation: 'read' | 'write';
      readonly place: string;
    }
  | {
      readonly dimension: 'connect';
      readonly protocol: string;
      readonly peer: string;
      readonly address: string;
      readonly port: number;
      readonly hostNetwork: boolean;
    };

/**
 * What the containers of the fleet do, one observation after the other: nine of ten are things that the same container of the
 * same pod was seen doing before, any of them alike. The rest are new to it: its first one, and every so often the next of what
 * its workload does, so that the pods of a workload do the same things.
 */
export class Behaviour {
  private readonly done = new Uint16Array(pods.length * CONTAINERS.length);
  private readonly newShare: number;
  private told = 0;
  private repeated = 0;

  /** For a stream of so many observations in all. */
  constructor(
    private readonly random: () => number,
    observations: number,
  ) {
    // The first thing that a container does is new whatever the dice say.
    const first = Math.min(this.done.length, observations / 2);
    this.newShare = Math.max(0, ((1 - REPEATS) * observations - first) / (observations - first));
  }

  /** What the container does next. */
  next(pod: Pod, container: number): Item & { readonly number: number } {
    const at = pod.number * CONTAINERS.length + container;
    const done = this.done[at] ?? 0;
    const isNew = done === 0 || this.random() < this.newShare;
    if (isNew) this.done[at] = done + 1;
    this.told += 1;
    if (!isNew) this.repeated += 1;
    const number = pod.workload + (isNew ? done : Math.floor(this.random() * done));
    return { ...itemNumber(number, pod.workload), number };
  }

  /** The share of repeats in what was told so far. */
  get repeats(): number {
    return this.repeated / this.told;
  }
}

function itemNumber(n: number, workload: number): Item {
  const pick = (texts: readonly string[], at: number): string => texts[at % texts.length] ?? '';
  switch (n % 5) {
    case 0:
      return { dimension: 'syscall', syscall: pick(syscalls, workload + n) };
    case 1:
      return {
        dimension: 'capability',
        capability: pick(capabilities, workload + n),
        granted: true,
        uid: workload % 4 === 0 ? 0 : 1_000 + (workload % 50),
      };
    case 2:
      return { dimension: 'listen', protocol: 'tcp', address: '0.0.0.0', port: 8000 + n, hostNetwork: false };
    case 3:
      return {
        dimension: 'file',
        path: `${pick(directories, n)}/file-${n}`,
        operation: n % 3 === 0 ? 'write' : 'read',
        place: 'root',
      };
    default:
      return {
        dimension: 'connect',
        protocol: 'tcp',
        peer: 'cluster',
        address: `10.0.${workload % 250}.${n % 30}`,
        port: 5432,
        hostNetwork: false,
      };
  }
}

export const day = '2026-03-01';

/** A time of two hours of that day, to the nanosecond. */
export function time(random: () => number): string {
  const seconds = Math.floor(random() * 3600);
  const clock = `${String(10 + Math.floor(seconds / 1800)).padStart(2, '0')}:${String(Math.floor(seconds / 60) % 60).padStart(2, '0')}:${String(seconds % 60).padStart(2, '0')}`;
  return `${day}T${clock}.${String(Math.floor(random() * 1e9)).padStart(9, '0')}Z`;
}

/** One native event with observations of a few of the pods of a node. */
export function nativeEvent(
  random: () => number,
  behaviour: Behaviour,
  node: number,
  sequence: number,
  observations: number,
  here: readonly Pod[],
): object {
  const containers = 5;
  return {
    ...envelope(random, node, sequence),
    containers: Array.from({ length: containers }, () => {
      const pod = anyOf(random, here);
      const container = random() < 0.5 ? 0 : 1;
      return {
        ...described(pod, CONTAINERS[container]),
        observations: Array.from({ length: observations / containers }, () => {
          const { number: _, ...item } = behaviour.next(pod, container);
          const first = time(random);
          return { ...item, count: 1 + Math.floor(random() * 9), first, last: first };
        }),
      };
    }),
  };
}

/** What a node's agent says of the containers of one pod, each doing all that is common: the state of a whole fleet. */
export function wholePodEvent(random: () => number, sequence: number, pod: Pod): object {
  return {
    ...envelope(random, pod.node, sequence),
    containers: CONTAINERS.map((container) => ({
      ...described(pod, container),
      observations: Array.from({ length: COMMON }, (_, number) => {
        const first = time(random);
        return { ...itemNumber(number, pod.workload), count: 1, first, last: first };
      }),
    })),
  };
}

/** One of the pods. */
export function anyOf(random: () => number, of: readonly Pod[]): Pod {
  const pod = of[Math.floor(random() * of.length)];
  if (pod === undefined) throw new Error('there are no pods');
  return pod;
}

function described(pod: Pod, container: string | undefined): object {
  return {
    namespace: pod.namespace,
    pod: { name: pod.name, uid: pod.uid },
    owner: { kind: 'ReplicaSet', name: pod.replicaSet },
    container: {
      name: container,
      image: `registry.example/service-${pod.workload}:1.0`,
      fromStart: true,
    },
  };
}

function envelope(random: () => number, node: number, sequence: number): object {
  return {
    schema: 'runtime-events/v1',
    cluster: 'bench',
    node: `node-${node}`,
    agent: {
      name: 'advisor-agent',
      version: '1.4.0',
      instance: `0d1c2b3a-1111-4000-8000-${node.toString(16).padStart(12, '0')}`,
    },
    sequence,
    sentAt: `${day}T11:59:59.${String(Math.floor(random() * 1e9)).padStart(9, '0')}Z`,
    covers: ['syscall', 'capability', 'file', 'listen', 'connect'],
  };
}

export { NODES };
