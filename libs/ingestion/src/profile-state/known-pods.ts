import {
  AFTER_ALL_TIMES,
  containerId,
  containerUid,
  isNamedUid,
  type NoPod,
  type ObservedPod,
  RecentMap,
  type Subject,
} from '#libs/events';
import type { Attribution } from '../workload-resolver.js';
import { recentWorkloadId } from './recent-workload-ids.js';
import type { PodState } from './states.js';
import { WriteBackCache } from './write-back-cache.js';

const rememberedPods = 300_000;
/** Milliseconds after which the inventory is asked again for the workload of a pod that it did not know. */
const askedAgainAfter = 60_000;
/** The same for a pod that is parked: it is about to be known. And at first for a name that another pod may have got. */
const askedAgainSoon = 5_000;
/** Pods that had a name one after the other, and are remembered. */
const mostOfOneName = 256;

/** Before and after all canonical times. */
const [always, never] = ['', AFTER_ALL_TIMES];

/** Which container of which pod a subject is about. */
export interface Whose {
  readonly pod: PodState;
  /** The container's name, where only the inventory knows it. */
  readonly container: string | undefined;
  /** Whether it is about that container at all times. */
  readonly always: boolean;
}

/** Who a subject is whose pod has no UID, at times from `from` until before `until`. */
interface Identified {
  readonly from: string;
  readonly until: string;
  readonly askAgainAt: number;
  /** Milliseconds between two questions; 0: it is not asked again. */
  readonly every: number;
  readonly is: NoPod['by'] | { readonly podKey: string; readonly container: string | undefined };
}

/** What the inventory is asked of a subject, and the key by which the answer is remembered. */
export interface Question {
  readonly key: string;
  readonly subject: Subject;
  readonly node: string;
  readonly observed: ObservedPod;
}

/**
 * The pods that this process knows, and which of them subjects are about. Pods whose UID the agent knows are known by that;
 * all others by a container, or by their name at a time. Forgets.
 */
export class KnownPods {
  readonly #pods: WriteBackCache<PodState>;
  readonly #identified: RecentMap<string, readonly Identified[]>;

  /** `remembered`: so many pods at least, and twice as many at most, beside those of which something is to be stored. */
  constructor(remembered = rememberedPods) {
    this.#pods = new WriteBackCache(remembered);
    this.#identified = new RecentMap(remembered);
  }

  /** Whose container it is, at a canonical time; a reason if nobody's; undefined if it has to be asked for. */
  whose(subject: Subject, at: string): Whose | NoPod['by'] | undefined {
    if (!isStandIn(subject)) {
      const pod = this.#pods.get(podKey(subject.cluster, subject.pod.uid));
      return pod === undefined ? undefined : { pod, container: undefined, always: true };
    }
    const found = this.#identifiedAt(standInKey(subject), at);
    if (found === undefined) return undefined;
    if (typeof found.is === 'string') return found.is;
    const pod = this.#pods.get(found.is.podKey);
    const isAlways = found.from === always && found.until === never;
    return pod === undefined ? undefined : { pod, container: found.is.container, always: isAlways };
  }

  /** Whether a subject has to be asked for, at a time and as things are known `now` (milliseconds since the epoch). */
  isUnknown(subject: Subject, at: string, now: number): boolean {
    if (!isStandIn(subject)) {
      const pod = this.#pods.get(podKey(subject.cluster, subject.pod.uid));
      return pod === undefined || pod.askAgainAt <= now;
    }
    const found = this.#identifiedAt(standInKey(subject), at);
    if (found === undefined || found.askAgainAt <= now) return true;
    if (typeof found.is === 'string') return false;
    const pod = this.#pods.get(found.is.podKey);
    return pod === undefined || pod.askAgainAt <= now;
  }

  /** What to ask of a subject. */
  questionOf(subject: Subject, at: string, node: string): Question {
    const { cluster, namespace, pod, owner, container } = subject;
    const seen = { cluster, namespace, pod: pod.name, uid: pod.uid, owner };
    if (!isStandIn(subject)) return { key: podKey(cluster, pod.uid), subject, node, observed: seen };
    const key = standInKey(subject);
    const id = containerId(container.id);
    if (id === undefined) return { key: `${key} ${at}`, subject, node, observed: { ...seen, at } };
    return { key, subject, node, observed: { ...seen, uid: containerUid(namespace, pod.name, id), at } };
  }

  /**
   * Takes an answer. What came of a pod before stays with the workload that it was taken to belong to. `forget` is told of
   * a pod that belongs to another workload from now on; of none where a subject is about another pod.
   */
  learn(
    { subject, node, observed }: Question,
    answer: Attribution | NoPod,
    now: number,
    forget: (pod?: PodState) => void,
  ): void {
    if (answer.workload === undefined) {
      const { by: is, from = always, until = never } = answer;
      this.#identify(
        subject,
        { is, from, until, askAgainAt: now + askedAgainAfter, every: askedAgainAfter },
        forget,
      );
      return;
    }
    const { identity, by } = answer;
    const uid = identity?.uid ?? (by === 'parked' ? (observed.uid ?? subject.pod.uid) : subject.pod.uid);
    const isGuess = isStandIn(subject) && identity === undefined;
    const askAgainAt =
      by === 'inventory' && !isGuess ? Infinity : now + (by === 'parked' ? askedAgainSoon : askedAgainAfter);
    const named = identity === undefined ? observed : { ...observed, ...nameOf(identity) };
    this.#learnPod(
      subject,
      { uid, node, observed: { ...named, uid }, attribution: answer, askAgainAt },
      forget,
    );
    if (!isStandIn(subject)) return;
    const { from = always, until = never, container } = identity ?? {};
    const isForGood =
      container !== undefined ||
      (from === always && until === never) ||
      (by === 'inventory' && isMadeUp(subject.pod.name, answer.owner));
    const is = { podKey: podKey(subject.cluster, uid), container };
    const fresh = { is, from, until };
    const every = isForGood ? 0 : by === 'parked' ? askedAgainSoon : this.#pauseOf(subject, fresh);
    this.#identify(subject, { ...fresh, every, askAgainAt: isForGood ? Infinity : now + every }, forget);
  }

  /** The longer the answer has been the same, the longer it is taken to stay so. */
  #pauseOf(subject: Subject, { is, from, until }: Pick<Identified, 'is' | 'from' | 'until'>): number {
    const known = this.#identified
      .get(standInKey(subject))
      ?.find((each) => each.from === from && each.until === until && isSame(each.is, is));
    return known === undefined ? askedAgainSoon : Math.min(known.every * 2, askedAgainAfter);
  }

  /** Something of a pod is to be stored: until it is the pod stays known. */
  change(pod: PodState): void {
    this.#pods.change(pod);
  }

  flushed(): void {
    this.#pods.stored();
  }

  clear(): void {
    this.#pods.clear();
    this.#identified.clear();
  }

  #identifiedAt(key: string, at: string): Identified | undefined {
    return this.#identified.get(key)?.find(({ from, until }) => from <= at && at < until);
  }

  #identify(subject: Subject, fresh: Identified, forget: () => void): void {
    const key = standInKey(subject);
    const known = this.#identified.get(key) ?? [];
    // What overlaps was found when less was known.
    const left = known.filter(({ from, until }) => until <= fresh.from || fresh.until <= from);
    this.#identified.set(key, [fresh, ...left].slice(0, mostOfOneName));
    if (known.some((each) => !left.includes(each) && !isSame(each.is, fresh.is))) forget();
  }

  #learnPod(
    { cluster, pod }: Subject,
    fresh: Pick<PodState, 'uid' | 'node' | 'observed' | 'attribution' | 'askAgainAt'>,
    forget: (pod: PodState) => void,
  ): void {
    const { uid, attribution, askAgainAt } = fresh;
    const key = podKey(cluster, uid);
    const workloadId = recentWorkloadId(attribution.workload);
    const known = this.#pods.get(key);
    if (known?.workloadId === workloadId) {
      known.askAgainAt = askAgainAt;
      if (known.attribution.by === attribution.by) return;
      known.attribution = attribution;
      known.markedUntil = '';
      return;
    }
    if (known !== undefined) forget(known);
    const templateHash = pod.templateHash ?? attribution.templateHash;
    this.#pods.set(key, { ...fresh, cluster, workloadId, templateHash, id: undefined, markedUntil: '' });
  }
}

function isSame(a: Identified['is'], b: Identified['is']): boolean {
  if (typeof a === 'string' || typeof b === 'string') return a === b;
  return a.podKey === b.podKey && a.container === b.container;
}

/**
 * Whether a controller has made up the name of a pod (names.SimpleNameGenerator of k8s.io/apiserver): after its own name five
 * letters, of an alphabet without vowels. No other pod gets such a name.
 */
function isMadeUp(name: string, owner: { readonly name: string } | undefined): boolean {
  return (
    owner !== undefined &&
    name.startsWith(`${owner.name}-`) &&
    /-[bcdfghjklmnpqrstvwxz2456789]{5}$/.test(name)
  );
}

/** Key of a pod within this process. */
function podKey(cluster: string, uid: string): string {
  return `${cluster}/${uid}`;
}

/** Whether the UID of the pod only stands for its name or a container. */
function isStandIn({ onlyContainer, namespace, pod }: Subject): boolean {
  return onlyContainer === true || isNamedUid(pod.uid, namespace, pod.name);
}

function standInKey({ cluster, namespace, pod, container }: Subject): string {
  return `${cluster}/${namespace}/${pod.name}/${container.id ?? ''}`;
}

function nameOf({ namespace, pod }: { readonly namespace: string; readonly pod: string }) {
  return { namespace, pod };
}
