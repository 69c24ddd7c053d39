export { createKafka, endlessRetry, type KafkaLogger, type KafkaSettings } from './client.js';
export {
  EventStream,
  type StreamBatch,
  type StreamHandler,
  type StreamMessage,
  type StreamState,
} from './event-stream.js';
export { type PartitionEnd, PartitionEnds } from './partition-ends.js';
export { unpackBatch, type UnreadableBatch } from './record-batches.js';
export { MessagesTooLargeError, MessageWriter, type OutgoingMessage } from './message-writer.js';
export { partitionKey, type PartitionOffset, type TopicPartition } from './topic-partition.js';
