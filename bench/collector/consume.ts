/**
 * The process that is measured. `limit`: a bare consumer of kafkajs, and JSON.parse of each message. `collector`: the
 * collector's stream and ingestion, whole. Reports CPU and wall time from the first batch to the last commit (the compiling
 * of what runs for the first time is in it, a second or so), and the largest resident set of the process as the kernel counts
 * it, at the end and when the first `BENCH_FIRST` messages were stored. With `--expose-gc` also what is alive then, without
 * what waits for the garbage collector.
 */
import { byName, IngestionMetrics, readTopicSettings, StreamIngestion } from '#libs/ingestion';
import { inventoryResolver } from '#libs/inventory';
import { EventStream, type KafkaLogger, type StreamHandler } from '#libs/kafka';
import { createDataSource } from '#libs/persistence';
import { loadConfig } from '#libs/platform';
import { lz4Decompress } from '@platformatic/wasm-utils';
import kafkajs from 'kafkajs';
import { Registry } from 'prom-client';
import { z } from 'zod';

const {
  BENCH_MODE: mode,
  BENCH_MESSAGES: wanted,
  BENCH_FIRST: first,
} = z
  .object({
    BENCH_MODE: z.enum(['limit', 'collector']),
    BENCH_MESSAGES: z.coerce.number(),
    BENCH_FIRST: z.coerce.number(),
  })
  .parse(process.env);
const config = loadConfig(process.env);
const kafka = { ...config.kafka, brokers: config.kafka.brokers ?? [] };
const complain = (details: object, message: string): void =>
  void process.stderr.write(`${message} ${JSON.stringify(details)}\n`);
const logger: KafkaLogger = { debug: () => {}, info: () => {}, warn: complain, error: complain };

/** The day after all that is read: nothing of it is too old to be kept. */
const dayAfter = new Date('2026-03-02T00:00:00Z');

let started: { readonly cpu: NodeJS.CpuUsage; readonly at: number } | undefined;
let read = 0;
let ofFirst: Memory | undefined;

/** Bytes. `live`: 0 where the garbage can't be collected. */
interface Memory {
  readonly rss: number;
  readonly live: number;
}

function begin(messages: number): void {
  started ??= { cpu: process.cpuUsage(), at: performance.now() };
  read += messages;
}

function memory(): Memory {
  const rss = process.resourceUsage().maxRSS * 1024;
  const { gc } = globalThis;
  if (gc === undefined) return { rss, live: 0 };
  gc();
  const { heapUsed, external } = process.memoryUsage();
  return { rss, live: heapUsed + external };
}

function report(): void {
  const { user, system } = process.cpuUsage(started?.cpu);
  const wall = (performance.now() - (started?.at ?? 0)) / 1_000;
  const atEnd = memory();
  // Whoever asked has it before the end is heard of.
  process.send?.({ cpu: (user + system) / 1e6, wall, atEnd, ofFirst: ofFirst ?? atEnd }, () =>
    process.exit(0),
  );
}

if (mode === 'limit') {
  const { CompressionCodecs, CompressionTypes, Kafka, logLevel } = kafkajs;
  CompressionCodecs[CompressionTypes.LZ4] = () => ({
    decompress: (packed: Buffer) => Promise.resolve(lz4Decompress(packed)),
  });
  const consumer = new Kafka({ brokers: [...kafka.brokers], logLevel: logLevel.NOTHING }).consumer({
    groupId: kafka.groupId,
    maxBytesPerPartition: kafka.maxBytesPerPartition,
  });
  let values = 0;
  await consumer.connect();
  await consumer.subscribe({ topics: [...kafka.topics], fromBeginning: true });
  await consumer.run({
    autoCommit: false,
    eachBatch: ({ batch: { messages } }) => {
      begin(messages.length);
      for (const { value } of messages)
        if (typeof JSON.parse(value?.toString() ?? '') === 'object') values += 1;
      if (read >= wanted && values === read) report();
      return Promise.resolve();
    },
  });
} else {
  const dataSource = await createDataSource(config.database).initialize();
  const parts = {
    dataSource,
    resolver: inventoryResolver(dataSource, { otherwise: byName, mostParked: config.ingestion.mostParked }),
    settings: config,
    metrics: new IngestionMetrics(new Registry()),
    now: () => dayAfter,
  };
  const sources = readTopicSettings(kafka.topicSettings, kafka.topics);
  const ingestion = new StreamIngestion(parts, kafka, logger, sources);
  const handler: StreamHandler = {
    assigned: (partitions) => ingestion.assigned(partitions),
    take: (batch) => {
      begin(batch.messages.length);
      return ingestion.take(batch);
    },
  };
  const stream = new EventStream(kafka, handler, logger);
  let committed = 0;
  const offsets = new Map<number, number>();
  ingestion.start({
    seek: (offset) => stream.seek(offset),
    ends: (topics) => stream.ends(topics),
    report: async (moved) => {
      for (const { partition, offset } of moved) offsets.set(partition, offset);
      committed = [...offsets.values()].reduce((sum, offset) => sum + offset, 0);
      await stream.report(moved);
      if (committed >= first) ofFirst ??= memory();
      if (committed >= wanted) report();
    },
  });
  stream.start();
}
