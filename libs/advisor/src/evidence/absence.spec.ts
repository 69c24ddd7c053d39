import { describe, expect, it } from 'vitest';
import type { Coverage, VersionCoverage } from '#libs/profiles';
import { LOSSY, WATCHED } from '../../../../test/data/advisor/observed.js';
import { absenceInDimension } from './absence.js';
import { DEFAULT_THRESHOLDS, type EvidenceThresholds } from './thresholds.js';

function worth(coverage: Coverage, thresholds: Partial<EvidenceThresholds> = {}): readonly unknown[] {
  const { level, startsObserved, inheritedStarts, limits } = absenceInDimension(coverage, [], {
    ...DEFAULT_THRESHOLDS,
    ...thresholds,
  });
  return [level, startsObserved, inheritedStarts ?? 0, ...(limits ?? [])];
}

const version = (templateHash: string, starts: number): VersionCoverage => ({
  templateHash,
  pods: starts,
  starts,
  startDays: Math.min(30, starts),
  ends: starts,
  days: Math.min(30, starts),
});

const { startDays: _startDays, ends: _ends, ...UNKNOWN } = WATCHED;

describe('silence on the starts of one version', () => {
  it('is strong with many starts on many days, from start to end', () => {
    expect(worth(WATCHED)).toEqual(['strong', 60, 0]);
    expect(worth({ ...WATCHED, versions: [version('a', 60)] })).toEqual(['strong', 60, 0]);
  });

  it('is weak where observations were lost, whatever else lowers it', () => {
    expect(worth({ ...LOSSY, ends: 0 })).toEqual(['weak', 60, 0]);
  });
});

describe('starts of one version on one day', () => {
  it('are one unit for strong evidence: a month of the pods of one day is not enough', () => {
    expect(worth({ ...WATCHED, startDays: 1 })).toEqual(['moderate', 60, 0, 'starts-on-few-days']);
  });

  it('are enough on 29 days, not on 28', () => {
    expect(worth({ ...WATCHED, startDays: 29 })).toEqual(['strong', 60, 0]);
    expect(worth({ ...WATCHED, startDays: 28 })).toEqual(['moderate', 60, 0, 'starts-on-few-days']);
  });
});

describe('shutting down', () => {
  it('has to be observed for strong evidence', () => {
    expect(worth({ ...WATCHED, ends: 7 })).toEqual(['strong', 60, 0]);
    expect(worth({ ...WATCHED, ends: 6 })).toEqual(['moderate', 60, 0, 'shutdown-not-observed']);
  });

  it('was not observed where nothing is said of it', () => {
    expect(worth(UNKNOWN)).toEqual(['moderate', 60, 0, 'shutdown-not-observed']);
  });

  it('is no matter for moderate evidence', () => {
    expect(worth({ ...WATCHED, starts: 10, ends: 0 })).toEqual(['moderate', 10, 0]);
  });

  it('is one of several reasons that are all named', () => {
    expect(worth({ ...WATCHED, startDays: 2, ends: 0 })).toEqual([
      'moderate',
      60,
      0,
      'starts-on-few-days',
      'shutdown-not-observed',
    ]);
  });
});

describe('a new version', () => {
  const after = (starts: number) => ({
    ...WATCHED,
    versions: [version('new', starts), version('old', 60 - starts)],
  });

  it('counts by its own starts where they are worth as much', () => {
    expect(worth(after(30))).toEqual(['strong', 30, 0]);
  });

  it('inherits the starts of earlier ones, up to moderate', () => {
    expect(worth(after(1))).toEqual(['moderate', 60, 59, 'new-version']);
    expect(worth(after(0))).toEqual(['moderate', 60, 60, 'new-version']);
  });

  it('inherits no more than there is', () => {
    const few = { ...WATCHED, starts: 4, days: 4, versions: [version('new', 1), version('old', 3)] };
    expect(worth(few)).toEqual(['weak', 1, 0]);
  });

  it('stands on its own starts where they alone are moderate', () => {
    expect(worth(after(10))).toEqual(['moderate', 10, 0, 'new-version']);
  });

  it('inherits nothing where that is switched off', () => {
    expect(worth(after(1), { inheritedUpTo: 'none' })).toEqual(['weak', 1, 0, 'new-version']);
    expect(worth(after(30), { inheritedUpTo: 'none' })).toEqual(['strong', 30, 0]);
  });

  it('inherits everything where that is asked for', () => {
    expect(worth(after(1), { inheritedUpTo: 'strong' })).toEqual(['strong', 60, 59]);
  });
});

describe('a dimension watched in part', () => {
  it('is weak, and says why', () => {
    expect(worth({ ...WATCHED, partial: true })).toEqual(['weak', 60, 0, 'watched-in-part']);
  });

  it('is worth what the setting says', () => {
    expect(worth({ ...WATCHED, partial: true }, { partialUpTo: 'moderate' })).toEqual([
      'moderate',
      60,
      0,
      'watched-in-part',
    ]);
  });
});
