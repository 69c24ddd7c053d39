import { randomUUID } from 'node:crypto';
import { compareText } from '#libs/events';
import { byName, IngestionMetrics, readProfiles, StreamIngestion } from '#libs/ingestion';
import { createKafka, EventStream, type KafkaLogger } from '#libs/kafka';
import { itemBounds, type ProfileItem, type RuntimeProfile } from '#libs/profiles';
import { Registry } from 'prom-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { calls, listens, type Seen, TestAgent, uses, writes } from '../fixtures/runtime-events.js';
import { createTopic, kafkaBrokers } from '../services/index.js';
import { data } from './answers.js';
import { startTestService, type TestService } from './service.js';

const silent: KafkaLogger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const topic = `runtime-events-${randomUUID()}`;
/** Items that a profile keeps in a dimension. */
const most = 200;
let service: TestService;

beforeAll(async () => {
  service = await startTestService(
    {
      PROFILE_MAX_ITEMS_PER_DIMENSION: String(most),
      KAFKA_BROKERS: (await kafkaBrokers()).join(','),
      KAFKA_TOPICS: topic,
      KAFKA_GROUP_ID: topic,
      INGESTION_FLUSH_INTERVAL: '200ms',
    },
    { worker: false },
  );
});
afterAll(() => service.stop());

const numbers = (count: number) => Array.from({ length: count }, (_, n) => n);
const owner = { kind: 'ReplicaSet', name: 'web-7d9c5' };

/** What the pods of a workload do that nobody has to worry about; each does something of its own as well. */
function ordinaryPods(): readonly Seen[] {
  const pod = (name: string, own: number): Seen => ({
    pod: name,
    uid: name,
    owner,
    observations: [
      ...numbers(30).map((n) => calls(`call_${n}`)),
      calls(`only_${own}`),
      ...numbers(20).map((n) => writes(`/var/lib/web/${own}/${n}`)),
      writes('/etc/web.conf'),
      ...numbers(20).map((n) => listens(8000 + n)),
      uses('CHOWN'),
      { ...uses('X'), dimension: 'sysctl', sysctl: `net.core.web_${own}` },
    ],
  });
  const other: Seen = { ...pod('db-0', 9), owner: { kind: 'StatefulSet', name: 'db' } };
  return [pod('web-7d9c5-aaaaa', 1), pod('web-7d9c5-bbbbb', 2), other];
}

const floods: readonly (readonly [string, (n: number) => object])[] = [
  ['system calls', (n) => calls(`flood_${n}`)],
  ['ports', (n) => listens(10_000 + n)],
  ['directories at the root', (n) => writes(`/flood-${n}/file`)],
  ['paths all over the file system', (n) => writes(`/srv${n % 9}/a${n % 40}/b${n % 7}/${n}`)],
  ['mounts', (n) => writes('/file', { mount: `/mnt/${n}`, place: 'volume' })],
  ['sysctls', (n) => ({ ...calls('x'), dimension: 'sysctl', sysctl: `net.flood.${n}` })],
];
/** In a thousand different ways each. */
const FLOOD = 1_000;

function noisyPod(part: number): Seen {
  const observations = numbers(FLOOD / 4).flatMap((n) =>
    floods.map(([, observation]) => observation(part * (FLOOD / 4) + n)),
  );
  return { pod: 'web-7d9c5-noisy', uid: 'noisy', owner, observations };
}

/** The noise comes first, in between and last. */
function eventsOf(cluster: string, withNoise: boolean): readonly Record<string, unknown>[] {
  const agent = new TestAgent({ cluster });
  const noise = numbers(4).map((part) => (withNoise ? [agent.event([noisyPod(part)])] : []));
  const ordinary = ordinaryPods().map((pod) => agent.event([pod]));
  return noise.flatMap((events, n) => [...events, ordinary[n] ?? []].flat());
}

async function profileOf(cluster: string, kind: string, name: string): Promise<RuntimeProfile | undefined> {
  const workload = { cluster, namespace: 'shop', kind, name };
  const profiles = await readProfiles(service.dataSource, [workload], {}, itemBounds(most));
  return profiles.get(`${cluster}/shop/${kind}/${name}`);
}

const itemsOf = (profile: RuntimeProfile | undefined): readonly ProfileItem[] =>
  profile?.containers.flatMap(({ items }) => items) ?? [];

async function sendOverHttp(events: readonly Record<string, unknown>[]): Promise<void> {
  for (const event of events)
    await data(service.client('agent').POST('/api/v1/runtime-events', { body: event }), 202);
}

async function sendOverKafka(events: readonly object[]): Promise<void> {
  const kafka = { ...service.config.kafka, brokers: await kafkaBrokers() };
  const client = createKafka(kafka, silent);
  await createTopic(client, topic);
  const producer = client.producer();
  await producer.connect();
  await producer.send({ topic, messages: events.map((event) => ({ value: JSON.stringify(event) })) });
  await producer.disconnect();
}

/** A collector on the topic, until `until` holds. */
async function collect(metrics: IngestionMetrics, until: () => Promise<unknown>): Promise<void> {
  const { config, dataSource } = service;
  const kafka = { ...config.kafka, brokers: await kafkaBrokers() };
  const parts = { dataSource, resolver: byName, settings: config, metrics, now: () => new Date() };
  const ingestion = new StreamIngestion(parts, kafka, silent);
  const stream = new EventStream(kafka, ingestion, silent);
  ingestion.start(stream);
  stream.start();
  await expect.poll(until, { timeout: 60_000, interval: 200 }).toBe(true);
  await stream.stop();
  await ingestion.stop();
}

/** Values of a metric by dimension, in the order of their names. */
async function valueOf(
  registry: Pick<Registry, 'getSingleMetric'>,
  name: string,
): Promise<ReadonlyMap<string, number>> {
  const { values } = z
    .object({ values: z.array(z.object({ labels: z.object({ dimension: z.string() }), value: z.number() })) })
    .parse(await registry.getSingleMetric(name)?.get());
  const sums = new Map<string, number>();
  for (const { labels, value } of values) {
    sums.set(labels.dimension, (sums.get(labels.dimension) ?? 0) + value);
  }
  return new Map([...sums].sort(([a], [b]) => compareText(a, b)));
}

/** The items of all but the noisy pod: of its workload, and of another. */
async function othersOf(cluster: string): Promise<Readonly<Record<'web' | 'db', readonly ProfileItem[]>>> {
  const web = itemsOf(await profileOf(cluster, 'Deployment', 'web'));
  return {
    web: web.filter(({ onlyPod }) => onlyPod !== 'noisy'),
    db: itemsOf(await profileOf(cluster, 'StatefulSet', 'db')),
  };
}

describe('a pod that floods every dimension', () => {
  it('leaves the profiles of others whole over HTTP, item by item, and is cut itself', async () => {
    await sendOverHttp(eventsOf('http-quiet', false));
    await sendOverHttp(eventsOf('http-loud', true));
    const quiet = await othersOf('http-quiet');
    expect(quiet.web).toHaveLength(30 + 2 + 40 + 1 + 20 + 1 + 2);
    expect(await othersOf('http-loud')).toEqual(quiet);
    const loud = await profileOf('http-loud', 'Deployment', 'web');
    const ofNoisy = itemsOf(loud).filter(({ onlyPod }) => onlyPod === 'noisy');
    for (const dimension of ['syscall', 'listen', 'file', 'sysctl'] as const) {
      const kept = ofNoisy.filter(({ item }) => item.dimension === dimension);
      expect([dimension, kept.length > 0, kept.length <= most]).toEqual([dimension, true, true]);
    }
    expect(loud?.containers[0]?.coverage).toMatchObject({
      syscall: { full: true },
      listen: { full: true },
      capability: { full: false },
    });
    const registry = service.api.get(Registry);
    expect(await valueOf(registry, 'ingestion_noisy_pods_total')).toEqual(
      new Map([
        ['file', 1],
        ['listen', 1],
        ['syscall', 1],
        ['sysctl', 1],
      ]),
    );
    const cut = await valueOf(registry, 'ingestion_cut_items_total');
    expect([...cut.keys()]).toEqual(['file', 'listen', 'syscall', 'sysctl']);
  });

  it('leaves them whole over Kafka', async () => {
    await sendOverKafka([...eventsOf('kafka-quiet', false), ...eventsOf('kafka-loud', true)]);
    const registry = new Registry();
    const all = eventsOf('', false).length + eventsOf('', true).length;
    await collect(new IngestionMetrics(registry), async () => {
      const found = await service.dataSource.query(
        `SELECT next_offset::integer AS next FROM kafka_offsets WHERE group_id = $1`,
        [topic],
      );
      return found[0]?.next === all;
    });
    expect(await othersOf('kafka-loud')).toEqual(await othersOf('kafka-quiet'));
    expect(await othersOf('kafka-loud')).toEqual(await othersOf('http-quiet'));
    expect((await valueOf(registry, 'ingestion_noisy_pods_total')).get('syscall')).toBe(1);
  });

  it.each(floods)('with %s alone leaves them whole', async (name, observation) => {
    const cluster = `one-${name.replaceAll(' ', '-')}`;
    const agent = new TestAgent({ cluster });
    const observations = numbers(FLOOD).map(observation);
    const noisy = agent.event([{ pod: 'web-7d9c5-noisy', uid: 'noisy', owner, observations }]);
    await sendOverHttp([...ordinaryPods().map((pod) => agent.event([pod])), noisy]);
    expect(await othersOf(cluster)).toEqual(await othersOf('http-quiet'));
  });
});
