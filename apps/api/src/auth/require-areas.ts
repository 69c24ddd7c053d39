import type { Area, Place, Reach } from '#libs/persistence';
import { ForbiddenError, InvalidError } from '#libs/platform';

/** Namespaces of clusters that an area may name: who may see what is about it is decided by each of them. */
const mostPlaces = 10_000;

/**
 * What a request is about by the names of clusters and namespaces has to be within the reach of its caller.
 *
 * @throws {ForbiddenError} (403), whether or not there is anything of those names
 * @throws {InvalidError} (422) for more of them than can be looked at each time
 */
export function requireAreas(reach: Reach, areas: readonly Area[], pointer: string): void {
  for (const { clusters = [], namespaces = [] } of areas) {
    if (clusters.length * namespaces.length <= mostPlaces) continue;
    const detail = `must not name more than ${mostPlaces} namespaces, those of each cluster counted; it names ${namespaces.length} of ${clusters.length} clusters`;
    throw new InvalidError('The scope is too large.', { mistakes: [{ pointer, detail }] });
  }
  const beyond = areas.filter((area) => !reach.permitsArea(area));
  if (beyond.length === 0) return;
  throw new ForbiddenError('This call reaches beyond what the caller is bound to.', {
    mistakes: beyond.slice(0, 100).map((area) => ({ pointer, detail: `not permitted: ${areaText(area)}` })),
  });
}

/** The same for single places; the namespace of what has none is empty. */
export function requirePlaces(reach: Reach, places: Iterable<Place>, pointer: string): void {
  const beyond = new Set<string>();
  for (const place of places) {
    if (reach.permitsPlace(place)) continue;
    const { cluster, namespace } = place;
    beyond.add(
      namespace === ''
        ? `objects of cluster ${cluster} that belong to no namespace`
        : areaText({ clusters: [cluster], namespaces: [namespace] }),
    );
  }
  if (beyond.size === 0) return;
  throw new ForbiddenError('This call reaches beyond what the caller is bound to.', {
    mistakes: [...beyond]
      .sort()
      .slice(0, 100)
      .map((text) => ({ pointer, detail: `not permitted: ${text}` })),
  });
}

function areaText({ clusters = [], namespaces = [] }: Area): string {
  return `${namesText('namespace', namespaces)} of ${namesText('cluster', clusters)}`;
}

function namesText(what: string, names: readonly string[]): string {
  if (names.length === 0) return `every ${what}`;
  const shown = names.slice(0, 10).join(', ');
  return `${what} ${shown}${names.length > 10 ? ` and ${names.length - 10} more` : ''}`;
}
