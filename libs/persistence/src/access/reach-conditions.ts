import { all } from './binding.js';
import type { Area } from './permits.js';
import type { Reach } from './reach.js';

/**
 * What a reach means in SQL, so that lists are filtered before they are cut into pages. Columns are names from our own
 * code; each function adds the parameters that its condition needs to those of the statement.
 */
type Parameters = unknown[];

/** Rows of a project. */
export function inProjects(reach: Reach, column: string, parameters: Parameters): string {
  const projects = reach.bindings.map(({ project }) => project);
  if (projects.includes(all)) return 'TRUE';
  return `${column} = ANY ($${parameters.push(projects)}::text[])`;
}

/** Rows of a place. */
export function inPlaces(
  reach: Reach,
  columns: { readonly cluster: string; readonly namespace: string },
  parameters: Parameters,
): string {
  if (reach.bindings.some(({ clusters, namespaces }) => clusters === all && namespaces === all))
    return 'TRUE';
  const alternatives = reach.bindings.map(({ clusters, namespaces }) => {
    const conditions: string[] = [];
    if (clusters !== all) conditions.push(`${columns.cluster} = ANY ($${parameters.push(clusters)}::text[])`);
    if (namespaces !== all)
      conditions.push(`${columns.namespace} = ANY ($${parameters.push(namespaces)}::text[])`);
    return `(${conditions.join(' AND ')})`;
  });
  return alternatives.length === 0 ? 'FALSE' : `(${alternatives.join(' OR ')})`;
}

/** Rows of a cluster of which the reach has anything. */
export function inClusters(reach: Reach, column: string, parameters: Parameters): string {
  const clusters = reach.bindings.map((each) => each.clusters);
  if (clusters.includes(all)) return 'TRUE';
  return `${column} = ANY ($${parameters.push([...new Set(clusters.flat())])}::text[])`;
}

/** A list of areas as the column of an owned row keeps it: absent members are without limit. */
export function storedAreas(areas: readonly Area[]): string {
  return JSON.stringify(
    areas.map(({ clusters, namespaces }) => ({
      ...(clusters === undefined || clusters.length === 0 ? {} : { clusters }),
      ...(namespaces === undefined || namespaces.length === 0 ? {} : { namespaces }),
    })),
  );
}

/**
 * Rows of a project whose areas (see storedAreas) are reached as a whole by the bindings to that project; several may
 * share the work, as with permitsArea.
 */
export function inProjectsAndAreas(
  reach: Reach,
  columns: { readonly project: string; readonly areas: string },
  parameters: Parameters,
): string {
  if (reach.isUnlimited) return 'TRUE';
  const project = inProjects(reach, columns.project, parameters);
  const held = parameters.push(
    JSON.stringify(
      reach.bindings.map((each) => ({
        of_project: each.project === all ? null : each.project,
        clusters: each.clusters === all ? null : each.clusters,
        namespaces: each.namespaces === all ? null : each.namespaces,
      })),
    ),
  );
  // A name that is NULL stands for those that there are not yet: `?` is then not true.
  return `(${project} AND NOT EXISTS (
    SELECT FROM jsonb_to_recordset(${columns.areas}) AS area (clusters jsonb, namespaces jsonb)
    CROSS JOIN LATERAL (SELECT NULL::text AS name WHERE area.clusters IS NULL
      UNION ALL SELECT jsonb_array_elements_text(area.clusters)) AS cluster
    CROSS JOIN LATERAL (SELECT NULL::text AS name WHERE area.namespaces IS NULL
      UNION ALL SELECT jsonb_array_elements_text(area.namespaces)) AS namespace
    WHERE NOT EXISTS (
      SELECT FROM jsonb_to_recordset($${held}::jsonb) AS held (of_project text, clusters jsonb, namespaces jsonb)
      WHERE (held.of_project IS NULL OR held.of_project = ${columns.project})
        AND (jsonb_typeof(held.clusters) IS DISTINCT FROM 'array' OR held.clusters ? cluster.name)
        AND (jsonb_typeof(held.namespaces) IS DISTINCT FROM 'array' OR held.namespaces ? namespace.name))))`;
}
