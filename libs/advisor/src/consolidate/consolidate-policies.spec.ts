import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { PodShape, SecurityContext } from '#libs/kubernetes';

import { checkPolicy } from '../generate/check-policy.js';
import { container, deployment } from '../../../../test/data/advisor/pods.js';
import { clusterPrivileges, type Member } from './cluster-privileges.js';
import { type Consolidation, consolidatePolicies } from './consolidate-policies.js';

function app(name: string, securityContext: SecurityContext): PodShape {
  return deployment(name, { containers: [container('app', { securityContext })] });
}

const hardened: SecurityContext = {
  runAsUser: 1000,
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
};

const sources = [
  app('root', { privileged: true }),
  app('web-1', { ...hardened }),
  app('web-2', { ...hardened, runAsUser: 1001 }),
  app('web-3', { ...hardened, capabilities: { add: ['NET_BIND_SERVICE'] } }),
  app('net', { capabilities: { add: ['NET_ADMIN'] } }),
];

function grouping({ policies }: Consolidation): string[][] {
  return policies.map(({ workloads }) => workloads.map(({ workload }) => workload.name));
}

describe('consolidating policies', () => {
  it('puts together what adds least, and sorts by what is allowed', () => {
    const result = consolidatePolicies({ sources, maxPolicies: 3 });
    expect(grouping(result)).toEqual([['web-1', 'web-2', 'web-3'], ['net'], ['root']]);
    expect(result.policies.map(({ name }) => name)).toEqual([
      'consolidated-1',
      'consolidated-2',
      'consolidated-3',
    ]);
    expect(result.policies[0]?.workloads[0]).toMatchObject({
      excess: 6,
      excessPrivileges: ['capability NET_BIND_SERVICE', 'user 1001'],
    });
  });

  it('gives one policy to all if there may be but one', () => {
    const result = consolidatePolicies({ sources, maxPolicies: 1 });
    expect(grouping(result)).toEqual([['net', 'root', 'web-1', 'web-2', 'web-3']]);
    expect(result.policies[0]?.generated.policy.spec.privileged).toBe(true);
  });

  it('has no excess, and no more policies than needed, if there may be many', () => {
    const result = consolidatePolicies({
      sources: [...sources, app('root-2', { privileged: true })],
      maxPolicies: 50,
    });
    expect(result.excess).toBe(0);
    expect(result.policies).toHaveLength(5);
  });

  it('gives a workload the lesser policy where a policy made for others fits it', () => {
    const plain = app('plain', {});
    const result = consolidatePolicies({
      sources: [plain, app('plain-2', { privileged: false })],
      maxPolicies: 5,
    });
    expect(grouping(result)).toEqual([['plain', 'plain-2']]);
  });

  it('never admits less than all workloads, and has less excess the more policies there may be', () => {
    const excesses = [1, 2, 3, 4, 5].map((maxPolicies) => {
      const result = consolidatePolicies({ sources, maxPolicies });
      for (const { generated, workloads } of result.policies) {
        const served = sources.filter(({ workload }) =>
          workloads.some((each) => each.workload.name === workload.name),
        );
        expect(checkPolicy(generated.policy, served)).toMatchObject({
          refused: [],
          excess: [],
          mistakes: [],
        });
      }
      return result.excess;
    });
    expect(excesses).toEqual(excesses.toSorted((a, b) => b - a));
    expect(excesses.at(-1)).toBe(0);
  });

  it('does not depend on the order of the sources', () => {
    const { yaml } = consolidatePolicies({ sources, maxPolicies: 2 });
    expect(consolidatePolicies({ sources: sources.toReversed(), maxPolicies: 2 }).yaml).toBe(yaml);
  });

  it('reports what no policy can serve', () => {
    const result = consolidatePolicies({
      sources: [...sources, app('bad', { procMount: 'Unmasked' })],
      maxPolicies: 2,
    });
    expect(result.unsatisfiable).toMatchObject([{ workload: { name: 'bad' }, stage: 'admission' }]);
    expect(result.rollout.steps[0]?.detail).toContain('Deployment shop/bad');
  });

  it.each([0, 1.5, Number.NaN])('refuses %s policies', (maxPolicies) => {
    expect(() => consolidatePolicies({ sources, maxPolicies })).toThrow(RangeError);
  });
});

/** The least possible sum, by trying every way to form groups. */
function leastExcess(members: readonly Member[], most: number): number {
  let best = Number.POSITIVE_INFINITY;
  const place = (index: number, groups: number[][]): void => {
    if (index === members.length) {
      best = Math.min(best, excess(groups, members));
      return;
    }
    for (const [position] of groups.entries()) {
      place(
        index + 1,
        groups.map((group, each) => (each === position ? [...group, index] : group)),
      );
    }
    if (groups.length < most) place(index + 1, [...groups, [index]]);
  };
  place(0, []);
  return best;
}

function excess(groups: readonly (readonly number[])[], members: readonly Member[]): number {
  return groups.reduce((total, group) => {
    const all = new Map(group.flatMap((index) => [...(members[index]?.privileges ?? [])]));
    const weight = [...all.values()].reduce((sum, each) => sum + each, 0);
    return group.reduce((sum, index) => {
      const member = members[index];
      const own = [...(member?.privileges.values() ?? [])].reduce((a, b) => a + b, 0);
      return sum + (member?.workloads ?? 0) * (weight - own);
    }, total);
  }, 0);
}

describe('the grouping', () => {
  const member = fc.record({
    privileges: fc
      .uniqueArray(fc.integer({ min: 0, max: 7 }), { maxLength: 5 })
      .map((names) => new Map(names.map((name) => [`p${name}`, 1 + name]))),
    workloads: fc.integer({ min: 1, max: 4 }),
  });

  it('puts each member into one group, keeps to the limit, and comes close to the least possible sum', () => {
    let found = 0;
    let least = 0;
    fc.assert(
      fc.property(
        fc.array(member, { minLength: 1, maxLength: 7 }),
        fc.integer({ min: 1, max: 4 }),
        (members, most) => {
          const groups = clusterPrivileges(members, most);
          expect(groups.flat().toSorted((a, b) => a - b)).toEqual(members.map((_, index) => index));
          expect(groups.length).toBeLessThanOrEqual(most);
          found += excess(groups, members);
          least += leastExcess(members, most);
        },
      ),
      { seed: 7, numRuns: 150 },
    );
    expect(least).toBeGreaterThan(0);
    expect(found / least).toBeLessThan(1.1);
  });
});
