const SECOND = 1_000;
const HOUR = 3_600 * SECOND;

/** Failed tries in a row after which a webhook as a whole is left alone for a while. */
export const TOLERATED_FAILURES = 5;
const FIRST_PAUSE = 30 * SECOND;
const LONGEST_PAUSE = HOUR;

/** How a webhook has fared: tries that failed in a row, since when, and until when none is made. */
export interface Health {
  readonly failures: number;
  readonly failingSince: Date | undefined;
  readonly resumeAt: Date | undefined;
}

export const healthy: Health = { failures: 0, failingSince: undefined, resumeAt: undefined };

/** What comes of a try for its webhook. */
export interface Prognosis extends Health {
  /** Why it is disabled from now on; undefined: it is not. */
  readonly disabled: string | undefined;
}

/**
 * A webhook that takes a delivery is healthy. One that has refused five in a row is tried again after 30 seconds, and twice as
 * long after each try more, an hour at most; `chance` from 0 to 1 spreads that by a fifth. Of how many deliveries they were
 * does not count. One that has taken nothing for `disableAfterMs` is disabled.
 */
export function prognosisOf(
  { failures: before, failingSince }: Health,
  { at, error }: { readonly at: Date; readonly error: string | undefined },
  { disableAfterMs, chance }: { readonly disableAfterMs: number; readonly chance: number },
): Prognosis {
  if (error === undefined) return { ...healthy, disabled: undefined };
  const failures = before + 1;
  const since = failingSince ?? at;
  if (at.getTime() - since.getTime() >= disableAfterMs) {
    const disabled = `no delivery was taken since ${since.toISOString()}; the last time: ${error}`;
    return { failures, failingSince: since, resumeAt: undefined, disabled };
  }
  const pause = pauseOf(failures, chance);
  const resumeAt = pause === 0 ? undefined : new Date(at.getTime() + pause);
  return { failures, failingSince: since, resumeAt, disabled: undefined };
}

function pauseOf(failures: number, chance: number): number {
  if (failures < TOLERATED_FAILURES) return 0;
  const pause = Math.min(FIRST_PAUSE * 2 ** (failures - TOLERATED_FAILURES), LONGEST_PAUSE);
  return Math.round(pause * (0.9 + 0.2 * chance));
}

/** Tries of a webhook that may go on side by side: one alone finds out whether one that fails is back. */
export function sideBySide({ failures }: Pick<Health, 'failures'>, atMost: number): number {
  return failures < TOLERATED_FAILURES ? atMost : 1;
}
