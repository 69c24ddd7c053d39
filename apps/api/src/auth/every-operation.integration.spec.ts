import {
  type Binding,
  createDataSource,
  everywhereAs,
  issueApiKey,
  type Role,
  roles,
} from '#libs/persistence';
import { loadConfig } from '#libs/platform';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { wasLetPass } from '../../../../test/fixtures/documented-answers.js';
import { jsonSchema, placeMembers, placesNamed } from '../../../../test/fixtures/place-names.js';
import {
  deploymentIn,
  type Naming,
  type Place,
  policyNamed,
  requestsWithPlaces,
  type Respect,
  respects,
} from '../../../../test/fixtures/requests-with-places.js';
import { createDatabase } from '../../../../test/services/index.js';
import { createApplication } from '../create-application.js';
import { type HeldTo, heldTo } from './held-to.js';

/** Where objects of the test are: in the place that the keys are bound to, or elsewhere in one respect. */
const worlds = {
  own: { project: 'own-project', cluster: 'own-cluster', namespace: 'own-namespace' },
  project: { project: 'foreign-project', cluster: 'own-cluster', namespace: 'own-namespace' },
  cluster: { project: 'own-project', cluster: 'foreign-cluster', namespace: 'own-namespace' },
  namespace: { project: 'own-project', cluster: 'own-cluster', namespace: 'foreign-namespace' },
} as const;
type World = 'own' | Respect;
const worldNames: readonly World[] = ['own', ...respects];

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
type Method = (typeof methods)[number];
const openApi = z.object({
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.object({
        operationId: z.string(),
        'x-access': z.union([z.literal('public'), z.array(z.enum(roles))]),
        'x-access-unlimited': z.literal(true).optional(),
        parameters: z.array(z.object({ name: z.string(), in: z.string() })).default([]),
        requestBody: z
          .object({ content: z.record(z.string(), z.object({ schema: jsonSchema.optional() })) })
          .optional(),
        responses: z.record(z.string(), z.unknown()),
      }),
    ),
  ),
  components: z.object({ schemas: z.record(z.string(), jsonSchema) }),
});
interface Operation {
  readonly method: Method;
  readonly path: string;
  readonly permitted: readonly Role[];
  readonly held: readonly HeldTo[];
  readonly id: string;
  /** The statuses that it documents. */
  readonly documented: readonly string[];
  /** What of its query and its body names places; undefined if it has neither such parameters nor a body. */
  readonly places: readonly string[] | undefined;
}

let app: NestFastifyApplication;
let dataSource: DataSource;
let admin: string;
const limited = new Map<Role, string>();
/** Of an admin of each world alone: what is made with it is of that world. */
const admins = new Map<World, string>();
const objects = new Map<World, ReadonlyMap<string, string>>();
/** Of the first policy of each world, which is the one in `objects`. */
const policyNames = new Map<World, string>();

beforeAll(async () => {
  const config = loadConfig({ DATABASE_URL: await createDatabase(), LOG_LEVEL: 'silent' });
  dataSource = await createDataSource(config.database).initialize();
  app = await createApplication(config);
  admin = await key(everywhereAs('admin'));
  const { project, cluster, namespace } = worlds.own;
  for (const role of roles) {
    // An agent is bound to whole clusters.
    const namespaces = role === 'agent' ? 'all' : [namespace];
    limited.set(role, await key({ role, project, clusters: [cluster], namespaces }));
  }
  for (const world of worldNames) {
    const { project: of, cluster: where, namespace: part } = worlds[world];
    admins.set(world, await key({ role: 'admin', project: of, clusters: [where], namespaces: [part] }));
  }
  for (const name of [worlds.own.project, worlds.project.project]) await make('/projects', { name });
  for (const { cluster: name, namespace: place } of [worlds.own, worlds.cluster, worlds.namespace])
    await make(`/clusters/${name}/manifests`, { manifests: [deploymentIn(place)] });
  for (const world of worldNames) objects.set(world, await objectsOf(world));
});
afterAll(async () => {
  await app.close();
  await dataSource.destroy();
});

async function key(...bindings: readonly Binding[]): Promise<string> {
  return (await issueApiKey(dataSource.manager, { name: 'somebody', bindings })).key;
}

async function call(bearer: string, method: Method, path: string, payload?: object) {
  const headers = { authorization: `Bearer ${bearer}` };
  const given = payload === undefined ? {} : { payload };
  const response = await app.inject({ method, url: `/api/v1${path}`, headers, ...given });
  return { status: response.statusCode, text: response.body };
}

/** Makes something as admin without limits, or with another key, and returns its id. */
async function make(path: string, payload: object, bearer = admin): Promise<string> {
  const { status, text } = await call(bearer, 'POST', path, payload);
  const body = z.looseObject({ id: z.string().default('') }).parse(JSON.parse(text));
  expect({ path, status, text }).toEqual({ path, status: expect.toSatisfy((code) => code < 300), text });
  return body.id;
}

let made = 0;
function fresh(): string {
  made += 1;
  return `fresh-${made}`;
}

const makers: Readonly<Record<string, (world: World) => Promise<string>>> = {
  policies: (world) => {
    const name = fresh();
    if (!policyNames.has(world)) policyNames.set(world, name);
    return make(`/policies?project=${worlds[world].project}`, policyNamed(name));
  },
  simulations: (world) => {
    const { project, cluster, namespace } = worlds[world];
    const scope = { clusters: [cluster], namespaces: [namespace] };
    return make(`/simulations?project=${project}`, {
      policies: [{ document: policyNamed('inline') }],
      scope,
    });
  },
  workloads: async (world) => {
    const { cluster, namespace } = worlds[world];
    const { text } = await call(admin, 'GET', `/workloads?cluster=${cluster}&namespace=${namespace}`);
    return z.object({ items: z.tuple([z.object({ id: z.string() })]) }).parse(JSON.parse(text)).items[0].id;
  },
  keys: (world) => make('/keys', { name: world, bindings: [everywhereAs('viewer')] }),
  webhooks: (world) => make('/webhooks', { url: 'https://example.com/' }, admins.get(world)),
  deletions: async (world) => {
    const { cluster, namespace } = worlds[world];
    const { text } = await call(admin, 'DELETE', `/clusters/${cluster}/namespaces/${namespace}`);
    return z.object({ id: z.string() }).parse(JSON.parse(text)).id;
  },
};

/** One object of each kind that routes name by id. No worker runs: nothing is evaluated, and nothing erased. */
async function objectsOf(world: World): Promise<ReadonlyMap<string, string>> {
  const ids = new Map<string, string>();
  for (const [kind, maker] of Object.entries(makers)) ids.set(kind, await maker(world));
  return ids;
}

async function operations(): Promise<readonly Operation[]> {
  const document: unknown = JSON.parse((await app.inject({ method: 'GET', url: '/api/openapi.json' })).body);
  const { paths, components } = openApi.parse(document);
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).flatMap(([name, operation]) => {
      const method = methods.find((known) => known.toLowerCase() === name);
      if (method === undefined) throw new Error(`method ${name} is not among those tested`);
      const { 'x-access': permitted, parameters, requestBody, operationId: id } = operation;
      if (permitted === 'public') return [];
      const held = heldTo(path, operation['x-access-unlimited'] === true);
      const documented = Object.keys(operation.responses);
      const inQuery = parameters.filter((each) => each.in === 'query' && isRespect(each.name));
      const inBody = Object.values(requestBody?.content ?? {}).flatMap(({ schema }) =>
        placeMembers(schema, components.schemas),
      );
      const isAsked = inQuery.length > 0 || requestBody !== undefined;
      const places = isAsked ? [...inQuery.map((each) => `?${each.name}`), ...inBody] : undefined;
      return [{ method, path, permitted, held, id, documented, places }];
    }),
  );
}

function isRespect(name: string): boolean {
  return respects.some((respect) => respect === name);
}

const missingId = '00000000-0000-4000-8000-000000000000';

/** The path of an operation on what is in a world; `other`: an id in place of the one that all share. */
function pathIn(world: World, path: string, other?: string): string {
  const kind = path.split('/')[3] ?? '';
  const values: Readonly<Record<string, string>> = {
    ...worlds[world],
    id: other ?? objects.get(world)?.get(kind) ?? missingId,
    kind: 'Deployment',
    name: 'app',
    revision: '1',
    decision: missingId,
  };
  return path.replace('/api/v1', '').replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name] ?? missingId);
}

/** In which worlds an operation can find something by its path. */
function worldsOf({ path, held }: Operation): readonly World[] {
  if (held.includes('everything') || !path.includes('{')) return ['own'];
  return worldNames.filter((world) => {
    if (world === 'own') return true;
    // A cluster of which one sees another namespace is there; what of it is seen is tested by its content.
    const namesNamespace = path.includes('{id}') || path.includes('{namespace}');
    return held.includes(world) && (world !== 'namespace' || namesNamespace);
  });
}

function outcomeOf({ documented }: Operation, status: number, text: string): string {
  if (wasLetPass(status, documented)) return 'passes';
  // Beneath what is there something may still be missing, such as a result that no worker has stored.
  const isBeneath = /no result for|no such decision|no delivery|no policies were generated/i.test(text);
  return status === 404 && isBeneath ? 'passes' : String(status);
}

describe('every operation, with each role, on what is its own and what is foreign', () => {
  it('answers as docs/access.md says', async () => {
    const found: string[] = [];
    const expected: string[] = [];
    for (const operation of await operations()) {
      const { method, path, permitted, held } = operation;
      const kind = path.split('/')[3] ?? '';
      for (const role of roles) {
        const may = permitted.includes(role);
        for (const world of worldsOf(operation)) {
          const isOwn = world === 'own';
          const other = method === 'DELETE' && isOwn && may ? await makers[kind]?.('own') : undefined;
          const { status, text } = await call(limited.get(role) ?? '', method, pathIn(world, path, other));
          const line = `${method} ${path} ${role} on ${isOwn ? 'own' : `foreign ${world}`}:`;
          found.push(`${line} ${outcomeOf(operation, status, text)}`);
          const refused = !may || held.includes('everything') ? '403' : isOwn ? ownOutcome(operation) : '404';
          expected.push(`${line} ${refused}`);
        }
      }
    }
    expect(found).toEqual(expected);
    expect(found.length).toBeGreaterThan(250);
  });

  it('shows nothing of what is foreign in what it answers', async () => {
    const foreign = [
      worlds.project.project,
      worlds.cluster.cluster,
      worlds.namespace.namespace,
      objects.get('project')?.get('policies') ?? '',
      ...(['project', 'cluster', 'namespace'] as const).map(
        (world) => objects.get(world)?.get('simulations') ?? '',
      ),
      ...(['project', 'cluster', 'namespace'] as const).map(
        (world) => objects.get(world)?.get('webhooks') ?? '',
      ),
      ...(['cluster', 'namespace'] as const).flatMap((world) =>
        ['workloads', 'deletions'].map((kind) => objects.get(world)?.get(kind) ?? ''),
      ),
    ];
    const shown: string[] = [];
    let asked = 0;
    for (const { method, path, permitted, held } of await operations()) {
      if (method !== 'GET' || held.includes('everything')) continue;
      for (const role of roles.filter((each) => permitted.includes(each))) {
        const { text } = await call(limited.get(role) ?? '', method, pathIn('own', path));
        asked += 1;
        shown.push(
          ...foreign.filter((name) => text.includes(name)).map((name) => `${path} ${role}: ${name}`),
        );
      }
    }
    expect(shown).toEqual([]);
    expect(asked).toBeGreaterThan(30);
    // The same marks are found by somebody without limits, so the test can see them.
    const lists = [
      '/policies',
      '/simulations',
      '/workloads',
      '/clusters',
      '/projects',
      '/deletions',
      '/webhooks',
    ];
    const everything = await Promise.all(lists.map(async (path) => (await call(admin, 'GET', path)).text));
    expect(foreign.filter((name) => !everything.join().includes(name))).toEqual([]);
  });
});

/** What is one's own answers; but a whole cluster is more than one namespace of it. */
function ownOutcome({ method, path }: Operation): string {
  const whole =
    (method === 'DELETE' && path === '/api/v1/clusters/{cluster}') ||
    (method === 'PUT' && path === '/api/v1/clusters/{cluster}/manifests');
  return whole ? '403' : 'passes';
}

describe('every operation that takes a body, or names a place in its query', () => {
  // Nothing works off the deletions that were requested before, and while they go on uploads are refused.
  beforeEach(() => dataSource.query("UPDATE deletions SET status = 'succeeded', finished_at = now()"));

  it('has requests that name each place that it takes', async () => {
    const missing = (await operations()).flatMap(({ id, places }) => {
      if (places === undefined) return [];
      const namings = requestsWithPlaces[id];
      if (namings === undefined) return [id];
      const named = new Set(namings.flatMap((naming) => namesOf(naming)));
      return places.filter((each) => !named.has(each)).map((each) => `${id} ${each}`);
    });
    expect(missing).toEqual([]);
    const known = (await operations()).filter(({ places }) => places !== undefined).map(({ id }) => id);
    expect(Object.keys(requestsWithPlaces).toSorted()).toEqual(known.toSorted());
  });

  it('refuses what names a foreign place, and shows nothing of it', async () => {
    const [found, expected]: [string[], string[]] = [[], []];
    for (const operation of await operations()) {
      for (const naming of requestsWithPlaces[operation.id] ?? []) {
        for (const role of roles) {
          for (const world of worldNames) {
            if (world !== 'own' && naming.foreign?.[world] === undefined) continue;
            const line = `${operation.id} by ${naming.by}, ${role}, ${world}:`;
            found.push(`${line} ${await answerTo(limited.get(role) ?? '', operation, naming, world)}`);
            expected.push(`${line} ${answerFor(role, operation, naming, world)}`);
          }
        }
      }
    }
    expect(found).toEqual(expected);
    expect(found.length).toBeGreaterThan(500);
  });

  it('takes the same from somebody without limits', async () => {
    const [found, expected]: [string[], string[]] = [[], []];
    for (const operation of await operations()) {
      for (const naming of requestsWithPlaces[operation.id] ?? []) {
        const line = `${operation.id} by ${naming.by}:`;
        found.push(`${line} ${await answerTo(admin, operation, naming, 'own')}`);
        expected.push(`${line} ${naming.answers}`);
      }
    }
    expect(found).toEqual(expected);
  });
});

function placeOf(world: World): Place {
  return {
    ...worlds[world],
    policy: objects.get(world)?.get('policies') ?? '',
    policyName: policyNames.get(world) ?? '',
    fresh: fresh(),
  };
}

/** What a naming names and says the answer of where it is foreign, as `places` of an operation. */
function namesOf({ query, body, foreign = {} }: Naming): readonly string[] {
  const place = placeOf('own');
  const inQuery = Object.keys(query?.(place) ?? {}).map((name) => `?${name}`);
  const isAnswered = (name: string) => respects.some((each) => each in foreign && name.includes(each));
  return [...inQuery, ...placesNamed(body?.(place))].filter((name) =>
    isAnswered(name.split('.').at(-1) ?? ''),
  );
}

/** What is answered to a call whose path is about what is one's own, and whose query and body are about a world. */
async function answerTo(bearer: string, operation: Operation, naming: Naming, world: World): Promise<string> {
  const place = placeOf(world);
  const query = new URLSearchParams(naming.query?.(place)).toString();
  const path = `${pathIn('own', operation.path)}?${query}`;
  const { status, text } = await call(bearer, operation.method, path, naming.body?.(place));
  const { items, errors } = answer.parse(text.startsWith('{') ? JSON.parse(text) : {});
  const shows =
    bearer !== admin && status < 300 && text.includes('foreign-') ? ['shows what is foreign'] : [];
  const codes = errors.flatMap(({ code }) => code ?? []);
  return [status, ...(items?.length === 0 ? ['empty'] : []), ...codes, ...shows].join(' ');
}
const answer = z.object({
  items: z.array(z.unknown()).optional(),
  errors: z.array(z.object({ code: z.string().optional() })).default([]),
});

function answerFor(role: Role, { permitted, held }: Operation, naming: Naming, world: World): string {
  const isBoundToSome = role !== 'agent';
  if (!permitted.includes(role) || held.includes('everything')) return '403';
  if (naming.whole === true && isBoundToSome && world !== 'cluster') return '403';
  const isOwn = world === 'own' || (world === 'namespace' && !isBoundToSome);
  return isOwn ? naming.answers : (naming.foreign?.[world] ?? naming.answers);
}
