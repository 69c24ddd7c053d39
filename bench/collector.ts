/**
 * Speed and memory of the collector: a real broker, a real Postgres, one run. Prints JSON Lines. The ratios are of CPU seconds
 * per observation, the limit's divided by the collector's, as wall clock says little on a shared machine.
 */
import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createKafka, type KafkaLogger } from '#libs/kafka';
import { createDataSource, migrate } from '#libs/persistence';
import { loadConfig } from '#libs/platform';
import kafkajs from 'kafkajs';
import { z } from 'zod';
import { startKafka } from '../test/services/kafka.js';
import { startTestPostgres } from '../test/services/postgres.js';
import { benchArguments } from './arguments.js';
import {
  Behaviour,
  byNode,
  fleet,
  NODES,
  nativeEvent,
  pods,
  seeded,
  wholePodEvent,
} from './collector/generate.js';
import { tetragonEvent } from './collector/tetragon.js';

benchArguments(`Usage: npm run bench:collector

Measures the collector on a real broker and a real Postgres, beside a bare kafkajs consumer that parses the same messages.
Prints JSON Lines {"figure", "value", "unit"}; takes some minutes.

  BENCH_OBSERVATIONS   observations in batches (1000000)
  BENCH_SINGLE_EVENTS  events of Tetragon, one a message (500000)
  BENCH_LARGE_FLEET    workloads of ten containers each whose state is held at a time (15000)
`);

const PARTITIONS = 8;
const OBSERVATIONS = Number(process.env['BENCH_OBSERVATIONS'] ?? 1_000_000);
const SINGLE_EVENTS = Number(process.env['BENCH_SINGLE_EVENTS'] ?? 500_000);
/** Workloads of which the collector holds the state of every container: 150,000 of them, five pods of two each. */
const LARGE_FLEET = Number(process.env['BENCH_LARGE_FLEET'] ?? 15_000);
const PER_MESSAGE = 50;
/**
 * Of Node, for the collector: those of the chart (deploy/helm), and what its share for old objects is in a container of 1 GiB.
 * How V8 collects garbage decides over processor time and memory. The bare consumer has none; what it costs with these is
 * told beside it.
 */
const FLAGS = [
  '--max-old-space-size=768',
  '--initial-old-space-size=192',
  '--max-semi-space-size=16',
  '--min-semi-space-size=16',
  '--single-threaded-gc',
  '--no-incremental-marking',
  '--no-allocation-site-pretenuring',
];
/** How often limit and collector are measured, one after the other. */
const TURNS = 3;
/** How many times as much is read to see whether memory grows. */
const GROWTH = 5;
const silent: KafkaLogger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

function print(figure: string, value: number | null, unit: string, reason?: string): void {
  const rounded = value === null ? null : Number(value.toPrecision(4));
  process.stdout.write(
    `${JSON.stringify({ figure, value: rounded, unit, ...(reason === undefined ? {} : { reason }) })}\n`,
  );
}

const memory = z.object({ rss: z.number(), live: z.number() });
const measured = z.object({ cpu: z.number(), wall: z.number(), atEnd: memory, ofFirst: memory });
type Measured = z.infer<typeof measured>;

const broker = await startKafka();
const postgres = await startTestPostgres();
const folder = mkdtempSync(join(tmpdir(), 'bench-collector-'));
const topicSettings = join(folder, 'topics.yaml');
writeFileSync(
  topicSettings,
  'topics: { single-events: { format: tetragon, covers: [capability, exec, file, connect] } }\n',
);
const TOPICS = ['native-batches', 'single-events', 'large-fleet'] as const;

const environment = (topic: (typeof TOPICS)[number], databaseUrl: string) => ({
  DATABASE_URL: databaseUrl,
  KAFKA_BROKERS: broker.plain,
  KAFKA_TOPICS: topic,
  KAFKA_GROUP_ID: randomUUID(),
  ...(topic === 'single-events' ? { KAFKA_TOPIC_SETTINGS_FILE: topicSettings } : {}),
});

async function measure(
  mode: 'limit' | 'collector',
  topic: (typeof TOPICS)[number],
  messages: number,
  { first = messages, flags = FLAGS }: { readonly first?: number; readonly flags?: readonly string[] } = {},
): Promise<Measured> {
  const databaseUrl = await postgres.createDatabase(`bench_${randomUUID().replaceAll('-', '')}`);
  const settings = loadConfig(environment(topic, databaseUrl));
  const dataSource = await createDataSource(settings.database).initialize();
  await migrate(dataSource);
  await dataSource.destroy();
  const child = fork(fileURLToPath(new URL('collector/consume.js', import.meta.url)), {
    env: {
      ...process.env,
      ...environment(topic, databaseUrl),
      BENCH_MODE: mode,
      BENCH_MESSAGES: String(messages),
      BENCH_FIRST: String(first),
    },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    execArgv: [...process.execArgv, ...flags],
  });
  return new Promise((resolve, reject) => {
    child.once('message', (message) => resolve(measured.parse(message)));
    child.once('exit', (code) => reject(new Error(`the measured process ended with ${code}`)));
  });
}

interface Produced {
  readonly partition: number;
  readonly key: string;
  readonly value: string;
}

/** Writes so many messages to a topic, in the order in which they are made. */
async function produce(topic: (typeof TOPICS)[number], total: number, next: () => Produced): Promise<void> {
  const { kafka } = loadConfig(environment(topic, postgres.url));
  const client = createKafka({ ...kafka, brokers: [broker.plain] }, silent);
  const admin = client.admin();
  await admin.connect();
  const topics = [{ topic, numPartitions: PARTITIONS }];
  if (!(await admin.listTopics()).includes(topic)) await admin.createTopics({ topics, waitForLeaders: true });
  await admin.disconnect();
  const producer = client.producer();
  await producer.connect();
  for (let at = 0; at < total; at += 500) {
    const messages = Array.from({ length: Math.min(500, total - at) }, next);
    await producer.send({ topic, messages, compression: kafkajs.CompressionTypes.LZ4 });
  }
  await producer.disconnect();
}

/**
 * The limit and the collector on the same topic, in turns, of which the middle one counts: others may use the machine. `name`
 * is the middle of the figures' names. Returns the largest resident set of a collector.
 */
async function compare(
  name: string,
  topic: (typeof TOPICS)[number],
  messages: number,
  observations: number,
  unit: string,
): Promise<number> {
  const limits: Measured[] = [];
  const limitsWithFlags: Measured[] = [];
  const collectors: Measured[] = [];
  for (let turn = 0; turn < TURNS; turn += 1) {
    limits.push(await measure('limit', topic, messages, { flags: [] }));
    limitsWithFlags.push(await measure('limit', topic, messages));
    collectors.push(await measure('collector', topic, messages));
  }
  const [limit, limitWithFlags, collector] = [middle(limits), middle(limitsWithFlags), middle(collectors)];
  const rss = Math.max(...collectors.map(({ atEnd }) => atEnd.rss));
  print(`collector.${name}.ratio`, limit.cpu / collector.cpu, 'ratio');
  print(`collector.${name}.ratio_of_same_flags`, limitWithFlags.cpu / collector.cpu, 'ratio');
  print(`collector.${name}.limit_cpu`, (limit.cpu / observations) * 1e6, `us/${unit}`);
  print(`collector.${name}.limit_of_same_flags_cpu`, (limitWithFlags.cpu / observations) * 1e6, `us/${unit}`);
  print(`collector.${name}.cpu`, (collector.cpu / observations) * 1e6, `us/${unit}`);
  print(`collector.${name}.limit_rate`, observations / limit.wall, `${unit}s/s`);
  print(`collector.${name}.rate`, observations / collector.wall, `${unit}s/s`);
  print(`collector.${name}.peak_rss_mb`, megabytes(rss), 'MB');
  return rss;
}

/** That of which the CPU time is in the middle. */
function middle(all: readonly Measured[]): Measured {
  const found = all.toSorted((a, b) => a.cpu - b.cpu)[Math.floor(all.length / 2)];
  if (found === undefined) throw new RangeError('nothing was measured');
  return found;
}

function megabytes(bytes: number): number {
  return bytes / 1024 ** 2;
}

const here = byNode(pods);
const sequences = Array.from({ length: NODES }, () => 0);

function nextSequence(node: number): number {
  const sequence = sequences[node] ?? 0;
  sequences[node] = sequence + 1;
  return sequence;
}

/** Writes the native batches: the same observations each time, in new events. */
async function produceBatches(batches: number): Promise<Behaviour> {
  const random = seeded(1);
  const behaviour = new Behaviour(random, batches * PER_MESSAGE);
  let batch = 0;
  await produce('native-batches', batches, () => {
    const node = batch % NODES;
    batch += 1;
    const event = nativeEvent(random, behaviour, node, nextSequence(node), PER_MESSAGE, here[node] ?? []);
    return { partition: node % PARTITIONS, key: `bench/node-${node}`, value: JSON.stringify(event) };
  });
  return behaviour;
}

try {
  const batches = Math.ceil(OBSERVATIONS / PER_MESSAGE);
  print('collector.batch.repeats', (await produceBatches(batches)).repeats, 'ratio');
  const ofBatches = await compare('batch', 'native-batches', batches, OBSERVATIONS, 'observation');

  let event = 0;
  const random = seeded(2);
  const behaviour = new Behaviour(random, SINGLE_EVENTS);
  await produce('single-events', SINGLE_EVENTS, () => {
    event += 1;
    return {
      partition: event % PARTITIONS,
      key: '',
      value: JSON.stringify(tetragonEvent(random, behaviour)),
    };
  });
  print('collector.single.repeats', behaviour.repeats, 'ratio');
  const ofSingle = await compare('single', 'single-events', SINGLE_EVENTS, SINGLE_EVENTS, 'event');
  print('collector.peak_rss_mb', megabytes(Math.max(ofBatches, ofSingle)), 'MB');

  for (let time = 1; time < GROWTH; time += 1) await produceBatches(batches);
  const longer = (flags: readonly string[]): Promise<Measured> =>
    measure('collector', 'native-batches', batches * GROWTH, { first: batches, flags });
  const asItRuns = await longer(FLAGS);
  print('collector.rss_growth_mb', megabytes(asItRuns.atEnd.rss - asItRuns.ofFirst.rss), 'MB');
  // The resident set also has the garbage that is not collected yet, which goes up and down by tens of megabytes.
  const collected = await longer([...FLAGS, '--expose-gc']);
  print('collector.live_growth_mb', megabytes(collected.atEnd.live - collected.ofFirst.live), 'MB');

  const large = fleet(LARGE_FLEET);
  await produce('large-fleet', large.length, () => {
    const pod = large[event % large.length];
    event += 1;
    if (pod === undefined) throw new Error('there are no pods');
    const value = JSON.stringify(wholePodEvent(random, nextSequence(pod.node), pod));
    return { partition: pod.node % PARTITIONS, key: `bench/node-${pod.node}`, value };
  });
  const resident = await measure('collector', 'large-fleet', large.length);
  print('collector.state_150k.rss_mb', megabytes(resident.atEnd.rss), 'MB');
} finally {
  await broker.stop();
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
}
