import type { ContainerProfile, Coverage, RuntimeProfile } from '#libs/profiles';
import { describe, expect, it } from 'vitest';
import { coverageViewOf } from './coverage-view.js';

const watched: Coverage = {
  pods: 500,
  starts: 500,
  startDays: 90,
  ends: 500,
  days: 90,
  from: '2026-01-01T00:00:00.000000000Z',
  to: '2026-03-31T00:00:00.000000000Z',
  received: 1_000,
  lost: 0,
  full: false,
};

/** What is said of the dimension `connect`. */
function saidOf(more: Pick<ContainerProfile, 'coverage' | 'full'>) {
  const container = { name: 'main', images: [], imageUsers: [], imageVolumes: [], items: [], ...more };
  const workload = { cluster: 'prod', namespace: 'shop', kind: 'Deployment', name: 'web' };
  const profile: RuntimeProfile = { workload, pods: 500, nodeFacts: [], containers: [container] };
  const [view] = coverageViewOf(profile).containers;
  const said = view?.dimensions.find(({ dimension }) => dimension === 'connect');
  return { full: said?.full, coverage: said?.coverage?.full, level: said?.evidence.level };
}

describe('what is said of a dimension that hit its bound', () => {
  it('is that it is full, and its silence weak, where it was watched', () => {
    expect(saidOf({ coverage: { connect: watched }, full: ['connect'] })).toEqual({
      full: true,
      coverage: true,
      level: 'weak',
    });
  });

  it('is that it is full where nobody watched it, and its silence nothing', () => {
    expect(saidOf({ coverage: {}, full: ['connect'] })).toEqual({
      full: true,
      coverage: undefined,
      level: 'none',
    });
  });

  it('is nothing where another one did', () => {
    expect(saidOf({ coverage: { connect: watched }, full: ['file'] })).toEqual({
      full: undefined,
      coverage: false,
      level: 'strong',
    });
  });
});
