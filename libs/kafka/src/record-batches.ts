import { createRequire } from 'node:module';
import type { KafkaMessage } from 'kafkajs';
import { z } from 'zod';
import { unpackRecords } from './codecs.js';
import { type KafkaRecord, readRecords } from './records.js';
import { checkRecords, TooLargeBatchError } from './unpacking.js';

/** A record batch that can't be read: why, and which offsets it has. */
export interface UnreadableBatch {
  readonly reason: 'too-large' | 'unreadable';
  readonly detail: string;
}

/** kafkajs' Decoder, as far as it is used here. */
interface Decoder {
  readonly buffer: Buffer;
  offset: number;
}
type Decode = (decoder: Decoder) => Promise<unknown>;

const loadedModule = z.object({ exports: z.custom<Decode>((value) => typeof value === 'function') });

/** A record batch as it came. */
interface PackedBatch {
  readonly header: Header;
  readonly bytes: Buffer;
}

// Of what stands for a record batch among the messages that kafkajs gives.
const packed = new WeakMap<object, PackedBatch>();

let corrected = false;

/**
 * Has kafkajs 2.2.4 leave record batches packed: one message stands for each, with its last offset, until `unpackBatch` is
 * called with it. kafkajs unpacks all of a response at once, and keeps it until the last message of it is handled: as objects,
 * that is many times the limit that brokers were given, and garbage that lives just long enough to become dear. Must run
 * before anything is fetched; may run any number of times. Record batches are what brokers have written since Kafka 0.11.
 */
export function keepBatchesPacked(): void {
  if (corrected) return;
  const require = createRequire(import.meta.url);
  const path = require.resolve('kafkajs/src/protocol/recordBatch/v0/decoder');
  if (require.cache[require.resolve('kafkajs/src/protocol/requests/fetch/v4/decodeMessages')] !== undefined) {
    throw new Error('kafkajs has been used before its record batches were left packed');
  }
  require(path);
  const loaded = loadedModule.parse(require.cache[path]);
  const decode = loaded.exports;
  const cached = require.cache[path];
  if (cached !== undefined) cached.exports = (decoder: Decoder) => leavePacked(decoder, decode);
  corrected = true;
}

/** The records of the batch that a message stands for, or why they can't be read. */
export async function unpackBatch(message: KafkaMessage): Promise<readonly KafkaRecord[] | UnreadableBatch> {
  const batch = packed.get(message);
  if (batch === undefined) throw new Error('the message stands for no record batch');
  const { first, last, records, compression } = batch.header;
  try {
    checkRecords(records);
    const bytes = await unpackRecords(compression, batch.bytes.subarray(sizeOfHeader));
    return readRecords(bytes, records, Number(first));
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return {
      reason: error instanceof TooLargeBatchError ? 'too-large' : 'unreadable',
      detail: `the batch with the offsets ${first} to ${last} can't be read: ${error.message}`,
    };
  }
}

function leavePacked(decoder: Decoder, decode: Decode): Promise<unknown> {
  const header = headerAt(decoder.buffer, decoder.offset);
  // A batch that the end of the response cuts: kafkajs says so. Markers of transactions are its own affair.
  if (header === undefined || header.isControlBatch) return decode(decoder);
  const bytes = decoder.buffer.subarray(decoder.offset, header.end);
  decoder.offset = header.end;
  return Promise.resolve(standIn({ header, bytes }));
}

interface Header {
  readonly first: bigint;
  readonly last: bigint;
  readonly records: number;
  readonly producerId: bigint;
  readonly inTransaction: boolean;
  readonly isControlBatch: boolean;
  readonly compression: number;
  /** Of the last of its messages, or of the broker when it got them; milliseconds since the epoch, or -1. */
  readonly writtenAt: bigint;
  /** Where the next batch begins. */
  readonly end: number;
}

// https://kafka.apache.org/documentation/#recordbatch
const sizeOfHeader = 61;

function headerAt(buffer: Buffer, at: number): Header | undefined {
  if (at + sizeOfHeader > buffer.length) return undefined;
  const end = at + 12 + buffer.readInt32BE(at + 8);
  if (end > buffer.length) return undefined;
  const first = buffer.readBigInt64BE(at);
  const attributes = buffer.readInt16BE(at + 21);
  return {
    first,
    last: first + BigInt(buffer.readInt32BE(at + 23)),
    records: buffer.readInt32BE(at + 57),
    producerId: buffer.readBigInt64BE(at + 43),
    inTransaction: (attributes & 0x10) !== 0,
    isControlBatch: (attributes & 0x20) !== 0,
    compression: attributes & 0x07,
    writtenAt: buffer.readBigInt64BE(at + 35),
    end,
  };
}

/** A batch of one message, as the decoder gives it. */
function standIn(batch: PackedBatch): object {
  const { first, last, producerId, inTransaction, writtenAt } = batch.header;
  const batchContext = {
    firstOffset: String(first),
    producerId: String(producerId),
    inTransaction,
    isControlBatch: false,
  };
  const message = { offset: String(last), key: null, value: null, headers: {}, isControlRecord: false };
  const record = { ...message, timestamp: String(writtenAt), attributes: 0, batchContext };
  packed.set(record, batch);
  return { ...batchContext, records: [record] };
}
