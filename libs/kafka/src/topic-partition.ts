export interface TopicPartition {
  readonly topic: string;
  readonly partition: number;
}

/** Tells partitions apart; no topic has a slash in its name. */
export function partitionKey({ topic, partition }: TopicPartition): string {
  return `${topic}/${partition}`;
}

export interface PartitionOffset extends TopicPartition {
  readonly offset: number;
}
