/** Something to be grouped: the permissions that it needs, and how many workloads need just these. */
export interface Member {
  readonly privileges: ReadonlyMap<string, number>;
  readonly workloads: number;
}

interface Group {
  readonly members: readonly number[];
  readonly privileges: ReadonlyMap<string, number>;
  readonly weight: number;
  readonly workloads: number;
}

/**
 * Puts members into at most `most` groups, so that the sum over all workloads of what their group's permissions count
 * beyond their own becomes small: the two groups that add least are put together until there are few enough, then single
 * members change over as long as that makes the sum smaller. A heuristic: the least sum is not guaranteed. Deterministic
 * for members in the same order. Quadratic in the number of members.
 */
export function clusterPrivileges(members: readonly Member[], most: number): number[][] {
  let groups = members.map(({ privileges, workloads }, index): Group => ({
    members: [index],
    privileges,
    weight: sum(privileges),
    workloads,
  }));
  const nearest = groups.map((group, index) => nearestAfter(groups, group, index));
  while (groups.length > Math.max(1, most)) {
    const best = leastIndex(nearest.map(({ cost }) => cost));
    const partner = nearest[best]?.index ?? best + 1;
    const [left, right] = [groups[best], groups[partner]];
    if (left === undefined || right === undefined) break;
    groups = groups.filter((_, index) => index !== partner);
    groups[best] = merge(left, right);
    nearest.splice(partner, 1);
    for (const [index, group] of groups.entries()) {
      const known = nearest[index];
      // only those need to look again whose nearest is gone or changed, or that have come nearer to the merged one
      if (index === best || known === undefined || known.index === best || known.index === partner) {
        nearest[index] = nearestAfter(groups, group, index);
        continue;
      }
      const moved = known.index > partner ? { ...known, index: known.index - 1 } : known;
      const merged = groups[best];
      const cost = index < best && merged !== undefined ? mergeCost(group, merged) : Number.POSITIVE_INFINITY;
      nearest[index] = cost < moved.cost ? { index: best, cost } : moved;
    }
  }
  return improve(
    groups.map((group) => [...group.members]),
    members,
  );
}

interface Neighbour {
  readonly index: number;
  readonly cost: number;
}

function nearestAfter(groups: readonly Group[], group: Group, index: number): Neighbour {
  let best: Neighbour = { index: index + 1, cost: Number.POSITIVE_INFINITY };
  for (let other = index + 1; other < groups.length; other += 1) {
    const candidate = groups[other];
    if (candidate === undefined) continue;
    const cost = mergeCost(group, candidate);
    if (cost < best.cost) best = { index: other, cost };
  }
  return best;
}

/** By how much the sum grows if two groups become one. */
function mergeCost(a: Group, b: Group): number {
  let common = 0;
  const [small, large] = a.privileges.size < b.privileges.size ? [a, b] : [b, a];
  for (const [name, weight] of small.privileges) if (large.privileges.has(name)) common += weight;
  const together = a.weight + b.weight - common;
  return a.workloads * (together - a.weight) + b.workloads * (together - b.weight);
}

function merge(a: Group, b: Group): Group {
  const privileges = new Map([...a.privileges, ...b.privileges]);
  return {
    members: [...a.members, ...b.members],
    privileges,
    weight: sum(privileges),
    workloads: a.workloads + b.workloads,
  };
}

const MAX_ROUNDS = 20;

function improve(groups: number[][], members: readonly Member[]): number[][] {
  if (groups.length === 1 || members.length > 400) return groups;
  const costs = groups.map((group) => costOf(group, members));
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    let improved = false;
    for (const [index] of members.entries()) {
      const from = groups.findIndex((group) => group.includes(index));
      const home = groups[from] ?? [];
      if (home.length === 1) continue;
      const without = home.filter((each) => each !== index);
      const saved = (costs[from] ?? 0) - costOf(without, members);
      for (const [to, group] of groups.entries()) {
        if (to === from) continue;
        const added = costOf([...group, index], members) - (costs[to] ?? 0);
        if (added >= saved) continue;
        groups[from] = without;
        groups[to] = [...group, index];
        costs[from] = costOf(without, members);
        costs[to] = (costs[to] ?? 0) + added;
        improved = true;
        break;
      }
    }
    if (!improved) break;
  }
  return groups.map((group) => group.toSorted((a, b) => a - b));
}

function costOf(group: readonly number[], members: readonly Member[]): number {
  const privileges = new Map<string, number>();
  let own = 0;
  let workloads = 0;
  for (const index of group) {
    const member = members[index];
    if (member === undefined) continue;
    for (const [name, weight] of member.privileges) privileges.set(name, weight);
    own += member.workloads * sum(member.privileges);
    workloads += member.workloads;
  }
  return workloads * sum(privileges) - own;
}

function sum(privileges: ReadonlyMap<string, number>): number {
  let total = 0;
  for (const weight of privileges.values()) total += weight;
  return total;
}

function leastIndex(values: readonly number[]): number {
  let best = 0;
  for (const [index, value] of values.entries()) if (value < (values[best] ?? 0)) best = index;
  return best;
}
