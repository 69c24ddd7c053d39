import type { KafkaLogger, PartitionEnd, TopicPartition } from '#libs/kafka';
import { Registry } from 'prom-client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type EndsOfPartitions, Lag, observeLag, type PartitionProgress } from './lag.js';

const every = 10_000;
let warned: string[];
const logger: KafkaLogger = {
  debug: () => {},
  info: () => {},
  warn: (_, message) => void warned.push(message),
  error: () => {},
};

beforeEach(() => {
  warned = [];
  vi.useFakeTimers();
});
afterEach(() => vi.useRealTimers());

/** Brokers that answer with what stands in `ends`, until they are `away`. */
class Brokers implements EndsOfPartitions {
  ends: readonly PartitionEnd[] = [];
  state: 'there' | 'away' | 'silent' = 'there';
  readonly asked: (readonly [number, boolean])[] = [];

  read(partitions: readonly TopicPartition[], { committed = false } = {}): Promise<readonly PartitionEnd[]> {
    this.asked.push([partitions.length, committed]);
    if (this.state === 'silent') return new Promise(() => undefined);
    return this.state === 'away' ? Promise.reject(new Error('away')) : Promise.resolve(this.ends);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

const p = (partition: number, stored?: number): PartitionProgress => ({ topic: 't', partition, stored });
const end = (partition: number, to: number, more: object = {}): PartitionEnd => ({
  topic: 't',
  partition,
  begin: 0,
  end: to,
  ...more,
});

function setUp(read: readonly PartitionProgress[] | undefined, fromBeginning = true) {
  const brokers = new Brokers();
  const state = { read };
  const lag = new Lag(brokers, () => state.read, logger, { fromBeginning, every });
  return { brokers, state, lag, told: () => lag.messages.map((each) => [each.partition, each.lag]) };
}

describe('the lag of what is read', () => {
  it('is from what is stored to where the partition ended when the brokers were asked last', async () => {
    const { brokers, state, lag, told } = setUp([p(0, 5), p(1, 9)]);
    brokers.ends = [end(0, 8), end(1, 9)];
    lag.start();
    await vi.advanceTimersByTimeAsync(0);
    expect([told(), lag.isKnown]).toEqual([
      [
        [0, 3],
        [1, 0],
      ],
      true,
    ]);
    state.read = [p(0, 7), p(1, 9)];
    expect(told()).toEqual([
      [0, 1],
      [1, 0],
    ]);
    brokers.ends = [end(0, 20), end(1, 9)];
    await vi.advanceTimersByTimeAsync(every);
    expect(told()).toEqual([
      [0, 13],
      [1, 0],
    ]);
    await lag.stop();
    await vi.advanceTimersByTimeAsync(every * 5);
    expect(brokers.asked).toEqual([
      [2, false],
      [2, false],
    ]);
  });

  it('leaves out what the broker has deleted, and is never less than nothing', async () => {
    const { brokers, lag, told } = setUp([p(0, 5), p(1, 30)]);
    brokers.ends = [end(0, 20, { begin: 12 }), end(1, 4)];
    lag.start();
    await vi.advanceTimersByTimeAsync(0);
    expect(told()).toEqual([
      [0, 8],
      [1, 0],
    ]);
  });

  it('is from what the group reported where the database could not be asked, else from where it would begin', async () => {
    const ends = [end(0, 20, { committed: 15 }), end(1, 20, { begin: 2 })];
    const asked = async (fromBeginning: boolean) => {
      const { brokers, lag, told } = setUp([p(0), p(1)], fromBeginning);
      brokers.ends = ends;
      lag.start();
      await vi.advanceTimersByTimeAsync(0);
      const first = told();
      brokers.ends = ends.map((each) => ({ ...each, end: 21 }));
      await vi.advanceTimersByTimeAsync(every);
      await lag.stop();
      return { asked: brokers.asked, first, later: told() };
    };
    expect(await asked(true)).toEqual({
      asked: [
        [2, true],
        [2, true],
      ],
      first: [
        [0, 5],
        [1, 18],
      ],
      later: [
        [0, 6],
        [1, 19],
      ],
    });
    expect(await asked(false)).toMatchObject({
      first: [
        [0, 5],
        [1, 0],
      ],
      later: [
        [0, 6],
        [1, 1],
      ],
    });
  });

  it('is not known once the brokers have not answered for three intervals, and again when they do', async () => {
    const { brokers, lag, told } = setUp([p(0, 5)]);
    brokers.ends = [end(0, 8)];
    lag.start();
    await vi.advanceTimersByTimeAsync(0);
    brokers.state = 'away';
    await vi.advanceTimersByTimeAsync(every * 3);
    expect([told(), lag.isKnown, warned]).toEqual([
      [[0, 3]],
      true,
      ['kafka: the lag is not known, brokers do not answer'],
    ]);
    await vi.advanceTimersByTimeAsync(1);
    expect([told(), lag.isKnown]).toEqual([[], false]);
    brokers.state = 'there';
    await vi.advanceTimersByTimeAsync(every);
    expect([told(), lag.isKnown, warned.length]).toEqual([[[0, 3]], true, 1]);
  });

  it('asks brokers that are silent once', async () => {
    const { brokers, lag } = setUp([p(0, 5)]);
    brokers.state = 'silent';
    lag.start();
    await vi.advanceTimersByTimeAsync(every * 10);
    expect([brokers.asked.length, lag.isKnown]).toEqual([1, false]);
  });

  it('of a partition is not known before it was asked for, and no affair of those who do not read it', async () => {
    const { brokers, state, lag, told } = setUp([p(0, 5)]);
    brokers.ends = [end(0, 8)];
    lag.start();
    await vi.advanceTimersByTimeAsync(0);
    state.read = [p(1, 0)];
    expect([told(), lag.isKnown]).toEqual([[], false]);
    state.read = [];
    expect([told(), lag.isKnown]).toEqual([[], true]);
    state.read = undefined;
    expect([told(), lag.isKnown]).toEqual([[], false]);
  });
});

it('Prometheus sees the lag of each partition and whether all is known; nothing where no topics are read', async () => {
  const registry = new Registry();
  let shown: Lag | undefined;
  observeLag(registry, () => shown);
  const series = async () =>
    (await registry.metrics()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  expect(await series()).toEqual([]);
  const { brokers, lag } = setUp([p(0, 5)]);
  shown = lag;
  expect(await series()).toEqual(['ingestion_kafka_lag_known 0']);
  brokers.ends = [end(0, 8)];
  lag.start();
  await vi.advanceTimersByTimeAsync(0);
  expect(await series()).toEqual([
    'ingestion_kafka_lag_messages{topic="t",partition="0"} 3',
    'ingestion_kafka_lag_known 1',
  ]);
});
