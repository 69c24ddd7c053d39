import { all, type Area, type Binding, Reach } from '#libs/persistence';

/** What a webhook may tell of, and for whose access. */
export interface WebhookAccess {
  /** The key that it acts for; undefined: it is the affair of those without limits. */
  readonly actsFor: string | undefined;
  /** All simulations that it tells of are wholly within these. */
  readonly areas: readonly Area[];
}

/** That of a webhook that tells of everything in its project, or in all. */
export const unlimitedAccess: WebhookAccess = { actsFor: undefined, areas: [{}] };

/** Where the bindings to a project reach simulations: what a webhook that acts for them may tell of. */
export function areasOf(reach: Reach, project: string): readonly Area[] {
  return reach.within(project).bindings.map(({ clusters, namespaces }) => ({
    ...(clusters === all ? {} : { clusters }),
    ...(namespaces === all ? {} : { namespaces }),
  }));
}

/** Whether the bindings that a key has now, as admin of the project, still reach all that a webhook tells of. */
export function isPermitted(
  held: readonly Binding[],
  { project, areas }: { readonly project: string; readonly areas: readonly Area[] },
): boolean {
  const reach = Reach.of(held, ['admin']).within(project);
  return !reach.isNothing && areas.every((area) => reach.permitsArea(area));
}
