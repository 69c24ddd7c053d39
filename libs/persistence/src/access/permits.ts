import { z } from 'zod';
import { all, type Binding } from './binding.js';

/** Where something lies. The namespace of what has none is the empty string: only `all` namespaces reach it. */
export interface Place {
  readonly cluster: string;
  readonly namespace: string;
}

/** Every cluster × every namespace of it; absent or empty: all there are and will be. */
export interface Area {
  readonly clusters?: readonly string[] | undefined;
  readonly namespaces?: readonly string[] | undefined;
}

/** An area as `storedAreas` stores it. */
export const storedArea = z.object({
  clusters: z.array(z.string()).optional(),
  namespaces: z.array(z.string()).optional(),
});

/** `all`, or the names. */
type Names = typeof all | ReadonlySet<string>;

/** Whether one of the bindings reaches a place. */
export function permitsPlace(held: readonly Binding[], { cluster, namespace }: Place): boolean {
  return held.some(
    ({ clusters, namespaces }) =>
      (clusters === all || clusters.includes(cluster)) &&
      (namespaces === all || namespaces.includes(namespace)),
  );
}

/**
 * Whether the bindings together reach every place of an area. Several may share the work: one reaches
 * cluster a, another b. An area without limit needs a binding without one.
 */
export function permitsArea(held: readonly Binding[], { clusters, namespaces }: Area): boolean {
  const sets = held.map((each) => ({
    clusters: namesOf(each.clusters),
    namespaces: namesOf(each.namespaces),
  }));
  const everywhere = sets.filter((each) => each.clusters === all);
  // What reaches a cluster that has no name yet reaches all that have one.
  if (clusters === undefined || clusters.length === 0) return reachAll(everywhere, namespaces);
  // Clusters reached by the same bindings need one look together, as a scope may name a thousand of them.
  const groups = new Map<string, readonly { readonly namespaces: Names }[]>();
  for (const cluster of clusters) {
    const indices = sets.flatMap((each, index) =>
      each.clusters === all || each.clusters.has(cluster) ? [index] : [],
    );
    const key = indices.join();
    if (!groups.has(key))
      groups.set(
        key,
        sets.filter((_, index) => indices.includes(index)),
      );
  }
  return [...groups.values()].every((group) => reachAll(group, namespaces));
}

function namesOf(names: typeof all | readonly string[]): Names {
  return names === all ? all : new Set(names);
}

function reachAll(
  group: readonly { readonly namespaces: Names }[],
  namespaces: readonly string[] | undefined,
): boolean {
  if (group.some((each) => each.namespaces === all)) return true;
  if (namespaces === undefined || namespaces.length === 0) return false;
  return namespaces.every((name) =>
    group.some((each) => each.namespaces === all || each.namespaces.has(name)),
  );
}
