/** Numbers from 0 to below 1, the same for the same seed (mulberry32). */
function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Groups of 2 to `largest` different members, drawn at random. None if there are fewer than two members. */
export function randomGroups<T>(members: readonly T[], groups: number, largest: number, seed: number): T[][] {
  const random = randomNumbers(seed);
  const most = Math.min(largest, members.length);
  if (most < 2) return [];
  return Array.from({ length: groups }, () => {
    const size = 2 + Math.floor(random() * (most - 1));
    const positions = new Set<number>();
    while (positions.size < size) positions.add(Math.floor(random() * members.length));
    return [...positions].flatMap((position) => members.slice(position, position + 1));
  });
}
