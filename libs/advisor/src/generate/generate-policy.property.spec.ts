import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { type PodShape, readDocuments } from '#libs/kubernetes';
import { decodePolicy, type PolicyFieldName } from '#libs/psp';

import { comparePolicies } from '../compare/compare-policies.js';
import { checkPolicy } from './check-policy.js';
import { type GenerateResult, generatePolicy } from './generate-policy.js';
import { randomPod } from '../../../../test/data/advisor/random-pods.js';

const SEED = 20_260_301;

function generate(sources: readonly PodShape[]): GenerateResult {
  return generatePolicy({ sources, name: 'least' });
}

/** The sources that the policy is for: what never starts is served only if nothing else is left. */
function served(sources: readonly PodShape[], { unsatisfiable }: GenerateResult): PodShape[] {
  const without = (left: readonly PodShape[], stage: string): PodShape[] => {
    const names = new Set(
      unsatisfiable.filter((each) => each.stage === stage).map(({ workload }) => workload.name),
    );
    return left.filter(({ workload }) => !names.has(workload.name));
  };
  const admissible = without(sources, 'admission');
  const starting = without(admissible, 'start');
  return starting.length > 0 ? starting : admissible;
}

const group = fc.uniqueArray(randomPod, {
  minLength: 1,
  maxLength: 5,
  selector: ({ workload }) => workload.name,
});

/**
 * For these the table of least values has a choice to make (named users or any but root; secret or projected for the
 * token), so that a larger group may get an incomparable value.
 */
const CHOSEN: ReadonlySet<PolicyFieldName> = new Set(['runAsUser', 'volumes']);

describe('a generated policy', () => {
  it('is valid, admits its sources unchanged, and no next stricter value of it does', () => {
    let policies = 0;
    fc.assert(
      fc.property(group, (sources) => {
        const result = generate(sources);
        if (result.policy === undefined) return;
        policies += 1;
        expect(checkPolicy(result.policy, served(sources, result))).toMatchObject({
          refused: [],
          excess: [],
          mistakes: [],
        });
        expect(result.verified).toMatchObject({ sound: true, minimal: true });
      }),
      { seed: SEED, numRuns: 200 },
    );
    expect(policies).toBeGreaterThan(80);
  });

  it('is the same in any order of the sources, and in YAML says what it says', () => {
    fc.assert(
      fc.property(group, fc.nat(), (sources, turn) => {
        const first = generate(sources);
        const at = turn % sources.length;
        const second = generate([...sources.slice(at), ...sources.slice(0, at)].toReversed());
        expect(second.policy).toEqual(first.policy);
        if (first.policy === undefined || second.policy === undefined) return;
        expect(second.yaml).toBe(first.yaml);
        const { documents, mistakes } = readDocuments(first.yaml);
        expect(mistakes).toEqual([]);
        expect(decodePolicy(documents[0]?.value)).toMatchObject({ ok: true, value: first.policy });
      }),
      { seed: SEED, numRuns: 80 },
    );
  });

  it('allows no less for a larger group', () => {
    fc.assert(
      fc.property(group, randomPod, (sources, another) => {
        const small = generate(sources);
        const large = generate([
          ...sources,
          { ...another, workload: { ...another.workload, name: 'another' } },
        ]);
        if (small.policy === undefined || large.policy === undefined) return;
        // a pod that never starts is served only as long as nothing else is
        if (
          served(sources, small).some(({ workload }) =>
            large.unsatisfiable.some((each) => each.workload === workload),
          )
        ) {
          return;
        }
        const wider = comparePolicies(small.policy, large.policy).fields.filter(
          ({ field, order }) => !CHOSEN.has(field) && order !== 'equal' && order !== 'narrower',
        );
        expect(wider).toEqual([]);
      }),
      { seed: SEED, numRuns: 60 },
    );
  });
});
