import { createRequire } from 'node:module';
import { z } from 'zod';
import { beginBatch, TooLargeBatchError } from './unpacking.js';

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

// Of what stands for an unreadable batch among the messages that kafkajs gives.
const unreadable = new WeakMap<object, UnreadableBatch>();

/** Why a message is none, if it stands for a record batch that can't be read. Its offset is the last of the batch. */
export function unreadableBatchOf(message: object): UnreadableBatch | undefined {
  return unreadable.get(message);
}

let bounded = false;

/**
 * Has kafkajs 2.2.4 unpack no more of a response than there is room for, and go on behind a record batch that can't be read:
 * it would fetch it again for ever, and nothing else. One message stands for such a batch, see `unreadableBatchOf`. Must run
 * before anything is fetched; may run any number of times. Record batches are what brokers have written since Kafka 0.11.
 */
export function boundRecordBatches(): void {
  if (bounded) return;
  const require = createRequire(import.meta.url);
  const path = require.resolve('kafkajs/src/protocol/recordBatch/v0/decoder');
  if (require.cache[require.resolve('kafkajs/src/protocol/requests/fetch/v4/decodeMessages')] !== undefined) {
    throw new Error('kafkajs has been used before its record batches were bounded');
  }
  require(path);
  const loaded = loadedModule.parse(require.cache[path]);
  const decode = loaded.exports;
  const cached = require.cache[path];
  if (cached !== undefined) cached.exports = (decoder: Decoder) => decodeWithin(decoder, decode);
  bounded = true;
}

async function decodeWithin(decoder: Decoder, decode: Decode): Promise<unknown> {
  const header = headerAt(decoder.buffer, decoder.offset);
  if (header === undefined) return decode(decoder); // a batch that the end of the response cuts: kafkajs says so
  try {
    beginBatch(decoder.buffer, header.records);
    return await decode(decoder);
  } catch (error) {
    if (!(error instanceof Error) || error.name === 'KafkaJSPartialMessageError') throw error;
    decoder.offset = header.end;
    return standIn(header, {
      reason: error instanceof TooLargeBatchError ? 'too-large' : 'unreadable',
      detail: `the batch with the offsets ${header.first} to ${header.last} can't be read: ${error.message}`,
    });
  }
}

interface Header {
  readonly first: bigint;
  readonly last: bigint;
  readonly records: number;
  readonly producerId: bigint;
  readonly inTransaction: boolean;
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
  return {
    first,
    last: first + BigInt(buffer.readInt32BE(at + 23)),
    records: buffer.readInt32BE(at + 57),
    producerId: buffer.readBigInt64BE(at + 43),
    inTransaction: (buffer.readInt16BE(at + 21) & 0x10) !== 0,
    end,
  };
}

/** A batch of one message, as the decoder gives it. */
function standIn({ first, last, producerId, inTransaction }: Header, why: UnreadableBatch): object {
  const batchContext = {
    firstOffset: String(first),
    producerId: String(producerId),
    inTransaction,
    isControlBatch: false,
  };
  const message = { offset: String(last), key: null, value: null, headers: {}, isControlRecord: false };
  const record = { ...message, timestamp: '0', attributes: 0, batchContext };
  unreadable.set(record, why);
  return { ...batchContext, records: [record] };
}
