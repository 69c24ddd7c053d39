import { describe, expect, it } from 'vitest';
import { type Health, healthy, prognosisOf, sideBySide } from './health.js';

const begin = new Date('2026-03-01T10:00:00.000Z');
const limits = { disableAfterMs: 24 * 3_600_000, chance: 0.5 };
const error = 'the receiver answered 503';
const later = (ms: number): Date => new Date(begin.getTime() + ms);

/** After so many tries that failed at the same time. */
function failed(times: number, at = begin): Health {
  let health: Health = healthy;
  for (let index = 0; index < times; index += 1) health = prognosisOf(health, { at, error }, limits);
  return health;
}

describe('a webhook that fails', () => {
  it('is tried as ever for a few times, and then less and less often, once an hour at least', () => {
    const pauses = Array.from({ length: 14 }, (_, index) => {
      const { resumeAt } = failed(index + 1);
      return resumeAt === undefined ? 0 : (resumeAt.getTime() - begin.getTime()) / 1_000;
    });
    expect(pauses).toEqual([0, 0, 0, 0, 30, 60, 120, 240, 480, 960, 1_920, 3_600, 3_600, 3_600]);
    const spread = (chance: number) =>
      prognosisOf(failed(4), { at: begin, error }, { ...limits, chance }).resumeAt;
    expect([spread(0), spread(1)]).toEqual([later(27_000), later(33_000)]);
  });

  it('is tried with one delivery at a time once it is left alone in between', () => {
    expect([0, 4, 5, 50].map((failures) => sideBySide({ failures }, 3))).toEqual([3, 3, 1, 1]);
  });

  it('is disabled when it has taken nothing for too long, however often it was tried', () => {
    const after = (ms: number) => prognosisOf(failed(1), { at: later(ms), error }, limits);
    expect(after(limits.disableAfterMs - 1).disabled).toBeUndefined();
    expect(after(limits.disableAfterMs)).toEqual({
      failures: 2,
      failingSince: begin,
      resumeAt: undefined,
      disabled:
        'no delivery was taken since 2026-03-01T10:00:00.000Z; the last time: the receiver answered 503',
    });
  });

  it('is as good as new when it takes one', () => {
    expect(prognosisOf(failed(9), { at: later(1), error: undefined }, limits)).toEqual({
      ...healthy,
      disabled: undefined,
    });
  });
});
