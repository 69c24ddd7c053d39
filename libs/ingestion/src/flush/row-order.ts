/**
 * The rows of the places 0 to `length` - 1, in the order of their first ranks, those of equal ones in the order of the next
 * ranks, and so on. Ranks are small: they are counted, which takes no comparing.
 */
export function orderedBy(length: number, ...ranks: readonly Uint32Array[]): Uint32Array {
  let order = new Uint32Array(length);
  for (let row = 0; row < length; row += 1) order[row] = row;
  for (const each of ranks.toReversed()) order = stablySorted(order, each);
  return order;
}

/** The rank of each value among those that differ. */
export function ranksOf<T>(values: ArrayLike<T> & Iterable<T>, compare: (a: T, b: T) => number): Uint32Array {
  const rankOf = new Map([...new Set(values)].sort(compare).map((value, rank) => [value, rank]));
  const ranks = new Uint32Array(values.length);
  let row = 0;
  for (const value of values) {
    ranks[row] = rankOf.get(value) ?? 0;
    row += 1;
  }
  return ranks;
}

function stablySorted(order: Uint32Array, ranks: Uint32Array): Uint32Array<ArrayBuffer> {
  let most = 0;
  for (const rank of ranks) if (rank > most) most = rank;
  const nextOf = new Uint32Array(most + 2);
  for (const rank of ranks) nextOf[rank + 1] = (nextOf[rank + 1] ?? 0) + 1;
  for (let rank = 1; rank <= most; rank += 1) nextOf[rank] = (nextOf[rank] ?? 0) + (nextOf[rank - 1] ?? 0);
  const sorted = new Uint32Array(order.length);
  for (const row of order) {
    const rank = ranks[row] ?? 0;
    const at = nextOf[rank] ?? 0;
    sorted[at] = row;
    nextOf[rank] = at + 1;
  }
  return sorted;
}
