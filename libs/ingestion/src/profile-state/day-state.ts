import { RecentMap, type Subject } from '#libs/events';
import type { ContainerDay, PodDay, PodState } from './states.js';

const rememberedSubjects = 200_000;
/** About as many containers as an event tells of. */
const mostLast = 16;

/** What is known of a day. */
export class DayState {
  readonly containers = new Map<string, ContainerDay>();
  readonly #pods = new Map<PodState, PodDay[]>();
  #size = 0;
  /** Short cut from what the agent said; forgets. */
  readonly #bySubject = new RecentMap<Subject, PodDay>(rememberedSubjects);
  // An event is looked at once to see if all of it is known, and once to add it: what was found last, in turns.
  readonly #lastSubjects = Array<Subject | undefined>(mostLast).fill(undefined);
  readonly #lastPodDays = Array<PodDay | undefined>(mostLast).fill(undefined);
  #next = 0;

  /** `day`: `YYYY-MM-DD`. */
  constructor(readonly day: string) {}

  /** Containers of pods, each once for each of its images. */
  get size(): number {
    return this.#size;
  }

  /** Entries of all containers. */
  get entries(): number {
    let entries = 0;
    for (const { size } of this.containers.values()) entries += size;
    return entries;
  }

  /** What is known of a pod's container in an image. */
  find(pod: PodState, container: string, imageId: string): PodDay | undefined {
    return this.#pods
      .get(pod)
      ?.find((each) => each.imageId === imageId && each.container.container.name === container);
  }

  add(podDay: PodDay): void {
    const ofPod = this.#pods.get(podDay.pod);
    if (ofPod === undefined) this.#pods.set(podDay.pod, [podDay]);
    else ofPod.push(podDay);
    this.#size += 1;
  }

  podDayOf(subject: Subject): PodDay | undefined {
    for (let place = 0; place < mostLast; place += 1) {
      if (this.#lastSubjects[place] === subject) return this.#lastPodDays[place];
    }
    const found = this.#bySubject.get(subject);
    if (found === undefined) return undefined;
    this.#lastSubjects[this.#next] = subject;
    this.#lastPodDays[this.#next] = found;
    this.#next = (this.#next + 1) % mostLast;
    return found;
  }

  remember(subject: Subject, podDay: PodDay): void {
    this.#bySubject.set(subject, podDay);
  }

  /** Forgets who subjects are; and all that is known of a pod. */
  forget(pod?: PodState): void {
    if (pod !== undefined) {
      this.#size -= this.#pods.get(pod)?.length ?? 0;
      this.#pods.delete(pod);
    }
    this.#bySubject.clear();
    this.#lastSubjects.fill(undefined);
  }
}
