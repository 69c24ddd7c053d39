import { seededRandom } from '../data/advisor/worlds.js';
import { calls, falcoRead, listens, TestAgent, uses, writes } from '../fixtures/runtime-events.js';

/** Native events, told apart by node, and alerts of falcosidekick, which have no key. */
export type Format = 'native' | 'falco';

export interface Message {
  readonly format: Format;
  readonly partition: number;
  readonly key: string | null;
  readonly value: string;
}

export interface Stream {
  /** In the order in which they are sent. */
  readonly messages: readonly Message[];
  /** Keys of the messages that nobody can read; each stands in one message alone. */
  readonly malformed: readonly string[];
}

const malformedShare = 0.01;
const repeatedShare = 0.05;
/** A repeat comes at most so many events later: often after what it repeats was stored, often by another process. */
const latestRepeat = 5_000;

/** The limit that the collectors are given, in bytes. */
export const largestMessage = 16 * 1024;

const nodes = 30;
const pods = 600;
const podsOfWorkload = 5;

/**
 * A stream of events of a whole cluster: many repeats of what was seen before, crowded directories, several days, lost
 * events, agents that start anew; 1 % of the messages malformed, 5 % sent twice. The same seed gives the same stream.
 */
export function createStream(events: number, seed: number, partitions: number): Stream {
  const random = seededRandom(seed);
  const upTo = (limit: number): number => Math.floor(random() * limit);
  const agents = Array.from({ length: nodes }, (_, node) => agentOf(node, 0));
  const messages: Message[] = [];
  const repeats = new Map<number, Message[]>();
  const malformed: string[] = [];
  for (let n = 0; n < events; n += 1) {
    messages.push(...(repeats.get(n) ?? []));
    repeats.delete(n);
    const format: Format = random() < 0.5 ? 'native' : 'falco';
    if (random() < malformedShare) {
      const key = `malformed-${n}`;
      malformed.push(key);
      messages.push({ format, partition: upTo(partitions), key, value: malformedValue(format, upTo(4), n) });
      continue;
    }
    const node = upTo(nodes);
    if (format === 'native' && random() < 0.001) agents[node] = agentOf(node, n);
    const message: Message =
      format === 'native'
        ? {
            format,
            partition: node % partitions,
            key: `prod/node-${node}`,
            value: JSON.stringify(nativeEvent(agents[node], node, upTo, n)),
          }
        : {
            format,
            partition: upTo(partitions),
            key: null,
            value: JSON.stringify(alert(upTo, n)),
          };
    if (random() < repeatedShare) {
      const at = n + 1 + upTo(latestRepeat);
      // A producer without a key sends a repeat anywhere.
      const partition = message.key === null ? upTo(partitions) : message.partition;
      repeats.set(at, [...(repeats.get(at) ?? []), { ...message, partition }]);
    }
    messages.push(message);
  }
  messages.push(...[...repeats.values()].flat());
  return { messages, malformed };
}

function agentOf(node: number, start: number): TestAgent {
  return new TestAgent({ node: `node-${node}`, instance: uuidOf(1, node * 1_000_000 + start) });
}

function uuidOf(kind: number, n: number): string {
  return `0d1c2b3a-000${kind}-4000-8000-${n.toString(16).padStart(12, '0')}`;
}

function nativeEvent(
  agent: TestAgent | undefined,
  node: number,
  upTo: (limit: number) => number,
  n: number,
): object | undefined {
  const day = `2026-03-0${1 + upTo(3)}`;
  const at = (): object => {
    const time = `${day}T1${upTo(2)}:${10 + upTo(50)}:${10 + upTo(50)}.${String(n).padStart(9, '0')}Z`;
    return { count: 1 + upTo(9), first: time, last: time };
  };
  const observation = (): object => {
    switch (upTo(4)) {
      case 0:
        return calls(`call_${upTo(40)}`, at());
      case 1:
        return listens(8_000 + upTo(10), at());
      case 2:
        return uses(['CHOWN', 'KILL', 'NET_BIND_SERVICE', 'SETUID'][upTo(4)] ?? '', at());
      default:
        return writes(`/data/${upTo(4)}/${upTo(80)}`, at());
    }
  };
  const podOfNode = node + nodes * upTo(pods / nodes);
  const name = `app-${podOfNode % (pods / podsOfWorkload)}-7d9c5`;
  return agent?.event(
    [
      {
        pod: `${name}-${letters(String(podOfNode).padStart(5, '0'))}`,
        uid: uuidOf(2, podOfNode),
        owner: { kind: 'ReplicaSet', name },
        observations: Array.from({ length: 1 + upTo(4) }, observation),
      },
    ],
    { sentAt: `${day}T23:00:00Z`, ...(upTo(200) === 0 ? { lost: { file: 1 + upTo(9) } } : {}) },
  );
}

/** Digits as letters that Kubernetes puts at the end of the names of pods. */
function letters(digits: string): string {
  return digits.replaceAll(/\d/g, (digit) => 'bcdfghjklm'[Number(digit)] ?? 'b');
}

function alert(upTo: (limit: number) => number, n: number): ReturnType<typeof falcoRead> {
  return falcoRead('alerts', uuidOf(3, n), {
    pod: `bare-${upTo(40)}`,
    path: `/srv/${upTo(5)}/${upTo(60)}`,
    time: `2026-03-0${1 + upTo(3)}T10:20:00.${String(n).padStart(9, '0')}Z`,
  });
}

function malformedValue(format: Format, kind: number, n: number): string {
  switch (kind) {
    case 0:
      return '';
    case 1:
      return `{"broken": ${n}`;
    case 2:
      return JSON.stringify({ tooLarge: 'x'.repeat(largestMessage), n });
    default:
      return JSON.stringify(format === 'native' ? nativeWithoutPods(n) : alertWithoutContainer(n));
  }
}

function nativeWithoutPods(n: number): object {
  return new TestAgent({ instance: uuidOf(4, n) }).event([{ pod: '', observations: [] }]);
}

function alertWithoutContainer(n: number): object {
  const sent = falcoRead('alerts', uuidOf(5, n));
  return { ...sent, output_fields: { ...sent.output_fields, 'container.name': null, 'container.id': null } };
}
