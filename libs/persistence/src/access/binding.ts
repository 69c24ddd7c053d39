import { plainText } from '#libs/events';
import { z } from 'zod';

export const roles = ['admin', 'editor', 'viewer', 'agent'] as const;
/**
 * What a principal may do where it is bound. admin: everything; editor: read and write policies, simulations and
 * inventory; viewer: read; agent: send runtime events, and nothing else.
 */
export type Role = (typeof roles)[number];

/** Stands for every project, cluster or namespace. No project can have this name. */
export const all = 'all';

/** The name of a project: a DNS label (RFC 1123), and not `all`. */
export const projectName = z
  .string()
  .regex(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/, 'must be a DNS label (RFC 1123)')
  .refine((name) => name !== all, 'stands for every project');

const names = z.array(plainText.min(1).max(253)).min(1).max(1_000);

/**
 * What a key or the subject of a token may do, and where. Nothing has a default: what was forgotten must not come out
 * as everything.
 */
export const binding = z
  .strictObject({
    role: z.enum(roles).meta({
      description:
        'admin: everything; editor: reads and writes policies, simulations and inventory; viewer: reads; agent: sends runtime events, nothing else.',
    }),
    project: z
      .union([z.literal(all), projectName], { error: 'must be all, or the name of a project' })
      .meta({ description: 'The name of a project, or `all`.' }),
    clusters: z
      .union([z.literal(all), names], { error: 'must be all, or a list of 1 to 1000 names' })
      .meta({ description: 'Names of clusters, or `all`.' }),
    namespaces: z
      .union([z.literal(all), names], { error: 'must be all, or a list of 1 to 1000 names' })
      .meta({ description: 'Names of namespaces, or `all`.' }),
  })
  .refine(({ role, namespaces }) => role !== 'agent' || namespaces === all, {
    path: ['namespaces'],
    error: 'must be all for the role agent: agents report on whole nodes',
  })
  .meta({ id: 'RoleBinding' });
export type Binding = Readonly<z.infer<typeof binding>>;

/** All bindings of a principal; more rights come only from more bindings. */
export const bindings = z.array(binding).min(1).max(100);

/** A role everywhere: in every project, for every cluster and namespace. */
export function everywhereAs(role: Role): Binding {
  return { role, project: all, clusters: all, namespaces: all };
}
