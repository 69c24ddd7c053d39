import { RecentMap, type Subject } from '#libs/events';
import type { ContainerDay, PodDay, PodState } from './states.js';

const rememberedSubjects = 200_000;

/** What is known of a day. */
export class DayState {
  readonly containers = new Map<string, ContainerDay>();
  readonly pods = new Map<string, PodDay>();
  /** Short cut from what the agent said; forgets. */
  readonly #bySubject = new RecentMap<Subject, PodDay>(rememberedSubjects);
  // An event is looked at once to see if all of it is known, and once to add it.
  #lastSubject: Subject | undefined;
  #lastPodDay: PodDay | undefined;

  /** `day`: `YYYY-MM-DD`. */
  constructor(readonly day: string) {}

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

  forget(pod: PodState): void {
    for (const [key, podDay] of this.pods) if (podDay.pod === pod) this.pods.delete(key);
    this.#bySubject.clear();
    this.#lastSubject = undefined;
    this.#lastPodDay = undefined;
  }
}
