/**
 * The process that is measured. `limit`: kafkajs, and JSON.parse of each message. `collector`: the collector's stream and
 * ingestion, whole. Reports CPU and wall time from the first batch to the last commit, and the largest resident set.
 */
import { byName, IngestionMetrics, readTopicSettings, StreamIngestion } from '#libs/ingestion';
import { EventStream, type KafkaLogger, type StreamHandler } from '#libs/kafka';
import { createDataSource } from '#libs/persistence';
import { loadConfig } from '#libs/platform';
import { Registry } from 'prom-client';
import { z } from 'zod';

const { BENCH_MODE: mode, BENCH_MESSAGES: wanted } = z
  .object({ BENCH_MODE: z.enum(['limit', 'collector']), BENCH_MESSAGES: z.coerce.number() })
  .parse(process.env);
const config = loadConfig(process.env);
const kafka = { ...config.kafka, brokers: config.kafka.brokers ?? [] };
const complain = (details: object, message: string): void =>
  void process.stderr.write(`${message} ${JSON.stringify(details)}\n`);
const logger: KafkaLogger = { debug: () => {}, info: () => {}, warn: complain, error: complain };

let started: { readonly cpu: NodeJS.CpuUsage; readonly at: number } | undefined;
let read = 0;
let peak = 0;

function begin(messages: number): void {
  started ??= { cpu: process.cpuUsage(), at: performance.now() };
  read += messages;
  peak = Math.max(peak, process.memoryUsage.rss());
}

function report(): void {
  const { user, system } = process.cpuUsage(started?.cpu);
  const rss = Math.max(peak, process.memoryUsage.rss());
  process.send?.({ cpu: (user + system) / 1e6, wall: (performance.now() - (started?.at ?? 0)) / 1_000, rss });
  process.exit(0);
}

if (mode === 'limit') {
  let values = 0;
  const handler: StreamHandler = {
    assigned: () => {},
    take: (batch) => {
      begin(batch.messages.length);
      for (const { value } of batch.messages)
        if (typeof JSON.parse(value?.toString() ?? '') === 'object') values += 1;
      if (read >= wanted && values === read) report();
      return Promise.resolve('taken');
    },
  };
  new EventStream(kafka, handler, logger).start();
} else {
  const dataSource = await createDataSource(config.database).initialize();
  const parts = {
    dataSource,
    resolver: byName,
    settings: config,
    metrics: new IngestionMetrics(new Registry()),
    now: () => new Date('2026-03-02T00:00:00Z'),
  };
  const sources = readTopicSettings(kafka.topicSettings, kafka.topics);
  const ingestion = new StreamIngestion(parts, kafka.groupId, logger, sources);
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
    report: async (moved) => {
      for (const { partition, offset } of moved) offsets.set(partition, offset);
      committed = [...offsets.values()].reduce((sum, offset) => sum + offset, 0);
      await stream.report(moved);
      if (committed >= wanted) report();
    },
  });
  stream.start();
}
