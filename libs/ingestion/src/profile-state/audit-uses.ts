import {
  dayOf,
  type Interaction,
  type NormalisedEvent,
  RecentMap,
  type ServiceAccountUse,
} from '#libs/events';
import { keptUses, MORE_THAN_KEPT } from '#libs/profiles';

/** Interactions of a kind with a container of a pod on a day, since the last flush. */
export interface PendingInteraction {
  readonly cluster: string;
  readonly day: string;
  readonly of: Interaction;
  count: number;
  first: string;
  last: string;
  readonly users: Set<string>;
  /** From and to, as canonical times. */
  readonly sessions: (readonly [string, string])[];
}

/** Requests of a kind that a service account made on a day, since the last flush. */
export interface PendingUse {
  readonly cluster: string;
  readonly day: string;
  readonly of: ServiceAccountUse;
  allowed: number;
  refused: number;
  first: string;
  last: string;
  readonly pods: Set<string>;
}

const rememberedAccounts = 20_000;

/**
 * What the audit log tells, aggregated since the last flush. Of interactions those that were refused do not count: nothing
 * came of them, and their pods need not exist.
 */
export class AuditUses {
  #interactions = new Map<string, PendingInteraction>();
  #uses = new Map<string, PendingUse>();
  #listed = 0;
  readonly #kept = new RecentMap<string, ReturnType<typeof keptUses>>(rememberedAccounts);

  get interactions(): readonly PendingInteraction[] {
    return [...this.#interactions.values()];
  }

  get uses(): readonly PendingUse[] {
    return [...this.#uses.values()];
  }

  /** Rows that a flush would write, and what stands in their lists: all that has to be kept until then. */
  get size(): number {
    return this.#interactions.size + this.#uses.size + this.#listed;
  }

  add({ origin: { cluster }, interactions = [], serviceAccountUses = [] }: NormalisedEvent): void {
    for (const each of interactions) if (each.allowed) this.#addInteraction(cluster, each);
    for (const each of serviceAccountUses) this.#addUse(cluster, each);
  }

  clear(): void {
    this.#interactions = new Map();
    this.#uses = new Map();
    this.#listed = 0;
  }

  #addInteraction(cluster: string, of: Interaction): void {
    const { namespace, pod, container = '', kind, user, from, at } = of;
    const day = dayOf(at);
    const key = JSON.stringify([cluster, namespace, pod, container, kind, day]);
    let known = this.#interactions.get(key);
    if (known === undefined) {
      known = { cluster, day, of, count: 0, first: from, last: at, users: new Set(), sessions: [] };
      this.#interactions.set(key, known);
    }
    known.count += 1;
    if (from < known.first) known.first = from;
    if (at > known.last) known.last = at;
    this.#list(known.users, user);
    if (from >= at) return;
    known.sessions.push([from, at]);
    this.#listed += 1;
  }

  #addUse(cluster: string, said: ServiceAccountUse): void {
    const day = dayOf(said.at);
    const account = JSON.stringify([cluster, said.namespace, said.serviceAccount, day]);
    let kept = this.#kept.get(account);
    if (kept === undefined) this.#kept.set(account, (kept = keptUses()));
    const { verb, apiGroup, resource } = said;
    const isKept = kept.offer(JSON.stringify([verb, apiGroup, resource]));
    const of = isKept ? said : { ...said, ...MORE_THAN_KEPT };
    const key = JSON.stringify([account, of.verb, of.apiGroup, of.resource]);
    let known = this.#uses.get(key);
    if (known === undefined) {
      known = { cluster, day, of, allowed: 0, refused: 0, first: said.at, last: said.at, pods: new Set() };
      this.#uses.set(key, known);
    }
    if (said.allowed) known.allowed += 1;
    else known.refused += 1;
    if (said.at < known.first) known.first = said.at;
    if (said.at > known.last) known.last = said.at;
    if (said.pod !== undefined) this.#list(known.pods, said.pod);
  }

  #list(names: Set<string>, name: string): void {
    if (names.has(name)) return;
    names.add(name);
    this.#listed += 1;
  }
}
