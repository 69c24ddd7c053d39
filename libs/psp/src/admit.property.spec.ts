import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { defaultPod, type Pod } from '#libs/kubernetes';

import { pods, policies } from '../../../test/arbitraries/policies-and-pods.js';
import { admit, type AdmissionRequest } from './admit.js';
import { compilePolicy, type CompiledPolicy } from './compile-policy.js';
import { admitMutating } from './mutating-admission.js';
import type { PodSecurityPolicy } from './policy.js';

const SETTINGS = { seed: 20_24, numRuns: 1000 };

const answer = (compiled: readonly CompiledPolicy[], pod: Pod, more: Partial<AdmissionRequest> = {}) =>
  admit({ policies: compiled, pod, namespace: 'shop', mayUse: () => true, ...more });

const compile = (given: readonly PodSecurityPolicy[]): CompiledPolicy[] =>
  given.map((policy) => compilePolicy(policy));

/** How often the premise of a law held; a law that is never put to the test proves nothing. */
function counted() {
  const count = { held: 0 };
  return { count, hold: (): void => void (count.held += 1) };
}

describe('admission', { timeout: 60_000 }, () => {
  it('admits again what it has admitted, without changing it', () => {
    const { count, hold } = counted();
    fc.assert(
      fc.property(policies, pods, (given, pod) => {
        const compiled = compile(given);
        const first = answer(compiled, pod);
        if (first.pod === undefined) return;
        hold();
        const again = answer(compiled, first.pod);
        expect({ allowed: again.allowed, mutated: again.mutated }).toEqual({ allowed: true, mutated: false });
      }),
      SETTINGS,
    );
    expect(count.held).toBeGreaterThan(100);
  });

  it('never refuses in the validating phase what the mutating one has admitted', () => {
    const { count, hold } = counted();
    fc.assert(
      fc.property(policies, pods, (given, pod) => {
        const { stage, mutated } = answer(compile(given), pod);
        if (mutated) hold();
        expect(stage).not.toBe('validate');
      }),
      SETTINGS,
    );
    expect(count.held).toBeGreaterThan(100);
  });

  it('does not depend on the order in which the policies are given', () => {
    fc.assert(
      fc.property(policies, pods, fc.infiniteStream(fc.nat()), (given, pod, random) => {
        const compiled = compile(given);
        const shuffled = compiled
          .map((policy) => ({ policy, at: random.next().value ?? 0 }))
          .sort((a, b) => a.at - b.at)
          .map(({ policy }) => policy);
        expect(answer(shuffled, pod)).toEqual(answer(compiled, pod));
      }),
      SETTINGS,
    );
  });

  it('by mutation is never lost by adding a policy', () => {
    const { count, hold } = counted();
    fc.assert(
      fc.property(policies, pods, (given, pod) => {
        const [added, ...rest] = compile(given);
        if (added === undefined) return;
        const defaulted = defaultPod(pod);
        if (!admitMutating(rest, defaulted, () => true).admitted) return;
        hold();
        expect(admitMutating([...rest, added], defaulted, () => true).admitted).toBe(true);
      }),
      SETTINGS,
    );
    expect(count.held).toBeGreaterThan(100);
  });

  it('leaves the pod that it was given as it was', () => {
    fc.assert(
      fc.property(policies, pods, (given, pod) => {
        const before = structuredClone(pod);
        answer(compile(given), pod, { unmutated: true });
        expect(pod).toEqual(before);
      }),
      { ...SETTINGS, numRuns: 500 },
    );
  });

  it('asks only for the errors of policies that may be used', () => {
    fc.assert(
      fc.property(policies, pods, fc.constantFrom('a', 'b', 'ab'), (given, pod, only) => {
        const { errors, psp } = answer(compile(given), pod, { mayUse: (name) => name === only });
        expect([...new Set([...errors.map((error) => error.psp), psp ?? only])]).toEqual([only]);
      }),
      { ...SETTINGS, numRuns: 500 },
    );
  });
});
