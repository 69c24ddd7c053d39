import type { SourceSettings } from '#libs/events';
import { randomUUID } from 'node:crypto';
import {
  createKafka,
  EventStream,
  type KafkaLogger,
  type KafkaSettings,
  MessageWriter,
  type PartitionOffset,
  unpackBatch,
} from '#libs/kafka';
import { createDataSource, rows } from '#libs/persistence';
import { type Config, loadConfig } from '#libs/platform';
import { itemBounds } from '#libs/profiles';
import type { Admin, Producer } from 'kafkajs';
import { Client } from 'pg';
import { Registry } from 'prom-client';
import type { DataSource } from 'typeorm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { auditSession, auditUse } from '../../../../test/fixtures/audit-events.js';
import {
  calls,
  falcoRead,
  TestAgent,
  tetragonCapability,
  writes,
} from '../../../../test/fixtures/runtime-events.js';
import { observedCount } from '../../../../test/fixtures/observed-count.js';
import { createDatabase, createTopic, kafkaBrokers, startKafka } from '../../../../test/services/index.js';
import { DeadLetterRelay } from '../dead-letter-relay.js';
import { IngestionMetrics } from '../ingestion-metrics.js';
import { readProfiles } from '../profiles/read-profiles.js';
import { byName } from '../workload-resolver.js';
import { StreamIngestion } from './stream-ingestion.js';

const silent: KafkaLogger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const soon = { timeout: 30_000, interval: 100 };

let databaseUrl: string;
let dataSource: DataSource;
let producer: Producer;
const cleanUp: (() => Promise<void>)[] = [];

/** Settings of one topic and group of its own. */
async function setUp(
  partitions = 1,
  own?: readonly string[],
): Promise<Config & { readonly kafka: KafkaSettings }> {
  const topic = `runtime-events-${randomUUID()}`;
  const brokers = own ?? (await kafkaBrokers());
  const config = loadConfig({
    DATABASE_URL: databaseUrl,
    KAFKA_BROKERS: brokers.join(','),
    KAFKA_TOPICS: topic,
    KAFKA_GROUP_ID: `group-${topic}`,
    INGESTION_FLUSH_INTERVAL: '100ms',
  });
  const kafka = { ...config.kafka, brokers };
  await createTopic(createKafka(kafka, silent), topic, partitions);
  return { ...config, kafka };
}

function topicOf({ kafka }: { readonly kafka: KafkaSettings }): string {
  return kafka.topics[0] ?? '';
}

interface Collector {
  readonly ingestion: StreamIngestion;
  readonly stream: EventStream;
  stop(): Promise<void>;
  /** As a process would end by SIGKILL: nothing more is stored. */
  vanish(): Promise<void>;
}

function collect(
  config: Config & { readonly kafka: KafkaSettings },
  registry = new Registry(),
  sources: ReadonlyMap<string, SourceSettings> = new Map(),
  own = dataSource,
): Collector {
  const parts = {
    dataSource: own,
    resolver: byName,
    settings: config,
    metrics: new IngestionMetrics(registry),
    now: () => new Date('2026-03-02T00:00:00Z'),
  };
  const ingestion = new StreamIngestion(parts, config.kafka, silent, sources);
  const stream = new EventStream(config.kafka, ingestion, silent);
  ingestion.start(stream);
  stream.start();
  const stop = async (): Promise<void> => {
    await stream.stop();
    await ingestion.stop();
  };
  cleanUp.push(stop);
  return { ingestion, stream, stop, vanish: () => stream.stop() };
}

async function produce(
  config: { readonly kafka: KafkaSettings },
  messages: readonly (object | string | null)[],
  partition = 0,
): Promise<void> {
  await producer.send({
    topic: topicOf(config),
    messages: messages.map((message) => ({
      partition,
      value: message === null || typeof message === 'string' ? message : JSON.stringify(message),
    })),
  });
}

const countOf = (namespace: string): Promise<number> => observedCount(dataSource, namespace);

function offsetsOf(config: { readonly kafka: KafkaSettings }): Promise<number[]> {
  return rows(
    dataSource,
    z.object({ next: z.int() }).transform(({ next }) => next),
    `SELECT next_offset::integer AS next FROM kafka_offsets WHERE group_id = $1 ORDER BY partition`,
    [config.kafka.groupId],
  );
}

function deadLettersOf(config: {
  readonly kafka: KafkaSettings;
}): Promise<(readonly [number, string, string | null])[]> {
  return rows(
    dataSource,
    z
      .object({ at: z.int(), reason: z.string(), value: z.string().nullable() })
      .transform(({ at, reason, value }) => [at, reason, value] as const),
    `SELECT message_offset::integer AS at, reason, convert_from(message_value, 'UTF8') AS value
     FROM dead_letters WHERE topic = $1 ORDER BY message_offset`,
    [topicOf(config)],
  );
}

const seen = (namespace: string, count = 1) => [
  { namespace, pod: 'web', observations: [calls('read', { count })] },
];

beforeAll(async () => {
  databaseUrl = await createDatabase();
  const config = loadConfig({ DATABASE_URL: databaseUrl });
  dataSource = await createDataSource(config.database).initialize();
  const settings = { ...config.kafka, brokers: await kafkaBrokers() };
  producer = createKafka(settings, silent).producer();
  await producer.connect();
});
afterEach(async () => {
  for (const each of cleanUp.splice(0).reverse()) await each();
});
afterAll(async () => {
  await producer.disconnect();
  await dataSource.destroy();
});

describe('a topic of runtime events', () => {
  it('becomes profiles, and its offsets are stored with them', async () => {
    const config = await setUp(2);
    const [one, other] = [new TestAgent(), new TestAgent()];
    await produce(config, [one.event(seen('topic')), one.event(seen('topic'))], 0);
    await produce(
      config,
      [other.event(seen('topic', 5)), [other.event(seen('topic')), other.event(seen('topic'))]],
      1,
    );
    collect(config);
    await expect.poll(() => countOf('topic'), soon).toBe(9);
    expect(await offsetsOf(config)).toEqual([2, 2]);
  });

  it('carries what its settings say: the format, and the cluster and the coverage that messages do not name', async () => {
    const config = await setUp();
    const capability = tetragonCapability('declared', 'NET_BIND_SERVICE');
    await produce(config, [capability, new TestAgent().event(seen('declared'))]);
    const source = { format: 'tetragon', cluster: 'prod', covers: ['capability'] } as const;
    collect(config, new Registry(), new Map([[topicOf(config), source]]));
    await expect.poll(() => offsetsOf(config), soon).toEqual([2]);
    const workload = { cluster: 'prod', namespace: 'declared', kind: 'Pod', name: 'web' };
    const profiles = await readProfiles(dataSource, [workload], {}, itemBounds(2000));
    const [container] = profiles.get('prod/declared/Pod/web')?.containers ?? [];
    expect(container?.items.map(({ item }) => item)).toMatchObject([
      { dimension: 'capability', capability: 'NET_BIND_SERVICE', granted: true },
    ]);
    expect(Object.keys(container?.coverage ?? {})).toEqual(['capability']);
    expect(await deadLettersOf(config)).toEqual([[1, 'unknown-format', expect.any(String)]]);
  });

  it('has no times after its messages: those of a clock that is ahead become the time at which they were written', async () => {
    const config = await setUp();
    const registry = new Registry();
    const agent = new TestAgent({ cluster: 'skewed' });
    const send = async (time: string, written: string) => {
      const observations = [calls('read', { first: time, last: time })];
      const value = JSON.stringify(
        agent.event([{ namespace: 'skewed', pod: 'web', observations }], { sentAt: time }),
      );
      await producer.send({
        topic: topicOf(config),
        messages: [{ partition: 0, value, timestamp: String(Date.parse(written)) }],
      });
    };
    const read = async (messages: number) => {
      await expect.poll(() => offsetsOf(config), soon).toEqual([messages]);
      const workload = { cluster: 'skewed', namespace: 'skewed', kind: 'Pod', name: 'web' };
      const profiles = await readProfiles(dataSource, [workload], {}, itemBounds(2000));
      const [container] = profiles.get('skewed/skewed/Pod/web')?.containers ?? [];
      const { count, first, last, days } = container?.items[0]?.seen ?? {};
      const ahead = await registry.getSingleMetric('ingestion_clock_ahead_events_total')?.get();
      return { count, first, last, days, ahead: ahead?.values.map(({ value }) => value) };
    };
    collect(config, registry);
    await send('2026-02-20T10:00:00Z', '2026-03-01T10:00:00Z');
    await send('2026-03-01T10:04:59Z', '2026-03-01T10:00:00Z');
    const early = '2026-02-20T10:00:00.000000000Z';
    expect(await read(2)).toEqual({
      count: 2,
      first: early,
      last: '2026-03-01T10:04:59.000000000Z',
      days: 2,
      ahead: [],
    });
    await send('2099-01-01T00:00:00Z', '2026-03-01T11:00:00.123Z');
    expect(await read(3)).toEqual({
      count: 3,
      first: early,
      last: '2026-03-01T11:00:00.123000000Z',
      days: 2,
      ahead: [1],
    });
    // Written by the same clock: nothing was written after it was read.
    await send('2026-03-03T00:00:00Z', '2026-03-03T00:00:00Z');
    expect(await read(4)).toEqual({
      count: 4,
      first: early,
      last: '2026-03-02T00:00:00.000000000Z',
      days: 3,
      ahead: [2],
    });
  });

  it('of audit events brings sessions and uses once, whoever is killed and whatever comes twice', async () => {
    const config = await setUp(2);
    const source = new Map([[topicOf(config), { cluster: 'audited' }]]);
    const times = { from: '2026-03-01T10:00:00Z', to: '2026-03-01T10:05:00Z' };
    const events = Array.from({ length: 40 }, (_, n) =>
      n % 2 === 0 ? auditSession({ pod: `web-${n % 4}`, ...times }) : auditUse({ pod: 'web-0' }),
    );
    const list = (items: readonly object[]) => ({
      kind: 'EventList',
      apiVersion: 'audit.k8s.io/v1',
      items,
    });
    const stored = () =>
      rows(
        dataSource,
        z.object({ what: z.string(), count: z.int() }),
        `SELECT pod AS what, count::integer FROM runtime_interactions WHERE cluster = 'audited'
         UNION ALL SELECT resource, allowed::integer FROM runtime_service_account_uses WHERE cluster = 'audited'
         ORDER BY 1`,
      );
    await produce(config, [...events.slice(0, 20), list(events.slice(10, 30))], 0);
    const first = collect(config, new Registry(), source);
    await expect.poll(stored, soon).not.toEqual([]);
    await first.vanish();
    await produce(config, [list(events.slice(25)), ...events.slice(0, 5), 'not json'], 1);
    collect(config, new Registry(), source);
    await expect.poll(() => offsetsOf(config), soon).toEqual([21, 7]);
    expect(await stored()).toEqual([
      { what: 'configmaps', count: 20 },
      { what: 'web-0', count: 10 },
      { what: 'web-2', count: 10 },
    ]);
  });

  /** What Kafka believes was read of the topic. */
  async function setKafkaOffset(config: { readonly kafka: KafkaSettings }, offset: number): Promise<void> {
    const admin = createKafka(config.kafka, silent).admin();
    await admin.connect();
    await admin.setOffsets({
      groupId: config.kafka.groupId,
      topic: topicOf(config),
      partitions: [{ partition: 0, offset: String(offset) }],
    });
    await admin.disconnect();
  }

  // In the second case nothing comes with which the stream would notice: so it is after a backup was restored.
  it.each([3, 4])(
    'is read on by the next process where the last one stored, not where Kafka thinks: at %i',
    async (believed) => {
      const config = await setUp();
      const [agent, namespace] = [new TestAgent(), `restart-${believed}`];
      await produce(config, [agent.event(seen(namespace)), agent.event(seen(namespace))]);
      const first = collect(config);
      await expect.poll(() => countOf(namespace), soon).toBe(2);
      await first.stop();
      await setKafkaOffset(config, believed);
      await produce(config, [agent.event(seen(namespace, 10)), agent.event(seen(namespace, 100))]);
      collect(config);
      await expect.poll(() => countOf(namespace), soon).toBe(112);
      expect(await offsetsOf(config)).toEqual([4]);
    },
  );

  it('is read from its beginning if none of it is stored, whatever Kafka thinks', async () => {
    const config = await setUp();
    const agent = new TestAgent();
    await produce(config, [agent.event(seen('unread')), agent.event(seen('unread', 10))]);
    await setKafkaOffset(config, 2);
    collect(config);
    await expect.poll(() => countOf('unread'), soon).toBe(11);
    expect(await offsetsOf(config)).toEqual([2]);
  });

  it('is not stopped by messages that are malformed: they are kept with their bytes and the reason', async () => {
    const config = await setUp();
    const agent = new TestAgent();
    const wrong = agent.event([
      { namespace: 'letters', pod: 'web', observations: [calls('read'), calls('NO')] },
    ]);
    await produce(config, [
      agent.event(seen('letters')),
      'not json',
      wrong,
      { hello: 'world' },
      null,
      agent.event(seen('letters')),
    ]);
    collect(config);
    await expect.poll(() => countOf('letters'), soon).toBe(2);
    expect(await deadLettersOf(config)).toEqual([
      [1, 'not-json', 'not json'],
      [2, 'invalid', JSON.stringify(wrong)],
      [3, 'unknown-format', '{"hello":"world"}'],
      [4, 'empty', null],
    ]);
    const mistakes = await rows(
      dataSource,
      z.object({ mistakes: z.array(z.object({ pointer: z.string() })) }),
      `SELECT mistakes FROM dead_letters WHERE topic = $1 AND message_offset = 2`,
      [topicOf(config)],
    );
    expect(mistakes).toEqual([{ mistakes: [{ pointer: '/containers/0/observations/1/syscall' }] }]);
  });

  it('may hold an event twice: it is counted once', async () => {
    const config = await setUp();
    const agent = new TestAgent();
    const event = agent.event(seen('twice'));
    await produce(config, [event, agent.event(seen('twice')), event, event]);
    const registry = new Registry();
    const collector = collect(config, registry);
    await expect.poll(() => offsetsOf(config), soon).toEqual([4]);
    // What is stored is counted a moment after it can be seen.
    await collector.stop();
    expect(await countOf('twice')).toBe(2);
    const { values } = (await registry.getSingleMetric('ingestion_messages_total')?.get()) ?? { values: [] };
    const counted = values.map(({ labels, value }) => [labels['outcome'], labels['reason'], value] as const);
    // An assignment may have the broker send messages again that were taken: that is no event held twice.
    expect(counted.filter(([, reason]) => reason !== 'already-read')).toEqual([
      ['ok', '', 2],
      ['drop', 'duplicate', 2],
    ]);
  });

  it('may hold what is left out: each is counted with its reason, also within a message', async () => {
    const config = await setUp();
    const [seen, unclear, onNode] = [
      falcoRead('left-out', 'a'),
      { ...falcoRead('left-out', 'b'), output_fields: { 'container.id': '0123456789ab' } },
      { ...falcoRead('left-out', 'c'), output_fields: { 'container.id': 'host' } },
    ];
    await produce(config, [
      onNode,
      JSON.stringify([onNode, seen, unclear]),
      JSON.stringify([onNode, onNode]),
    ]);
    const registry = new Registry();
    const collector = collect(config, registry, new Map([[topicOf(config), { cluster: 'prod' }]]));
    await expect.poll(() => offsetsOf(config), soon).toEqual([3]);
    await collector.stop();
    const { values } = (await registry.getSingleMetric('ingestion_messages_total')?.get()) ?? { values: [] };
    const counted = values.map(({ labels, value }) => [labels['outcome'], labels['reason'], value] as const);
    expect(counted.filter(([, reason]) => reason !== 'already-read')).toEqual([
      ['drop', 'not-relevant', 4],
      ['drop', 'incomplete', 1],
      ['ok', '', 1],
    ]);
  });

  it('that was deleted and made anew is read from its start', async () => {
    const config = await setUp();
    const agent = new TestAgent();
    await produce(
      config,
      Array.from({ length: 5 }, () => agent.event(seen('anew'))),
    );
    const first = collect(config);
    await expect.poll(() => offsetsOf(config), soon).toEqual([5]);
    await first.stop();
    const kafka = createKafka(config.kafka, silent);
    const admin = kafka.admin();
    await admin.connect();
    await admin.deleteTopics({ topics: [topicOf(config)] });
    await expect.poll(async () => (await admin.listTopics()).includes(topicOf(config)), soon).toBe(false);
    await admin.disconnect();
    await createTopic(kafka, topicOf(config));
    await produce(config, [agent.event(seen('anew', 10)), agent.event(seen('anew', 100))]);
    collect(config);
    await expect.poll(() => countOf('anew'), soon).toBe(115);
    expect(await offsetsOf(config)).toEqual([2]);
  });
});

describe('a log that has lost its end', () => {
  it('is read on from where it ends now, and what is left of it counts once', async () => {
    const config = await setUp();
    const agent = new TestAgent();
    await produce(config, [agent.event(seen('truncated')), agent.event(seen('truncated'))]);
    const first = collect(config);
    await expect.poll(() => offsetsOf(config), soon).toEqual([2]);
    await first.stop();
    // As if eight more had been read from a broker that is no longer there.
    await dataSource.query(
      `UPDATE kafka_offsets SET next_offset = 10, written_at = written_at + interval '1 second' WHERE group_id = $1`,
      [config.kafka.groupId],
    );
    const registry = new Registry();
    collect(config, registry);
    await expect.poll(() => offsetsOf(config), soon).toEqual([2]);
    expect(await countOf('truncated')).toBe(2);
    await expect
      .poll(async () => {
        const metric = await registry.getSingleMetric('ingestion_truncated_partitions_total')?.get();
        return metric?.values.map(({ value }) => value);
      }, soon)
      .toEqual([1]);
    await produce(config, [agent.event(seen('truncated', 10))]);
    await expect.poll(() => countOf('truncated'), soon).toBe(12);
    expect(await offsetsOf(config)).toEqual([3]);
  });
});

describe('a topic that is read from its end on', () => {
  const fromItsEnd = async () => {
    const config = await setUp();
    return { ...config, kafka: { ...config.kafka, fromBeginning: false } };
  };
  const withAdmin = async (work: (admin: Admin) => Promise<unknown>) => {
    const admin = createKafka({ ...(await setUp()).kafka }, silent).admin();
    await admin.connect();
    try {
      await work(admin);
    } finally {
      await admin.disconnect();
    }
  };

  it('leaves out what was written before the first start, and nothing that comes after it', async () => {
    const config = await fromItsEnd();
    const agent = new TestAgent();
    await produce(config, [agent.event(seen('from-end')), agent.event(seen('from-end'))]);
    const first = collect(config);
    await expect.poll(() => offsetsOf(config), soon).toEqual([2]);
    // It ends before it has read any message.
    await first.vanish();
    await produce(config, [agent.event(seen('from-end', 10))]);
    collect(config);
    await expect.poll(() => countOf('from-end'), soon).toBe(10);
    expect(await offsetsOf(config)).toEqual([3]);
  });

  it('goes on with what the broker still has, if it has deleted what would have come next', async () => {
    const config = await fromItsEnd();
    const agent = new TestAgent();
    const first = collect(config);
    await expect.poll(() => offsetsOf(config), soon).toEqual([0]);
    await first.stop();
    await produce(
      config,
      [1, 10, 100, 1_000].map((count) => agent.event(seen('expired', count))),
    );
    await withAdmin(async (admin) => {
      // kafkajs has to know the topic before that.
      await admin.fetchTopicOffsets(topicOf(config));
      await admin.deleteTopicRecords({
        topic: topicOf(config),
        partitions: [{ partition: 0, offset: '2' }],
      });
    });
    collect(config);
    await expect.poll(() => countOf('expired'), soon).toBe(1_100);
    expect(await offsetsOf(config)).toEqual([4]);
  });

  it('has partitions that are added to it read from their beginning', async () => {
    const config = await fromItsEnd();
    const first = collect(config);
    await expect.poll(() => offsetsOf(config), soon).toEqual([0]);
    await first.stop();
    await withAdmin((admin) =>
      admin.createPartitions({ topicPartitions: [{ topic: topicOf(config), count: 2 }] }),
    );
    const fresh = createKafka(config.kafka, silent).producer();
    await fresh.connect();
    const value = JSON.stringify(new TestAgent().event(seen('added')));
    await fresh.send({ topic: topicOf(config), messages: [{ partition: 1, value }] });
    await fresh.disconnect();
    collect(config);
    await expect.poll(() => countOf('added'), soon).toBe(1);
    expect(await offsetsOf(config)).toEqual([0, 1]);
  });
});

describe('several collectors of a group', () => {
  it('count each event once, whoever comes and goes', async () => {
    const config = await setUp(6);
    const agents = Array.from({ length: 6 }, () => new TestAgent());
    let produced = 0;
    const send = async (): Promise<void> => {
      for (const [partition, agent] of agents.entries()) {
        await produce(
          config,
          Array.from({ length: 20 }, () => agent.event(seen('group'))),
          partition,
        );
        produced += 20;
      }
    };
    await send();
    const first = collect(config);
    await expect.poll(() => countOf('group'), soon).toBeGreaterThan(0);
    const second = collect(config);
    await send();
    await expect.poll(() => second.stream.state().assigned, soon).toBe(3);
    await send();
    await first.vanish();
    const third = collect(config);
    await send();
    await expect.poll(() => third.stream.state().assigned, soon).toBe(3);
    await second.stop();
    await send();
    await expect.poll(() => countOf('group'), soon).toBe(produced);
    await expect.poll(() => offsetsOf(config), soon).toEqual([100, 100, 100, 100, 100, 100]);
    expect(await countOf('group')).toBe(produced);
  });

  it('of which one has lost a partition without noticing: what it read is thrown away', async () => {
    const config = await setUp();
    const agent = new TestAgent();
    const events = [1, 10, 100].map((count) => agent.event(seen('stale', count)));
    const asked: number[] = [];
    const make = () => {
      const registry = new Registry();
      const metrics = new IngestionMetrics(registry);
      const parts = { dataSource, resolver: byName, settings: config, metrics, now: () => new Date() };
      const ingestion = new StreamIngestion(parts, config.kafka, silent);
      ingestion.start({
        seek: ({ offset }) => asked.push(offset),
        report: () => Promise.resolve(),
        ends: () => Promise.resolve([]),
      });
      cleanUp.push(() => ingestion.stop());
      ingestion.assigned([{ topic: topicOf(config), partition: 0 }]);
      return ingestion;
    };
    const batch = (from: number, to: number) => ({
      topic: topicOf(config),
      partition: 0,
      messages: events.slice(from, to).map((event, index) => ({
        offset: from + index,
        key: null,
        value: Buffer.from(JSON.stringify(event)),
      })),
      next: to,
      end: 3,
    });
    const [stale, owner] = [make(), make()];
    await stale.take(batch(0, 1));
    await expect.poll(() => offsetsOf(config), soon).toEqual([1]);
    await owner.take(batch(1, 3));
    await expect.poll(() => offsetsOf(config), soon).toEqual([3]);
    await stale.take(batch(1, 2));
    await expect.poll(() => asked.at(-1), soon).toBe(3);
    expect([await countOf('stale'), await offsetsOf(config)]).toEqual([111, [3]]);
    expect(await stale.take(batch(1, 2))).toBe('taken');
    expect(await countOf('stale')).toBe(111);
  });
});

describe('what was taken', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('is stored when the first of it has waited for the interval, whenever that came', async () => {
    const namespace = `waiting-${randomUUID()}`;
    const [groupId, interval] = [randomUUID(), 60_000];
    const settings = loadConfig({ DATABASE_URL: databaseUrl, INGESTION_FLUSH_INTERVAL: `${interval}ms` });
    const parts = {
      dataSource,
      resolver: byName,
      settings,
      metrics: new IngestionMetrics(new Registry()),
      now: () => new Date('2026-03-02T00:00:00Z'),
    };
    const ingestion = new StreamIngestion(parts, { groupId, fromBeginning: true }, silent);
    const stored: number[] = [];
    ingestion.start({
      seek: () => undefined,
      ends: () => Promise.resolve([]),
      report: (offsets) => Promise.resolve(void stored.push(...offsets.map(({ offset }) => offset))),
    });
    const agent = new TestAgent();
    const take = async (offset: number) => {
      const value = Buffer.from(JSON.stringify(agent.event(seen(namespace, 1))));
      const messages = [{ offset, key: null, value }];
      const batch = { topic: 'waiting', partition: 0, messages, next: offset + 1, end: offset + 1 };
      expect(await ingestion.take(batch)).toBe('taken');
    };
    vi.advanceTimersByTime(interval - 1);
    await take(0);
    vi.advanceTimersByTime(interval - 1);
    await take(1);
    expect(stored).toEqual([]);
    vi.advanceTimersByTime(1);
    await expect.poll(() => stored).toEqual([2]);
    expect(await countOf(namespace)).toBe(2);
    vi.advanceTimersByTime(interval);
    await take(2);
    vi.advanceTimersByTime(interval - 1);
    await take(3);
    expect(stored).toEqual([2]);
    vi.advanceTimersByTime(1);
    await expect.poll(() => stored).toEqual([2, 4]);
    await ingestion.stop();
  });

  it('is stored at once when its dead letters take 16 MiB, and what comes next waits for the whole interval', async () => {
    const [groupId, interval] = [randomUUID(), 60_000];
    const settings = loadConfig({ DATABASE_URL: databaseUrl, INGESTION_FLUSH_INTERVAL: `${interval}ms` });
    const metrics = new IngestionMetrics(new Registry());
    const parts = { dataSource, resolver: byName, settings, metrics, now: () => new Date() };
    const ingestion = new StreamIngestion(parts, { groupId, fromBeginning: true }, silent);
    const stored: number[] = [];
    ingestion.start({
      seek: () => undefined,
      ends: () => Promise.resolve([]),
      report: (offsets) => Promise.resolve(void stored.push(...offsets.map(({ offset }) => offset))),
    });
    let next = 0;
    const take = async (count: number, bytes: number) => {
      const messages = Array.from({ length: count }, (_, n) => ({
        offset: next + n,
        key: null,
        value: Buffer.alloc(bytes, 'x'),
      }));
      next += count;
      const batch = { topic: `garbage-${groupId}`, partition: 0, messages, next, end: next };
      expect(await ingestion.take(batch)).toBe('taken');
    };
    await take(15, 1024 * 1024);
    expect(stored).toEqual([]);
    vi.advanceTimersByTime(interval - 1);
    await take(1, 1024 * 1024);
    expect(stored).toEqual([16]);
    await take(1, 1);
    vi.advanceTimersByTime(interval - 1);
    await take(1, 1);
    expect(stored).toEqual([16]);
    vi.advanceTimersByTime(1);
    await expect.poll(() => stored).toEqual([16, 18]);
    await ingestion.stop();
  });
});

describe('what a collector threw away', () => {
  const messageOf = (offset: number, json: object) => ({
    offset,
    key: null,
    value: Buffer.from(JSON.stringify(json)),
  });

  /** A handler without a stream; it stores when it is told its partitions. */
  function handler(groupId: string) {
    const settings = loadConfig({ DATABASE_URL: databaseUrl, INGESTION_FLUSH_INTERVAL: '1m' });
    const metrics = new IngestionMetrics(new Registry());
    const parts = {
      dataSource,
      resolver: byName,
      settings,
      metrics,
      now: () => new Date('2026-03-02T00:00:00Z'),
    };
    const source = { format: 'falco', cluster: 'prod', covers: ['file'] } as const;
    const ingestion = new StreamIngestion(
      parts,
      { groupId, fromBeginning: true },
      silent,
      new Map([['alerts', source]]),
    );
    const sought: PartitionOffset[] = [];
    ingestion.start({
      seek: (offset) => sought.push(offset),
      report: () => Promise.resolve(),
      ends: () => Promise.resolve([]),
    });
    cleanUp.push(() => ingestion.stop());
    return { ingestion, sought };
  }

  it('is read again from the first message, though nothing of the partition was ever stored', async () => {
    const [namespace, uuid] = [`alerts-${randomUUID()}`, randomUUID()];
    const alerts = { topic: 'alerts', partition: 0 };
    const { ingestion, sought } = handler(randomUUID());
    ingestion.assigned([alerts]);
    const first = messageOf(0, falcoRead(namespace, uuid));
    const second = messageOf(1, falcoRead(namespace, randomUUID()));
    expect(await ingestion.take({ ...alerts, messages: [first], next: 1, end: 2 })).toBe('taken');
    // Another process of another partition takes and stores the same alert, which was sent twice.
    const other = handler(randomUUID());
    await other.ingestion.take({ ...alerts, messages: [first], next: 1, end: 1 });
    await other.ingestion.stop();
    ingestion.assigned([alerts]);
    // The stream had fetched this before it was told to go back.
    const late = await ingestion.take({ ...alerts, messages: [second], next: 2, end: 2 });
    expect([late, new Set(sought.map(({ offset }) => offset))]).toEqual([{ readFrom: 0 }, new Set([0])]);
    expect(await ingestion.take({ ...alerts, messages: [first, second], next: 2, end: 2 })).toBe('taken');
    await ingestion.stop();
    expect(await countOf(namespace)).toBe(2);
  });

  it('is read again of the partitions that it has by now, if it could not be stored before these came', async () => {
    const [namespace, groupId] = [`alerts-${randomUUID()}`, randomUUID()];
    const [before, after] = [
      { topic: 'alerts', partition: 0 },
      { topic: 'alerts', partition: 1 },
    ];
    const { ingestion, sought } = handler(groupId);
    ingestion.assigned([before]);
    const messages = [messageOf(0, falcoRead(namespace, randomUUID()))];
    expect(await ingestion.take({ ...before, messages, next: 1, end: 1 })).toBe('taken');
    await dataSource.query(
      `ALTER TABLE kafka_offsets ADD CONSTRAINT refused CHECK (group_id <> '${groupId}' OR next_offset = 0)`,
    );
    ingestion.assigned([after]);
    await expect.poll(() => sought.at(-1), soon).toEqual({ ...after, offset: 0 });
    await dataSource.query(`ALTER TABLE kafka_offsets DROP CONSTRAINT refused`);
    expect(await ingestion.take({ ...after, messages, next: 1, end: 1 })).toBe('taken');
    await ingestion.stop();
    expect(await countOf(namespace)).toBe(1);
  });

  it('is not taken for a topic that was made anew while a leader does not know its end yet', async () => {
    const namespace = `alerts-${randomUUID()}`;
    const alerts = { topic: 'alerts', partition: 0 };
    const { ingestion } = handler(randomUUID());
    const messages = [0, 1, 2].map((offset) => messageOf(offset, falcoRead(namespace, randomUUID())));
    await ingestion.take({ ...alerts, messages, next: 3, end: 3 });
    const early = { ...alerts, messages: messages.slice(0, 2), next: 2, end: 2 };
    expect(await ingestion.take(early)).toEqual({ readFrom: 3 });
    const later = messageOf(3, falcoRead(namespace, randomUUID()));
    expect(await ingestion.take({ ...alerts, messages: [later], next: 4, end: 4 })).toBe('taken');
    await ingestion.stop();
    expect(await countOf(namespace)).toBe(4);
  });
});

describe('faults', () => {
  /** Ends all connections to the database, but for that of the client. */
  const dropConnections = (client: Client) =>
    client.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`,
    );

  it('of the database stop nothing but the time that they last', async () => {
    const config = await setUp();
    const agent = new TestAgent();
    const client = new Client({ connectionString: databaseUrl });
    cleanUp.push(() => client.end());
    await client.connect();
    collect(config);
    for (let round = 0; round < 10; round += 1) {
      await produce(
        config,
        Array.from({ length: 50 }, () => agent.event(seen('dropped'))),
      );
      await dropConnections(client);
    }
    await expect.poll(() => countOf('dropped'), soon).toBe(500);
    expect(await offsetsOf(config)).toEqual([500]);
  });

  it('are told apart: what could not be looked up, and what could not be stored', async () => {
    const config = await setUp();
    const agent = new TestAgent();
    const client = new Client({ connectionString: databaseUrl });
    cleanUp.push(() => client.end());
    await client.connect();
    const impatient = await createDataSource({ ...config.database, statementTimeout: 1_000 }).initialize();
    cleanUp.push(() => impatient.destroy());
    const registry = new Registry();
    const retries = async (what: 'flush' | 'read'): Promise<number> => {
      const metric = await registry.getSingleMetric(`ingestion_${what}_retries_total`)?.get();
      return metric?.values[0]?.value ?? 0;
    };

    await client.query('BEGIN; LOCK TABLE kafka_offsets IN ACCESS EXCLUSIVE MODE');
    collect(config, registry, new Map(), impatient);
    await produce(config, [agent.event(seen('told-apart'))]);
    await expect.poll(() => retries('read'), soon).toBeGreaterThan(1);
    expect(await retries('flush')).toBe(0);
    await client.query('COMMIT');
    await expect.poll(() => countOf('told-apart'), soon).toBe(1);

    const reads = await retries('read');
    const flushes = await retries('flush');
    // Offsets can be read, and not be moved.
    await client.query('BEGIN; LOCK TABLE kafka_offsets IN EXCLUSIVE MODE');
    await produce(config, [agent.event(seen('told-apart'))]);
    await expect.poll(() => retries('flush'), soon).toBeGreaterThan(flushes + 1);
    expect(await retries('read')).toBe(reads);
    await client.query('COMMIT');
    await expect.poll(() => countOf('told-apart'), soon).toBe(2);
  });

  it('are not what it is when storing takes too long whatever else runs: it is stored in smaller parts', async () => {
    const config = await setUp();
    const agent = new TestAgent();
    for (let message = 0; message < 8; message += 1) {
      const observations = Array.from({ length: 10 }, (_, n) => writes(`/d${message}/f${n}`));
      // Each in a record batch of its own: these are not divided.
      await produce(config, [agent.event([{ namespace: 'slow', pod: 'web', observations }])]);
    }
    const database = { ...config.database, url: await createDatabase(), statementTimeout: 1_000 };
    const slow = await createDataSource(database).initialize();
    cleanUp.push(() => slow.destroy());
    await slow.query(
      `CREATE FUNCTION slowly() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(0.015); RETURN NEW; END'`,
    );
    await slow.query(
      `CREATE TRIGGER slowly BEFORE INSERT ON runtime_observations FOR EACH ROW EXECUTE FUNCTION slowly()`,
    );
    const registry = new Registry();
    const all = { ...config, ingestion: { ...config.ingestion, flushEvery: 10_000 } };
    collect(all, registry, new Map(), slow);
    await expect.poll(() => observedCount(slow, 'slow'), { ...soon, timeout: 90_000 }).toBe(80);
    const retries = await registry.getSingleMetric('ingestion_flush_retries_total')?.get();
    expect(retries?.values[0]?.value).toBeGreaterThanOrEqual(3);
  }, 120_000);

  it('of the broker too', async () => {
    const broker = await startKafka();
    cleanUp.push(() => broker.stop());
    const config = await setUp(1, [broker.plain]);
    const agent = new TestAgent();
    const own = createKafka(config.kafka, silent).producer();
    cleanUp.push(() => own.disconnect());
    await own.connect();
    const send = (): Promise<unknown> =>
      own.send({
        topic: topicOf(config),
        messages: [{ value: JSON.stringify(agent.event(seen('broker'))) }],
      });
    collect(config);
    await send();
    await expect.poll(() => countOf('broker'), soon).toBe(1);
    await broker.kill();
    const sent = send();
    await broker.restart();
    await sent;
    await expect.poll(() => countOf('broker'), soon).toBe(2);
  });
});

describe('dead letters', () => {
  it('are relayed to their topic with the place they come from, and once only if all goes well', async () => {
    // What others have left: there may be more of it than goes at once.
    await dataSource.query('DELETE FROM dead_letters');
    const config = await setUp();
    await produce(config, ['broken', '{"half":']);
    collect(config);
    await expect.poll(() => deadLettersOf(config), soon).toHaveLength(2);
    const target = await setUp();
    const writer = new MessageWriter(target.kafka, silent);
    cleanUp.push(() => writer.close());
    const relay = new DeadLetterRelay(
      dataSource,
      writer,
      topicOf(target),
      new IngestionMetrics(new Registry()),
      silent,
    );
    expect([await relay.relay(), await relay.relay()]).toEqual([2, 0]);
    const consumer = createKafka(target.kafka, silent).consumer({ groupId: randomUUID() });
    cleanUp.push(() => consumer.disconnect());
    await consumer.subscribe({ topic: topicOf(target), fromBeginning: true });
    const letters: unknown[] = [];
    await consumer.run({
      eachMessage: async ({ message }) => {
        const unpacked = await unpackBatch(message);
        if ('reason' in unpacked) throw new Error(unpacked.detail);
        for (const { value, headers } of unpacked) {
          if (headers.get('dead-letter-topic')?.toString() !== topicOf(config)) continue;
          letters.push([
            value?.toString(),
            headers.get('dead-letter-partition')?.toString(),
            headers.get('dead-letter-offset')?.toString(),
            headers.get('dead-letter-reason')?.toString(),
          ]);
        }
      },
    });
    await expect
      .poll(() => letters, soon)
      .toEqual([
        ['broken', '0', '0', 'not-json'],
        ['{"half":', '0', '1', 'not-json'],
      ]);
  });
});
