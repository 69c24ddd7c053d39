import kafkajs, { type Cluster, type PartitionAssigner } from 'kafkajs';
import type { KafkaLogger } from './client.js';
import { dealOut } from './deal-out.js';

const { MemberAssignment, MemberMetadata } = kafkajs.AssignerProtocol;

/**
 * Deals out the topics of all members of a group, each among those that want it. kafkajs 2.2.4 deals out those of the member
 * that leads, to all: members that want others leave unread what they get, and of the others' own topics nothing is dealt
 * out, without any lag to be seen. So it would go in each rolling update that changes the topics.
 *
 * It has the name and the format of kafkajs' own: members that have the one or the other can be of one group.
 */
export function subscribedRoundRobin(logger: KafkaLogger): PartitionAssigner {
  return (config) => {
    const roundRobin = kafkajs.PartitionAssigners.roundRobin(config);
    return {
      ...roundRobin,
      async assign({ members, topics }) {
        const wanted = new Map(
          members.map(({ memberId, memberMetadata }) => [
            memberId,
            new Set(MemberMetadata.decode(memberMetadata)?.topics),
          ]),
        );
        const others = new Set([...wanted.values()].flatMap((each) => [...each]));
        for (const topic of topics) others.delete(topic);
        const known = [...topics, ...(await targets(config.cluster, others, logger))];
        const partitions = new Map(
          known.map((topic) => [
            topic,
            config.cluster.findTopicPartitionMetadata(topic).map(({ partitionId }) => partitionId),
          ]),
        );
        return [...dealOut(wanted, partitions)].map(([memberId, dealt]) => ({
          memberId,
          memberAssignment: MemberAssignment.encode({
            version: roundRobin.version,
            assignment: Object.fromEntries([...dealt].map(([topic, numbers]) => [topic, [...numbers]])),
            userData: Buffer.alloc(0),
          }),
        }));
      },
    };
  };
}

/** Those of the topics of other members that exist and may be seen. What is not of these must not keep the group from reading. */
async function targets(
  cluster: Cluster,
  topics: ReadonlySet<string>,
  logger: KafkaLogger,
): Promise<readonly string[]> {
  const known: string[] = [];
  for (const topic of topics) {
    try {
      await cluster.addMultipleTargetTopics([topic]);
      known.push(topic);
    } catch (error) {
      logger.warn({ err: error, topic }, 'kafka: a topic of another member of the group is not dealt out');
    }
  }
  return known;
}
