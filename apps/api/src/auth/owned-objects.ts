import { createHash } from 'node:crypto';
import {
  inPlaces,
  inProjects,
  inProjectsAndAreas,
  type Reach,
  rows,
  type SqlRunner,
} from '#libs/persistence';
import { ForbiddenError, NotFoundError } from '#libs/platform';
import type { LRUCache } from 'lru-cache';
import { z } from 'zod';

/** A request, as far as it names objects. */
export interface NamedObjects {
  /** The path of the route, with its parameters: `/api/v1/policies/:id`. */
  readonly route: string;
  readonly params: unknown;
  readonly query: unknown;
}

/** Objects that routes name by id: what begins with the path is about one of them. */
interface OwnedObjects {
  readonly path: string;
  /** Query parameters that name further ones. */
  readonly query?: readonly string[];
  readonly missing: (id: string) => string;
  /** SQL that finds one by its id, `$1`, where the reach permits it. */
  readonly find: (reach: Reach, parameters: unknown[]) => string;
  /**
   * Whose it is never changes, and its id is given to no other: what bindings permit once they permit as long as it is there.
   * That it is gone the handlers find out, as they do for callers without limits.
   */
  readonly keepsOwner?: true;
}

/** Digests of questions, bindings included, that were answered with yes and always will be. Those who poll ask the same again. */
export type Granted = LRUCache<string, true>;

const owned: readonly OwnedObjects[] = [
  {
    path: '/api/v1/policies/:id',
    missing: (id) => `There is no policy ${id}.`,
    find: (reach, parameters) =>
      `SELECT id FROM policies WHERE id = $1 AND ${inProjects(reach, 'project', parameters)}`,
  },
  {
    path: '/api/v1/simulations/:id',
    query: ['base'],
    missing: (id) => `There is no simulation ${id}.`,
    keepsOwner: true,
    find: (reach, parameters) =>
      `SELECT id FROM simulations
       WHERE id = $1 AND ${inProjectsAndAreas(reach, { project: 'project', areas: 'areas' }, parameters)}`,
  },
  {
    path: '/api/v1/workloads/:id',
    missing: () => 'There is no workload with this id.',
    find: (reach, parameters) => {
      const columns = { cluster: 'cluster', namespace: 'namespace' };
      return `SELECT id FROM workloads WHERE id = $1 AND ${inPlaces(reach, columns, parameters)}`;
    },
  },
  {
    path: '/api/v1/webhooks/:id',
    missing: (id) => `There is no webhook ${id}.`,
    find: (reach, parameters) =>
      `SELECT id FROM webhooks
       WHERE id = $1 AND ${inProjectsAndAreas(reach, { project: 'project', areas: 'areas' }, parameters)}`,
  },
  {
    path: '/api/v1/deletions/:id',
    missing: () => 'There is no deletion with this id.',
    find: (reach, parameters) => {
      const columns = { cluster: 'cluster', namespace: `coalesce(namespace, '')` };
      return `SELECT id FROM deletions WHERE id = $1 AND ${inPlaces(reach, columns, parameters)}`;
    },
  },
];

/** Parameters by which a route names what is known by its name alone. */
const named = z.object({
  project: z.string().optional(),
  cluster: z.string().optional(),
  namespace: z.string().optional(),
});
const byName = ['/api/v1/clusters/:cluster', '/api/v1/projects/:project'];
/** Where handlers filter by the Reach that they take, or hold a body to it. */
const collections = [
  '/api/v1/clusters',
  '/api/v1/deletions',
  '/api/v1/policies',
  '/api/v1/projects',
  '/api/v1/runtime-events',
  '/api/v1/simulations',
  '/api/v1/webhooks',
  '/api/v1/workloads',
];
const text = z.record(z.string(), z.unknown());
const found = z.object({ id: z.uuid() });

/**
 * Lets a call pass only if all that it names is within its reach. What is not is answered as if it did not exist: whether
 * it does says something of it.
 *
 * @throws {NotFoundError} (404)
 * @throws {ForbiddenError} (403) the route names something of which nobody has said whose it is
 */
export async function requireNamed(
  { runner, granted }: { readonly runner: SqlRunner; readonly granted: Granted },
  reach: Reach,
  request: NamedObjects,
): Promise<void> {
  if (reach.isUnlimited) return;
  requirePlace(reach, request.params);
  const objects = owned.find(({ path }) => isUnder(path, request.route));
  if (objects === undefined) {
    const limits = request.route.includes(':') ? byName : collections;
    if (limits.some((path) => isUnder(path, request.route))) return;
    throw new ForbiddenError('This call needs a binding to all projects, clusters and namespaces.');
  }
  const [params, query] = [text.parse(request.params), text.parse(request.query)];
  const ids = [params['id'], ...(objects.query ?? []).map((name) => query[name])];
  for (const id of ids) {
    // What is no id is the affair of the route's schema.
    if (!z.uuid().safeParse(id).success) continue;
    const parameters: unknown[] = [id];
    const sql = objects.find(reach, parameters);
    const question = objects.keepsOwner === true ? digest([sql, parameters]) : undefined;
    if (question !== undefined && granted.get(question) === true) continue;
    if ((await rows(runner, found, sql, parameters)).length === 0)
      throw new NotFoundError(objects.missing(String(id)));
    if (question !== undefined) granted.set(question, true);
  }
}

function digest(question: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(question)).digest('base64');
}

function isUnder(path: string, route: string): boolean {
  return route === path || route.startsWith(`${path}/`);
}

function requirePlace(reach: Reach, params: unknown): void {
  const { project, cluster, namespace } = named.parse(params);
  if (project !== undefined && !reach.permitsProject(project))
    throw new NotFoundError(`There is no project ${project}.`);
  if (cluster === undefined) return;
  if (namespace === undefined) {
    if (!reach.permitsCluster(cluster)) throw new NotFoundError(`There is no cluster ${cluster}.`);
  } else if (!reach.permitsPlace({ cluster, namespace })) {
    throw new NotFoundError(`There is no namespace ${namespace} in cluster ${cluster}.`);
  }
}
