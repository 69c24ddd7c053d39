/** Partitions by topic. */
export type Dealt = ReadonlyMap<string, readonly number[]>;

/**
 * Which partitions each member of a consumer group reads. Each goes to the one of those that want its topic that has the
 * fewest by then, the topics first that few want: evenly where that can be, and in turns where all want the same. A topic that
 * nobody wants is read by nobody. The same whatever the order of members, topics and partitions.
 *
 * @param wanted topics by the id of the member that wants them
 * @param partitions of all topics that there are
 * @returns partitions by the id of the member; of each member there is an entry
 */
export function dealOut(
  wanted: ReadonlyMap<string, ReadonlySet<string>>,
  partitions: Dealt,
): ReadonlyMap<string, Dealt> {
  const members = [...wanted.keys()]
    .sort()
    .map((id) => ({ id, count: 0, dealt: new Map<string, number[]>() }));
  const topics = [...partitions.keys()]
    .sort()
    .map((topic) => ({ topic, takers: members.filter(({ id }) => wanted.get(id)?.has(topic)) }))
    .sort((a, b) => a.takers.length - b.takers.length);
  for (const { topic, takers } of topics) {
    for (const partition of [...(partitions.get(topic) ?? [])].sort((a, b) => a - b)) {
      let least = takers[0];
      for (const taker of takers) if (least !== undefined && taker.count < least.count) least = taker;
      if (least === undefined) continue;
      least.count += 1;
      const dealt = least.dealt.get(topic);
      if (dealt === undefined) least.dealt.set(topic, [partition]);
      else dealt.push(partition);
    }
  }
  return new Map(members.map(({ id, dealt }) => [id, dealt]));
}
