import { setting } from './setting.js';
import { duration, integer, size } from './value-types.js';

/** Limits of what one message or request may carry, and how often aggregates are written. */
export const ingestionSettings = {
  maxEventsPerRequest: setting('INGESTION_MAX_EVENTS_PER_REQUEST', integer(1, 100_000), {
    default: '5000',
    about: 'Runtime events that one HTTP request or one Kafka message may carry.',
  }),
  maxMessageSize: setting('INGESTION_MAX_MESSAGE_SIZE', size('1KiB', '64MiB'), {
    default: '1MiB',
    about: 'Largest Kafka message, after decompression, that is decoded; larger ones become dead letters.',
  }),
  maxWaitingSize: setting('INGESTION_MAX_WAITING_SIZE', size('64KiB', '16GiB'), {
    default: '32MiB',
    about:
      'Bytes of HTTP requests with runtime events, decompressed, that are being read or wait to be stored; half of it for one API key. Who comes when there is no room is answered with 429. Parsed, they take about six times as much memory.',
  }),
  flushEvery: setting('INGESTION_FLUSH_INTERVAL', duration('50ms', '1m'), {
    default: '5s',
    about:
      'What comes from Kafka is aggregated for so long at most before it is written: longer means fewer rows to write, and more to read again after a crash.',
  }),
  flushRows: setting('INGESTION_FLUSH_ROWS', integer(1, 1_000_000), {
    default: '200000',
    about: 'Aggregates are written at the latest when so many rows have changed.',
  }),
  maxClockAhead: setting('INGESTION_MAX_CLOCK_AHEAD', duration('1s', '30d'), {
    default: '5m',
    about:
      'Times of events that are later by more than this than the Kafka message or the request that brings them are of a clock that is wrong: the time of the message counts instead.',
  }),
  parkedFor: setting('INGESTION_PARKED_FOR', duration('1s', '24h'), {
    default: '10m',
    about: 'How long the inventory of a watched cluster may take to learn of a pod before its name decides.',
  }),
  mostParked: setting('INGESTION_MAX_PARKED_PODS', integer(0, 1_000_000), {
    default: '10000',
    about: 'Pods of a watched cluster that wait to be known at a time; of more the names decide at once.',
  }),
  maxDeadLetters: setting('INGESTION_MAX_DEAD_LETTERS', integer(1, 10_000_000), {
    default: '100000',
    about:
      'Refused messages that are kept; for more, the oldest that were written to KAFKA_DEAD_LETTER_TOPIC make room, and without such the new ones are only counted.',
  }),
  maxDeadLettersSize: setting('INGESTION_MAX_DEAD_LETTERS_SIZE', size('1MiB', '1024GiB'), {
    default: '1GiB',
    about:
      'Bytes of refused messages that are kept; for more, the oldest that were written to KAFKA_DEAD_LETTER_TOPIC make room, and without such of new ones only the first 1 KiB is kept, with size and SHA-256.',
  }),
  maxItemsPerDimension: setting('PROFILE_MAX_ITEMS_PER_DIMENSION', integer(10, 100_000), {
    default: '2000',
    about:
      "Different items that a container's profile keeps in a dimension, all kinds of access together: beyond, paths and addresses become fewer, and other items make it full. As many again of pods that show more than that by themselves.",
  }),
};
