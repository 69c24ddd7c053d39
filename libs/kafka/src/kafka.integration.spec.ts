import { randomUUID } from 'node:crypto';
import { loadConfig } from '#libs/platform';
import kafkajs, { type CompressionTypes, type PartitionAssigner } from 'kafkajs';
import { afterEach, describe, expect, it } from 'vitest';
import { createTopic, kafkaBrokers, kafkaListeners } from '../../../test/services/index.js';
import { createKafka, type KafkaLogger, type KafkaSettings } from './client.js';
import { EventStream, type StreamBatch, type StreamHandler } from './event-stream.js';
import { MessageWriter } from './message-writer.js';
import { unpackBatch } from './record-batches.js';

const silent: KafkaLogger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const cleanUp: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const each of cleanUp.splice(0).reverse()) await each();
});

/** Settings as a process reads them from its environment. */
function settingsOf(brokers: readonly string[], environment: Record<string, string> = {}): KafkaSettings {
  const { kafka } = loadConfig({
    DATABASE_URL: 'postgres://unused:unused@localhost/unused',
    KAFKA_BROKERS: brokers.join(','),
    KAFKA_GROUP_ID: `group-${randomUUID()}`,
    ...environment,
  });
  return { ...kafka, brokers };
}

async function newTopic(partitions = 1): Promise<string> {
  const topic = `topic-${randomUUID()}`;
  await createTopic(createKafka(settingsOf(await kafkaBrokers()), silent), topic, partitions);
  return topic;
}

async function produce(
  settings: KafkaSettings,
  topic: string,
  values: readonly string[],
  compression?: CompressionTypes,
): Promise<void> {
  const producer = createKafka(settings, silent).producer();
  await producer.connect();
  await producer.send({
    topic,
    messages: values.map((value) => ({ value })),
    ...(compression === undefined ? {} : { compression }),
  });
  await producer.disconnect();
}

/** Reads until as many messages have come, and returns their values. */
async function read(settings: KafkaSettings, count: number): Promise<readonly string[]> {
  const values: string[] = [];
  await new Promise<void>((resolve) => {
    const handler: StreamHandler = {
      assigned: () => {},
      take: (batch) => {
        values.push(...batch.messages.map(({ value }) => value?.toString() ?? ''));
        if (values.length >= count) resolve();
        return Promise.resolve('taken');
      },
    };
    const stream = new EventStream(settings, handler, silent);
    cleanUp.push(() => stream.stop());
    stream.start();
  });
  return values;
}

const values = Array.from({ length: 200 }, (_, n) => `message ${n} ${'of many alike '.repeat(20)}`);
const { CompressionTypes: types } = kafkajs;

describe('a topic', () => {
  it.each([
    ['without compression', types.None],
    ['in gzip', types.GZIP],
    ['in snappy', types.Snappy],
    ['in lz4', types.LZ4],
    ['in zstd', types.ZSTD],
  ])('%s is read as it was written', async (_, compression) => {
    const topic = await newTopic();
    const settings = settingsOf(await kafkaBrokers(), { KAFKA_TOPICS: topic });
    await produce(settings, topic, values, compression);
    expect(await read(settings, values.length)).toEqual(values);
  });

  it('that does not exist yet is waited for', async () => {
    const settings = settingsOf(await kafkaBrokers(), { KAFKA_TOPICS: `later-${randomUUID()}` });
    const stream = new EventStream(
      settings,
      { assigned: () => {}, take: () => Promise.resolve('taken') },
      silent,
    );
    cleanUp.push(() => stream.stop());
    stream.start();
    await expect
      .poll(() => stream.state(), { timeout: 20_000 })
      .toMatchObject({
        phase: 'waiting',
        missingTopics: settings.topics,
      });
  });
});

describe('brokers with TLS and a login', () => {
  it('are reached over TLS with their authority', async () => {
    const { tls, caFile } = await kafkaListeners();
    const plain = await createTopicOnOwnBroker();
    const settings = settingsOf([tls], { KAFKA_TOPICS: plain, KAFKA_TLS: 'true', KAFKA_TLS_CA_FILE: caFile });
    await produce(settings, plain, ['encrypted']);
    expect(await read(settings, 1)).toEqual(['encrypted']);
  });

  it('are reached with a client certificate', async () => {
    const { mutualTls, caFile, clientCertificateFile, clientKeyFile } = await kafkaListeners();
    const topic = await createTopicOnOwnBroker();
    const settings = settingsOf([mutualTls], {
      KAFKA_TOPICS: topic,
      KAFKA_TLS: 'true',
      KAFKA_TLS_CA_FILE: caFile,
      KAFKA_TLS_CERT_FILE: clientCertificateFile,
      KAFKA_TLS_KEY_FILE: clientKeyFile,
    });
    await produce(settings, topic, ['mutual']);
    expect(await read(settings, 1)).toEqual(['mutual']);
  });

  it.each(['plain', 'scram-sha-256', 'scram-sha-512'])('let in by SASL %s', async (mechanism) => {
    const { saslTls, saslPlaintext, caFile, username, password } = await kafkaListeners();
    const topic = await createTopicOnOwnBroker();
    const login = {
      KAFKA_TOPICS: topic,
      KAFKA_SASL_MECHANISM: mechanism,
      KAFKA_SASL_USERNAME: username,
      KAFKA_SASL_PASSWORD: password,
    };
    const encrypted = settingsOf([saslTls], { ...login, KAFKA_TLS: 'true', KAFKA_TLS_CA_FILE: caFile });
    await produce(settingsOf([saslPlaintext], login), topic, ['one']);
    await produce(encrypted, topic, ['two']);
    expect(await read(encrypted, 2)).toEqual(['one', 'two']);
  });

  async function createTopicOnOwnBroker(): Promise<string> {
    const { tls, caFile } = await kafkaListeners();
    const topic = `topic-${randomUUID()}`;
    const settings = settingsOf([tls], { KAFKA_TLS: 'true', KAFKA_TLS_CA_FILE: caFile });
    await createTopic(createKafka(settings, silent), topic);
    return topic;
  }
});

describe('the handler', () => {
  /** Collects what is taken; `answer` decides what becomes of each batch. */
  function stream(
    settings: KafkaSettings,
    answer: StreamHandler['take'],
    assigned: StreamHandler['assigned'] = () => {},
  ): EventStream {
    const made = new EventStream(settings, { assigned, take: answer }, silent);
    cleanUp.push(() => made.stop());
    made.start();
    return made;
  }

  it('decides from where a partition is read on', async () => {
    const topic = await newTopic();
    const settings = settingsOf(await kafkaBrokers(), { KAFKA_TOPICS: topic });
    await produce(settings, topic, values.slice(0, 10));
    const taken: number[] = [];
    stream(settings, (batch) => {
      const first = batch.messages[0]?.offset;
      if (taken.length === 0 && first !== 7) return Promise.resolve({ readFrom: 7 });
      taken.push(...batch.messages.map(({ offset }) => offset));
      return Promise.resolve('taken');
    });
    await expect.poll(() => taken, { timeout: 20_000 }).toEqual([7, 8, 9]);
  });

  it('gets a batch again if it fails', async () => {
    const topic = await newTopic();
    const settings = settingsOf(await kafkaBrokers(), { KAFKA_TOPICS: topic });
    await produce(settings, topic, values.slice(0, 3));
    const batches: StreamBatch[] = [];
    stream(settings, (batch) => {
      batches.push(batch);
      return batches.length === 1 ? Promise.reject(new Error('not now')) : Promise.resolve('taken');
    });
    await expect
      .poll(() => batches.map(({ messages, next, end }) => [messages.length, next, end]), { timeout: 20_000 })
      .toEqual([
        [3, 3, 3],
        [3, 3, 3],
      ]);
  });

  it('shares partitions with another member, and is told', async () => {
    const topic = await newTopic(4);
    const settings = settingsOf(await kafkaBrokers(), { KAFKA_TOPICS: topic });
    const assigned: number[] = [];
    stream(
      settings,
      () => Promise.resolve('taken'),
      (partitions) => assigned.push(partitions.length),
    );
    await expect.poll(() => assigned.at(-1), { timeout: 20_000 }).toBe(4);
    const second = stream(settings, () => Promise.resolve('taken'));
    await expect.poll(() => [assigned.at(-1), second.state().assigned], { timeout: 20_000 }).toEqual([2, 2]);
    await second.stop();
    await expect.poll(() => assigned.at(-1), { timeout: 20_000 }).toBe(4);
  });
});

describe('more than memory holds', () => {
  const zeros = (mebibytes: number): Buffer => Buffer.alloc(mebibytes * 1024 * 1024);

  async function write(
    settings: KafkaSettings,
    compression: CompressionTypes,
    ...sends: readonly (readonly { readonly value: Buffer }[])[]
  ): Promise<void> {
    const producer = createKafka(settings, silent).producer();
    await producer.connect();
    for (const messages of sends) {
      await producer.send({ topic: settings.topics[0] ?? '', messages: [...messages], compression });
    }
    await producer.disconnect();
  }

  /** What a stream gives, until it has reached an offset. */
  async function taken(settings: KafkaSettings, next: number): Promise<readonly StreamBatch[]> {
    const batches: StreamBatch[] = [];
    const stream = new EventStream(
      settings,
      { assigned: () => {}, take: (batch) => (batches.push(batch), Promise.resolve('taken')) },
      silent,
    );
    stream.start();
    await expect.poll(() => batches.at(-1)?.next, { timeout: 40_000 }).toBe(next);
    await stream.stop();
    return batches;
  }

  it.each([
    ['gzip', types.GZIP],
    ['lz4', types.LZ4],
    ['zstd', types.ZSTD],
  ])('in %s becomes one message that says so, and what follows is read', async (codec, compression) => {
    const topic = await newTopic();
    const settings = settingsOf(await kafkaBrokers(), { KAFKA_TOPICS: topic });
    const bomb = [{ value: Buffer.from('beside it') }, { value: zeros(100) }];
    await write(settings, compression, bomb, [{ value: Buffer.from('after it') }]);
    const messages = (await taken(settings, 3)).flatMap((batch) => batch.messages);
    expect(messages.map(({ offset, value, unreadable }) => [offset, value?.toString(), unreadable])).toEqual([
      [
        1,
        undefined,
        {
          reason: 'too-large',
          detail: `the batch with the offsets 0 to 1 can't be read: in ${codec}: unpacks to more than 100663296 bytes`,
        },
      ],
      [2, 'after it', undefined],
    ]);
  });

  it('is read a part at a time, where each part is small enough', async () => {
    const topic = await newTopic();
    const settings = settingsOf(await kafkaBrokers(), { KAFKA_TOPICS: topic });
    await write(settings, types.ZSTD, [{ value: zeros(60) }], [{ value: zeros(60) }]);
    const batches = await taken(settings, 2);
    expect(batches.map(({ messages }) => messages.map(({ value }) => value?.length))).toEqual([
      [62_914_560],
      [62_914_560],
    ]);
  });
});

describe('a stream', () => {
  function begin(
    settings: KafkaSettings,
    take: StreamHandler['take'] = () => Promise.resolve('taken'),
    logger: KafkaLogger = silent,
  ): { readonly stream: EventStream; readonly joins: number[] } {
    const joins: number[] = [];
    const handler: StreamHandler = { assigned: (partitions) => joins.push(partitions.length), take };
    const stream = new EventStream(settings, handler, logger);
    cleanUp.push(() => stream.stop());
    stream.start();
    return { stream, joins };
  }

  it('keeps its partitions while a batch takes longer than a session, and is seen to hang', async () => {
    const topic = await newTopic();
    const settings = settingsOf(await kafkaBrokers(), { KAFKA_TOPICS: topic, KAFKA_SESSION_TIMEOUT: '6s' });
    const held = Promise.withResolvers<void>();
    const offsets: number[] = [];
    const { stream, joins } = begin(settings, async ({ messages }) => {
      offsets.push(...messages.map(({ offset }) => offset));
      await held.promise;
      return 'taken';
    });
    await produce(settings, topic, ['slow']);
    await expect.poll(() => stream.state().idleFor, { timeout: 40_000 }).toBeGreaterThan(7_000);
    expect([joins, offsets]).toEqual([[1], [0]]);
    held.resolve();
    await expect.poll(() => stream.state().idleFor).toBeLessThan(6_000);
    await produce(settings, topic, ['next']);
    await expect.poll(() => offsets, { timeout: 20_000 }).toEqual([0, 1]);
    expect(joins).toEqual([1]);
  }, 120_000);

  it('makes its consumer anew after a crash that kafkajs does not mend, and waits longer each time', async () => {
    const topic = await newTopic();
    const settings = settingsOf(await kafkaBrokers(), { KAFKA_TOPICS: topic });
    // A member with another protocol: the group takes no others. It has to be there first.
    const stranger = createKafka(settings, silent).consumer({
      groupId: settings.groupId,
      partitionAssigners: [strangeAssigner],
    });
    const joined = new Promise((resolve) => stranger.on(stranger.events.GROUP_JOIN, resolve));
    await stranger.connect();
    await stranger.subscribe({ topic });
    await stranger.run({ eachBatch: () => Promise.resolve() });
    await joined;
    const crashes: { readonly at: number; readonly restart: unknown }[] = [];
    const logger: KafkaLogger = {
      ...silent,
      error: (details, message) => {
        if (!message.includes('the consumer crashed')) return;
        crashes.push({ at: performance.now(), restart: 'restart' in details ? details.restart : undefined });
      },
    };
    const values: string[] = [];
    const take: StreamHandler['take'] = ({ messages }) => {
      values.push(...messages.map(({ value }) => value?.toString() ?? ''));
      return Promise.resolve('taken');
    };
    const { stream } = begin(settings, take, logger);
    await expect.poll(() => crashes.length, { timeout: 30_000 }).toBe(3);
    const [first, second, third] = crashes.map(({ at }) => at);
    expect(crashes.map(({ restart }) => restart)).toEqual([false, false, false]);
    expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(1_000);
    expect((third ?? 0) - (second ?? 0)).toBeGreaterThanOrEqual(2_000);
    expect(stream.state().phase).toBe('waiting');
    await stranger.disconnect();
    await produce(settings, topic, ['at last']);
    await expect.poll(() => values, { timeout: 30_000 }).toEqual(['at last']);
  });

  it('reads its topics beside members of the group that have others, whoever leads', async () => {
    const [shared, mine, theirs] = [await newTopic(4), await newTopic(2), await newTopic(2)];
    const brokers = await kafkaBrokers();
    const groupId = `group-${randomUUID()}`;
    const reader = async (topics: readonly string[]) => {
      const settings = settingsOf(brokers, { KAFKA_TOPICS: topics.join(','), KAFKA_GROUP_ID: groupId });
      const values: string[] = [];
      const { stream, joins } = begin(settings, ({ messages }) => {
        values.push(...messages.map(({ value }) => value?.toString() ?? ''));
        return Promise.resolve('taken');
      });
      await expect.poll(() => joins.length, { timeout: 20_000 }).toBeGreaterThan(0);
      return { stream, joins, values };
    };
    const first = await reader([shared, mine]);
    const second = await reader([shared, theirs]);
    await expect.poll(() => [first.joins.at(-1), second.joins.at(-1)], { timeout: 20_000 }).toEqual([4, 4]);
    const settings = settingsOf(brokers);
    await produce(settings, mine, ['to the first']);
    await produce(settings, theirs, ['to the second']);
    await expect
      .poll(() => [first.values, second.values], { timeout: 20_000 })
      .toEqual([['to the first'], ['to the second']]);
    // Whoever led has gone.
    await first.stream.stop();
    await expect.poll(() => second.joins.at(-1), { timeout: 20_000 }).toBe(6);
    const third = await reader([mine]);
    await expect.poll(() => [second.joins.at(-1), third.joins.at(-1)], { timeout: 20_000 }).toEqual([6, 2]);
    await produce(settings, mine, ['to the third']);
    await expect.poll(() => third.values.at(-1), { timeout: 20_000 }).toBe('to the third');
  });

  it('reads on where the topic of another member has gone', async () => {
    const [mine, theirs] = [await newTopic(), await newTopic()];
    const brokers = await kafkaBrokers();
    const groupId = `group-${randomUUID()}`;
    const values: string[] = [];
    const settings = settingsOf(brokers, { KAFKA_TOPICS: mine, KAFKA_GROUP_ID: groupId });
    const { joins } = begin(settings, ({ messages }) => {
      values.push(...messages.map(({ value }) => value?.toString() ?? ''));
      return Promise.resolve('taken');
    });
    await expect.poll(() => joins, { timeout: 20_000 }).toEqual([1]);
    const other = begin(settingsOf(brokers, { KAFKA_TOPICS: theirs, KAFKA_GROUP_ID: groupId }), () =>
      Promise.resolve('taken'),
    );
    await expect.poll(() => other.joins.at(-1), { timeout: 20_000 }).toBe(1);
    const admin = createKafka(settings, silent).admin();
    await admin.connect();
    await admin.deleteTopics({ topics: [theirs] });
    await admin.disconnect();
    await other.stream.stop();
    await produce(settings, mine, ['still read']);
    await expect.poll(() => values, { timeout: 40_000 }).toEqual(['still read']);
  });

  it('reads partitions that are added while it runs', async () => {
    const topic = await newTopic();
    const settings = settingsOf(await kafkaBrokers(), { KAFKA_TOPICS: topic });
    const places: string[] = [];
    const { joins } = begin(settings, ({ partition, messages }) => {
      places.push(
        ...messages.map(({ offset, value }) => `${partition}/${offset} ${value?.toString() ?? ''}`),
      );
      return Promise.resolve('taken');
    });
    await expect.poll(() => joins, { timeout: 20_000 }).toEqual([1]);
    const admin = createKafka(settings, silent).admin();
    await admin.connect();
    await admin.createPartitions({ topicPartitions: [{ topic, count: 3 }] });
    await admin.disconnect();
    const producer = createKafka(settings, silent).producer();
    await producer.connect();
    await producer.send({ topic, messages: [{ partition: 2, value: 'early' }] });
    await producer.disconnect();
    await expect.poll(() => places, { timeout: 40_000 }).toEqual(['2/0 early']);
    expect(joins.at(-1)).toBe(3);
  });
});

/** Shares partitions as others do, under a name that they don't know. */
const strangeAssigner: PartitionAssigner = (config) => {
  const known = kafkajs.PartitionAssigners.roundRobin(config);
  return {
    ...known,
    name: 'StrangeAssigner',
    protocol: (subscription) => ({ ...known.protocol(subscription), name: 'StrangeAssigner' }),
  };
};

describe('a writer', () => {
  it('closes soon while brokers are away', async () => {
    // A port that nothing listens on.
    const writer = new MessageWriter(settingsOf(['127.0.0.1:1']), silent);
    const written = writer.write('letters', [{ key: null, value: null, headers: {} }]).then(
      () => 'written',
      () => 'refused',
    );
    const closed = writer.close().then(() => 'closed');
    expect([await Promise.race([closed, written]), await written]).toEqual(['closed', 'refused']);
  });

  it('writes key, value and headers', async () => {
    const topic = await newTopic();
    const settings = settingsOf(await kafkaBrokers(), { KAFKA_TOPICS: topic });
    const writer = new MessageWriter(settings, silent);
    cleanUp.push(() => writer.close());
    await writer.write(topic, [
      { key: Buffer.from('key'), value: Buffer.from('value'), headers: { why: 'test' } },
    ]);
    const consumer = createKafka(settings, silent).consumer({ groupId: randomUUID() });
    cleanUp.push(() => consumer.disconnect());
    await consumer.subscribe({ topic, fromBeginning: true });
    const message = await new Promise((resolve) => {
      void consumer.run({
        eachMessage: async ({ message }) => {
          const unpacked = await unpackBatch(message);
          if ('reason' in unpacked) throw new Error(unpacked.detail);
          for (const { key, value, headers } of unpacked)
            resolve([key?.toString(), value?.toString(), headers.get('why')?.toString()]);
        },
      });
    });
    expect(message).toEqual(['key', 'value', 'test']);
  });
});
