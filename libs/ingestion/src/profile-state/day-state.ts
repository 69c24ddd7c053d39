import { RecentMap, type Subject } from '#libs/events';
import type { ContainerDay, PodDay, PodState } from './states.js';

const rememberedSubjects = 200_000;

/** What is known of a day. */
export class DayState {
  readonly containers = new Map<string, ContainerDay>();
  readonly #pods = new Map<PodState, PodDay[]>();
  #size = 0;
  /** Short cut from what the agent said; forgets. */
  readonly #bySubject = new RecentMap<Subject, PodDay>(rememberedSubjects);
  // An event is looked at once to see if all of it is known, and once to add it.
  #lastSubject: Subject | undefined;
  #lastPodDay: PodDay | undefined;

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
    if (subject === this.#lastSubject) return this.#lastPodDay;
    const found = this.#bySubject.get(subject);
    if (found === undefined) return undefined;
    this.#lastSubject = subject;
    this.#lastPodDay = found;
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
    this.#lastSubject = undefined;
    this.#lastPodDay = undefined;
  }
}
