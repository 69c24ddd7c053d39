import { loadConfig } from '#libs/platform';
import fc from 'fast-check';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createDatabase } from '../../../../test/services/index.js';
import { createDataSource } from '../data-source.js';
import { rows } from '../rows.js';
import type { Binding } from './binding.js';
import type { Area } from './permits.js';
import { inClusters, inPlaces, inProjects, inProjectsAndAreas, storedAreas } from './reach-conditions.js';
import { Reach } from './reach.js';

let dataSource: DataSource;
beforeAll(async () => {
  dataSource = await createDataSource(
    loadConfig({ DATABASE_URL: await createDatabase() }).database,
  ).initialize();
});
afterAll(() => dataSource.destroy());

const names = ['a', 'b', 'c'];
const some = fc.subarray(names, { minLength: 1 });
const part = fc.oneof(fc.constant('all' as const), some);
const held = fc.array(
  fc.record({
    project: fc.constantFrom('all', 'shop', 'bank'),
    clusters: part,
    namespaces: part,
  }),
  { maxLength: 4 },
);
const reachOf = (limits: readonly Omit<Binding, 'role'>[]) =>
  Reach.of(
    limits.map((each) => ({ role: 'viewer' as const, ...each })),
    ['viewer'],
  );
const limit = fc.option(some, { nil: undefined });
const areas = fc.array(fc.record({ clusters: limit, namespaces: limit }), { maxLength: 3 });

/** The rows of a list of values that a condition lets through. */
async function passing<T extends readonly string[]>(
  values: readonly T[],
  columns: readonly string[],
  condition: (parameters: unknown[]) => string,
): Promise<readonly string[]> {
  const parameters: unknown[] = [JSON.stringify(values)];
  const found = await rows(
    dataSource,
    z.object({ row: z.string() }),
    `WITH given (${columns.join(', ')}, place) AS (
       SELECT ${columns.map((_, index) => `value ->> ${index}`).join(', ')}, ordinality
       FROM jsonb_array_elements($1::jsonb) WITH ORDINALITY)
     SELECT concat_ws('/', ${columns.join(', ')}) AS row FROM given WHERE ${condition(parameters)} ORDER BY place`,
    parameters,
  );
  return found.map(({ row }) => row);
}

const places = [...names, 'not-named'].flatMap((cluster) =>
  [...names, 'not-named', ''].map((namespace) => [cluster, namespace] as const),
);

describe('the conditions of lists', () => {
  it('let through the places that the bindings reach, and no others', async () => {
    await fc.assert(
      fc.asyncProperty(held, async (limits) => {
        const reach = reachOf(limits);
        const columns = { cluster: 'cluster', namespace: 'namespace' };
        expect(
          await passing(places, ['cluster', 'namespace'], (parameters) =>
            inPlaces(reach, columns, parameters),
          ),
        ).toEqual(
          places
            .filter(([cluster, namespace]) => reach.permitsPlace({ cluster, namespace }))
            .map((place) => place.join('/')),
        );
      }),
      { seed: 1, numRuns: 100 },
    );
  });

  it('let through the projects and clusters of which the bindings reach anything', async () => {
    await fc.assert(
      fc.asyncProperty(held, async (limits) => {
        const reach = reachOf(limits);
        const projects = ['bank', 'default', 'shop'].map((name) => [name] as const);
        expect(
          await passing(projects, ['project'], (parameters) => inProjects(reach, 'project', parameters)),
        ).toEqual(projects.flat().filter((name) => reach.permitsProject(name)));
        const clusters = names.map((name) => [name] as const);
        expect(
          await passing(clusters, ['cluster'], (parameters) => inClusters(reach, 'cluster', parameters)),
        ).toEqual(names.filter((name) => reach.permitsCluster(name)));
      }),
      { seed: 2, numRuns: 100 },
    );
  });

  it('let through what belongs to a project if the bindings to it reach all of its areas', async () => {
    await fc.assert(
      fc.asyncProperty(held, fc.constantFrom('shop', 'bank'), areas, async (limits, project, own) => {
        const reach = reachOf(limits);
        const columns = { project: 'project', areas: 'areas::jsonb' };
        const found = await passing(
          [[project, storedAreas(own)] as const],
          ['project', 'areas'],
          (parameters) => inProjectsAndAreas(reach, columns, parameters),
        );
        const inProject = reach.within(project);
        const permitted = !inProject.isNothing && own.every((area: Area) => inProject.permitsArea(area));
        expect(found.length === 1).toBe(permitted);
      }),
      { seed: 3, numRuns: 300 },
    );
  });
});
