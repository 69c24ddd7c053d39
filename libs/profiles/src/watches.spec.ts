import { describe, expect, it } from 'vitest';
import type { Coverage } from './runtime-profile.js';
import { coverageIn, MAX_VERSIONS, versionsOf, type Watch } from './watches.js';

const on = (day: number, pod: number, more: Partial<Watch> = {}): Watch => ({
  pod,
  days: [`2026-03-${String(day).padStart(2, '0')}`],
  covers: ['file'],
  fromStart: true,
  from: `2026-03-${String(day).padStart(2, '0')}T10:00:00.000000000Z`,
  to: `2026-03-${String(day).padStart(2, '0')}T11:00:00.000000000Z`,
  ...more,
});

const cover = (watches: readonly Watch[]): Coverage | undefined =>
  coverageIn('file', { watches, transmission: new Map() }, versionsOf(watches), false);

describe('the starts of a coverage', () => {
  it('of one version on one day are one day of starts, however long their pods live', () => {
    expect(cover([on(1, 1), on(1, 2), on(2, 1), on(3, 2)])).toMatchObject({
      starts: 2,
      startDays: 1,
      days: 3,
    });
  });

  it('of two versions on one day are two', () => {
    const watches = [on(1, 1, { templateHash: 'a' }), on(1, 2, { templateHash: 'b' })];
    expect(cover(watches)).toMatchObject({ starts: 2, startDays: 2, days: 1 });
  });

  it('are runs where the pods belong to Jobs', () => {
    const watches = [on(1, 1, { run: 'job-1' }), on(1, 2, { run: 'job-1' }), on(2, 3, { run: 'job-2' })];
    expect(cover(watches)).toMatchObject({ pods: 3, starts: 2, startDays: 2 });
  });

  it('have ended where they were watched from the first process to the last', () => {
    const watches = [
      on(1, 1),
      on(2, 1, { fromStart: false, ended: true }),
      on(2, 2, { fromStart: false, ended: true }),
      on(2, 3),
    ];
    expect(cover(watches)).toMatchObject({ pods: 3, starts: 2, ends: 1 });
  });
});

describe('the versions of a coverage', () => {
  it('are told apart by template hash and image digest, the one started last first', () => {
    const [old, next] = [
      { templateHash: 'old', imageDigest: 'sha256:1' },
      { templateHash: 'new', imageDigest: 'sha256:1' },
    ];
    const watches = [on(1, 1, old), on(2, 2, { ...old, ended: true }), on(3, 3, next), on(4, 1, old)];
    expect(cover(watches)?.versions).toEqual([
      { ...next, pods: 1, starts: 1, startDays: 1, ends: 0, days: 1, from: on(3, 3).from, to: on(3, 3).to },
      { ...old, pods: 2, starts: 2, startDays: 2, ends: 1, days: 3, from: on(1, 1).from, to: on(4, 1).to },
    ]);
  });

  it('begin with the earlier one again after a rollback', () => {
    const watches = [
      on(1, 1, { templateHash: 'a' }),
      on(2, 2, { templateHash: 'b' }),
      on(3, 3, { templateHash: 'a' }),
    ];
    expect(cover(watches)?.versions?.map(({ templateHash, starts }) => [templateHash, starts])).toEqual([
      ['a', 2],
      ['b', 1],
    ]);
  });

  it('are not taken apart because one of two agents knows less of a pod', () => {
    const watches = [
      on(1, 1, { templateHash: 'a', imageDigest: 'sha256:1' }),
      on(1, 1, { templateHash: 'a' }),
    ];
    expect(cover(watches)?.versions).toHaveLength(1);
  });

  it('have nothing watched where only another version was', () => {
    const watches = [on(1, 1, { templateHash: 'a' }), on(2, 2, { templateHash: 'b', covers: ['syscall'] })];
    expect(cover(watches)?.versions?.[0]).toEqual({
      templateHash: 'b',
      pods: 0,
      starts: 0,
      startDays: 0,
      ends: 0,
      days: 0,
    });
  });

  it('are left out where nothing tells them apart, and beyond the latest ten', () => {
    const many = Array.from({ length: MAX_VERSIONS + 2 }, (_, n) =>
      on(1 + n, n, { templateHash: `v${n + 1}` }),
    );
    expect(cover([on(1, 1), on(2, 2)])).not.toHaveProperty('versions');
    expect([
      cover(many)?.starts,
      cover(many)?.versions?.length,
      cover(many)?.versions?.[0]?.templateHash,
    ]).toEqual([12, 10, 'v12']);
  });
});

describe('a watch of several days', () => {
  const week: Watch = { ...on(1, 1), days: [1, 2, 3].flatMap((day) => on(day, 1).days), to: on(3, 1).to };

  it('counts as those of the days do', () => {
    const apart = [on(1, 1), on(2, 1), on(3, 1)];
    expect(cover([week])).toEqual(cover(apart));
    expect(cover([week, on(2, 2)])).toMatchObject({ pods: 2, starts: 2, startDays: 2, days: 3 });
  });

  it('tells the version of a pod as of its last day', () => {
    const old = { ...week, imageDigest: 'sha256:1' };
    const other = on(2, 1, { imageDigest: 'sha256:2' });
    const digest = (watches: readonly Watch[]) => cover(watches)?.versions?.[0]?.imageDigest;
    expect(digest([{ ...old, lastFrom: on(3, 1).from }, other])).toBe('sha256:1');
    expect(digest([old, other])).toBe('sha256:2');
  });
});

describe('a dimension that agents watched in part', () => {
  const partly = { covers: [], coversPartly: ['file' as const] };

  it('is covered, and marked', () => {
    expect(cover([on(1, 1, partly)])).toMatchObject({ starts: 1, partial: true });
  });

  it('counts what was watched as a whole alone, where there is such', () => {
    const coverage = cover([on(1, 1, partly), on(2, 2), on(3, 3, partly)]);
    expect(coverage).toMatchObject({ pods: 1, starts: 1, days: 1 });
    expect(coverage).not.toHaveProperty('partial');
  });

  it('is not covered where nobody watched even a part', () => {
    expect(cover([on(1, 1, { covers: ['syscall'], coversPartly: ['device'] })])).toBe(undefined);
  });
});
