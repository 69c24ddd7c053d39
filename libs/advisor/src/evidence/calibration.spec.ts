import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

import { profileItem, type Coverage, type ProfileItem } from '#libs/profiles';

import {
  NEVER_USED,
  OPEN_ENDED,
  seededRandom,
  type Watch,
  type WorldFamily,
} from '../../../../test/data/advisor/worlds.js';
import { evidenceOfAbsence } from './assess.js';
import { DEFAULT_THRESHOLDS } from './thresholds.js';

const WORLDS = 1_000;
/** 95 %, less two standard errors of a share of 1,000 worlds. */
const LEAST = 0.95 - 2 * Math.sqrt((0.95 * 0.05) / WORLDS);

interface Calibration {
  readonly name: string;
  /** Share of worlds in which the bound held. */
  readonly held: number;
  readonly meanTruth: number;
  readonly meanBound: number;
}

describe('the 95 % bound of what is unseen', () => {
  const openEnded = OPEN_ENDED.map((family, index) => calibrate(family, index, () => true));
  // Where the item was seen there is no claim that it is never used, and nothing to be wrong about.
  const neverUsed = NEVER_USED.map((family, index) => calibrate(family, 100 + index, isSilent));

  it.each(openEnded)('holds for new items of any kind: $name', ({ held }) => {
    expect(held).toBeGreaterThanOrEqual(LEAST);
  });

  it.each(neverUsed)('holds for an item that was never seen: $name', ({ held }) => {
    expect(held).toBeGreaterThanOrEqual(LEAST);
  });

  it('is no looser than it has to be where it is exact', () => {
    expect(neverUsed.at(-1)?.held).toBeLessThan(0.97);
  });

  it('is what docs/evidence.md says', () => {
    const rows = [...openEnded, ...neverUsed].map(
      ({ name, held, meanTruth, meanBound }) =>
        `| ${name} | ${(held * 100).toFixed(1)} % | ${meanTruth.toFixed(3)} | ${meanBound.toFixed(3)} |`,
    );
    const documented = readFileSync(new URL('../../../../docs/evidence.md', import.meta.url), 'utf8')
      .split('\n')
      .map((line) => line.replaceAll(/\s+/g, ' '))
      .filter((line) => /^\| .* \| \d+\.\d % \|/.test(line));
    expect(documented).toEqual(rows);
  });
});

function calibrate(family: WorldFamily, seed: number, claims: (watch: Watch) => boolean): Calibration {
  let held = 0;
  let truths = 0;
  let bounds = 0;
  for (let world = 0; world < WORLDS; world += 1) {
    const watch = family.draw(seededRandom(seed * WORLDS + world));
    const bound = boundOf(watch);
    if (!claims(watch) || watch.truth <= bound) held += 1;
    truths += watch.truth;
    bounds += bound;
  }
  return { name: family.name, held: held / WORLDS, meanTruth: truths / WORLDS, meanBound: bounds / WORLDS };
}

function isSilent({ starts }: Watch): boolean {
  return starts.every(({ items }) => items.size === 0);
}

/** The bound by the way that every finding takes: coverage and items in, evidence out. */
function boundOf(watch: Watch): number {
  const coverage = coverageOf(watch);
  const needs = { of: () => [], coverage: () => coverage };
  return evidenceOfAbsence(needs, ['syscall'], DEFAULT_THRESHOLDS, itemsOf(watch)).unseen;
}

function coverageOf({ starts, lossRatio }: Watch): Coverage {
  const lost = Math.round(lossRatio * 1_000_000);
  return {
    pods: starts.length,
    starts: starts.length,
    days: new Set(starts.map(({ day }) => day)).size,
    from: dayOf(0),
    to: dayOf(starts.at(-1)?.day ?? 0),
    received: 1_000_000 - lost,
    lost,
    full: false,
  };
}

const template = profileItem.parse({
  item: { dimension: 'syscall', syscall: 'read' },
  seen: { count: 1, first: dayOf(0), last: dayOf(0), pods: 1, days: 1 },
});

function itemsOf({ starts }: Watch): ProfileItem[] {
  const seenIn = new Map<number, number[]>();
  for (const [start, { items }] of starts.entries()) {
    for (const item of items) seenIn.set(item, [...(seenIn.get(item) ?? []), start]);
  }
  return [...seenIn.values()].map((pods) => {
    const days = [...new Set(pods.map((start) => starts[start]?.day ?? 0))];
    return {
      ...template,
      seen: { ...template.seen, first: dayOf(days[0] ?? 0), pods: pods.length, days: days.length },
      ...(pods.length === 1 && { onlyPod: `pod-${pods[0] ?? 0}` }),
    };
  });
}

function dayOf(day: number): string {
  return `${new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10)}T00:00:00Z`;
}
