import { randomUUID } from 'node:crypto';
import { loadConfig } from '#libs/platform';
import kafkajs, { type CompressionTypes } from 'kafkajs';
import { afterEach, describe, expect, it } from 'vitest';
import { kafkaBrokers, kafkaListeners } from '../../../test/services/index.js';
import { createKafka, type KafkaLogger, type KafkaSettings } from './client.js';
import { EventStream, type StreamBatch, type StreamHandler } from './event-stream.js';
import { MessageWriter } from './message-writer.js';

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

async function createTopic(partitions = 1): Promise<string> {
  const topic = `topic-${randomUUID()}`;
  const admin = createKafka(settingsOf(await kafkaBrokers()), silent).admin();
  await admin.connect();
  await admin.createTopics({ topics: [{ topic, numPartitions: partitions }], waitForLeaders: true });
  await admin.disconnect();
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
    const topic = await createTopic();
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
    const admin = createKafka(settings, silent).admin();
    await admin.connect();
    await admin.createTopics({ topics: [{ topic, numPartitions: 1 }], waitForLeaders: true });
    await admin.disconnect();
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
    const topic = await createTopic();
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
    const topic = await createTopic();
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
    const topic = await createTopic(4);
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

describe('a writer', () => {
  it('writes key, value and headers', async () => {
    const topic = await createTopic();
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
        eachMessage: ({ message: { key, value, headers } }) => {
          resolve([key?.toString(), value?.toString(), headers?.['why']?.toString()]);
          return Promise.resolve();
        },
      });
    });
    expect(message).toEqual(['key', 'value', 'test']);
  });
});
