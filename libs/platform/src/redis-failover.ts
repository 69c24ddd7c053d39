/**
 * For `reconnectOnError` of ioredis. After a failover the name of Redis leads to the new primary, but connections to the old
 * one, a replica now, last: without this, what it refuses is refused on them until the process is started again.
 */
export function isOfReplica({ message }: Error): boolean {
  return message.includes('READONLY');
}
