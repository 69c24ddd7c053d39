import { InvalidError } from '#libs/platform';
import { all, type Binding, everywhereAs, type Role } from './binding.js';
import { type Area, permitsArea, permitsPlace, type Place } from './permits.js';

/** The project of what was made before there were projects, and of calls that name none. */
export const defaultProject = 'default';

/**
 * What a call may touch: the bindings of its caller whose role permits the call. Everything that lists or writes for a
 * caller asks for one, so that nobody can forget to ask what the caller may see.
 */
export class Reach {
  /** What the service does on its own behalf, such as in the worker. */
  static readonly everything = new Reach([everywhereAs('admin')]);

  private constructor(private readonly held: readonly Binding[]) {}

  /** What bindings permit to a call for which one needs one of these roles. */
  static of(held: readonly Binding[], permitted: readonly Role[]): Reach {
    return new Reach(held.filter(({ role }) => permitted.includes(role)));
  }

  /** No binding has a role that permits the call. */
  get isNothing(): boolean {
    return this.held.length === 0;
  }

  /** Some binding has no limits at all. */
  get isUnlimited(): boolean {
    return this.held.some(
      ({ project, clusters, namespaces }) => project === all && clusters === all && namespaces === all,
    );
  }

  /** Nothing but one project, and of its places what the bindings to it reach. */
  within(project: string): Reach {
    return new Reach(
      this.held
        .filter((each) => each.project === all || each.project === project)
        .map((each) => ({ ...each, project })),
    );
  }

  permitsProject(project: string): boolean {
    return this.held.some((each) => each.project === all || each.project === project);
  }

  /**
   * The project in which the call makes things: the only one that it reaches, or else `default`.
   *
   * @throws {InvalidError} (422) if it reaches several, but not `default`: it has to name one
   */
  get home(): string {
    const projects = [...new Set(this.held.map(({ project }) => project))].sort();
    const [only = all] = projects;
    if (projects.length === 1 && only !== all) return only;
    if (this.permitsProject(defaultProject)) return defaultProject;
    const detail = `is needed: this key is bound to the projects ${projects.join(', ')}`;
    throw new InvalidError('The query is not valid.', { mistakes: [{ parameter: 'project', detail }] });
  }

  /** Whether it reaches a place, by a binding of any project. */
  permitsPlace(place: Place): boolean {
    return permitsPlace(this.held, place);
  }

  /** Whether it reaches anything of a cluster. */
  permitsCluster(cluster: string): boolean {
    return this.held.some(({ clusters }) => clusters === all || clusters.includes(cluster));
  }

  /** Whether it reaches every place of an area, by bindings of any project. */
  permitsArea(area: Area): boolean {
    return permitsArea(this.held, area);
  }

  /** The bindings, for queries: see reach-conditions.ts. */
  get bindings(): readonly Binding[] {
    return this.held;
  }
}
