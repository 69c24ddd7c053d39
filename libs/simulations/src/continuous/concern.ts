import { rbacKinds } from '#libs/kubernetes';
import type { SimulationOrder } from '../simulation-order.js';
import type { Scope } from '../simulation.js';
import type { ChangeCause, ChangedObject, ChangeMark, MarkedWorkload } from './change-mark.js';

/** A simulation, as far as it decides which changes concern it. */
export interface Watcher {
  readonly order: Pick<SimulationOrder, 'grants' | 'scope'>;
  /** Ids of the policies of which it takes each new revision. */
  readonly followed: readonly string[];
}

/** A cluster, or a namespace in it, in which everything is to be judged again. */
export interface Area {
  readonly cluster: string;
  readonly namespace: string | undefined;
  readonly cause: ChangeCause;
}

/** What marks mean for a simulation. */
export interface Concern {
  /** Everything is to be judged again, for these causes; none: not everything. */
  readonly all: readonly ChangeCause[];
  readonly areas: readonly Area[];
  /** Workloads that are or may be in scope; labels are not looked at. */
  readonly inScope: readonly { readonly workload: MarkedWorkload; readonly cause: ChangeCause }[];
  /** Workloads that are of interest if there is a result of them: they came with the request, or have left the scope. */
  readonly outOfScope: readonly { readonly workload: MarkedWorkload; readonly cause: ChangeCause }[];
}

/** Which of the changes a simulation has to look at. */
export function concernOf({ order, followed }: Watcher, marks: readonly ChangeMark[]): Concern {
  const all = new Set<ChangeCause>();
  const areas = new Map<string, Area>();
  const inScope: Concern['inScope'][number][] = [];
  const outOfScope: Concern['inScope'][number][] = [];
  for (const mark of marks) {
    if ('policy' in mark) {
      if (followed.includes(mark.policy)) all.add(mark.cause);
    } else if ('workload' in mark) {
      (mayHold(order.scope, mark.workload) ? inScope : outOfScope).push(mark);
    } else if (matters(order, mark.object)) {
      const { cluster, namespace } = areaOf(mark.object);
      areas.set(JSON.stringify([cluster, namespace]), { cluster, namespace, cause: mark.cause });
    }
  }
  return { all: [...all], areas: [...areas.values()], inScope, outOfScope };
}

/** Roles and bindings count only for simulations that ask the cluster's. */
function matters({ grants }: Watcher['order'], { kind }: ChangedObject): boolean {
  return grants === 'cluster' || !rbacKinds.includes(kind);
}

/** Objects of a namespace matter to its workloads; those of none to all of the cluster. */
function areaOf({ cluster, namespace }: ChangedObject): Omit<Area, 'cause'> {
  return { cluster, namespace: namespace === '' ? undefined : namespace };
}

function mayHold(scope: Scope, { cluster, namespace, kind, name }: MarkedWorkload): boolean {
  if (scope.manifestsOnly === true) return false;
  if (scope.clusters?.includes(cluster) === false) return false;
  if (scope.namespaces?.includes(namespace) === false) return false;
  return (
    scope.workloads?.some(
      (each) =>
        each.cluster === cluster && each.namespace === namespace && each.kind === kind && each.name === name,
    ) !== false
  );
}

/** The part of a scope that lies in an area. Undefined: there is none. */
export function narrowed(scope: Scope, { cluster, namespace }: Omit<Area, 'cause'>): Scope | undefined {
  if (scope.manifestsOnly === true || scope.clusters?.includes(cluster) === false) return undefined;
  if (namespace === undefined) return { ...scope, clusters: [cluster] };
  if (scope.namespaces?.includes(namespace) === false) return undefined;
  return { ...scope, clusters: [cluster], namespaces: [namespace] };
}
