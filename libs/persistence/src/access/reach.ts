import { all, type Binding, everywhereAs, type Role } from './binding.js';
import { type Area, permitsArea, permitsPlace, type Place } from './permits.js';

/**
 * What a call may touch: the bindings of its caller whose role permits the call. Everything that reads or writes for a
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

  /** The same in one project. */
  within(project: string): Reach {
    return new Reach(this.held.filter((each) => each.project === all || each.project === project));
  }

  permitsProject(project: string): boolean {
    return !this.within(project).isNothing;
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
