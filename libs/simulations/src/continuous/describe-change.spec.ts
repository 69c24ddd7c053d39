import type { Finding, Verdict } from '#libs/advisor';
import { describe, expect, it } from 'vitest';
import { diffVerdicts } from '../diff/diff-verdicts.js';
import { describeChange, podsNamedIn } from './describe-change.js';

const workload = { cluster: 'prod', namespace: 'shop', kind: 'Deployment', name: 'web' };
const at = '2026-03-01T10:41:00Z';

function verdictOf(verdict: Verdict['verdict'], findings: readonly Finding[] = []): Verdict {
  const [first] = findings;
  return {
    workload,
    verdict,
    ...(first === undefined ? {} : { stage: first.stage }),
    mutated: false,
    findings: [...findings],
    remedies: [],
  };
}

function netRaw(seen: { readonly pods: number; readonly onlyPod?: string }): Finding {
  const { onlyPod, pods } = seen;
  return {
    outcome: 'breaks',
    stage: 'runtime',
    field: 'requiredDropCapabilities',
    reason: 'capability-in-use',
    detail: 'x',
    evidence: {
      level: 'weak',
      podsObserved: 1,
      startsObserved: 1,
      daysObserved: 1,
      lossRatio: 0,
      unseen: 0,
      expectedNew: 0,
      observations: [
        {
          item: {
            dimension: 'capability',
            capability: 'NET_RAW',
            granted: true,
            uid: 0,
            userNamespace: 'own',
            outcome: 'allowed',
            origin: 'container',
          },
          seen: { count: 3, first: at, last: at, pods, days: 1 },
          collapsed: false,
          pinned: false,
          ...(onlyPod === undefined ? {} : { onlyPod }),
        },
      ],
    },
  };
}

const privileged: Finding = {
  outcome: 'breaks',
  stage: 'admission',
  field: 'privileged',
  reason: 'not-allowed-by-policy',
  detail: 'x',
};

function described(before: Verdict | undefined, after: Verdict | undefined, policies: string[] = []) {
  const change = diffVerdicts(before, after);
  if (change === undefined) return undefined;
  return describeChange(change, { podNames: new Map([['uid-1', 'web-7d9c-x2k4q']]), policies });
}

describe('a change of verdict, for people', () => {
  const passes = verdictOf('passes');

  it('names the pod that has shown something for the first time', () => {
    const breaks = verdictOf('breaks', [netRaw({ pods: 1, onlyPod: 'uid-1' })]);
    expect(described(passes, breaks)).toBe(
      'web: passes → breaks at runtime, capability NET_RAW first observed in pod web-7d9c-x2k4q',
    );
  });

  it('has the UID of a pod whose name nobody knows', () => {
    const breaks = verdictOf('breaks', [netRaw({ pods: 1, onlyPod: 'uid-2' })]);
    expect(described(passes, breaks)).toBe(
      'web: passes → breaks at runtime, capability NET_RAW first observed in pod with UID uid-2',
    );
  });

  it('counts pods where several have shown it', () => {
    expect(described(passes, verdictOf('breaks', [netRaw({ pods: 3 })]))).toBe(
      `web: passes → breaks at runtime, capability NET_RAW observed in 3 pods since ${at}`,
    );
  });

  it('names the field where nothing was observed, and what became of the policy', () => {
    expect(described(passes, verdictOf('breaks', [privileged]), ['policy p: revision 1 → 2'])).toBe(
      'web: passes → breaks at admission, privileged (not-allowed-by-policy) (policy p: revision 1 → 2)',
    );
  });

  it('says what is no longer so where things got better', () => {
    expect(described(verdictOf('breaks', [privileged]), passes)).toBe(
      'web: breaks at admission → passes, no longer privileged (not-allowed-by-policy)',
    );
  });

  it('says when a workload came and went', () => {
    expect(described(undefined, passes)).toBe('web: absent → passes');
    expect(described(verdictOf('breaks', [privileged]), undefined)).toBe('web: breaks at admission → absent');
  });

  it('says what fails today already, and what fails no more, after what became of the verdict', () => {
    const brokenToday = [
      {
        stage: 'start' as const,
        reason: 'run-as-non-root' as const,
        message: 'x',
        object: { kind: 'Pod', name: 'web-1' },
        container: 'app',
        count: 1,
        firstSeen: at,
        lastSeen: at,
      },
    ];
    const failing = { ...verdictOf('breaks', [privileged]), brokenToday };
    expect(described(passes, failing)).toBe(
      'web: passes → breaks at admission, privileged (not-allowed-by-policy), broken today already at start of container app (run-as-non-root)',
    );
    expect(described(failing, verdictOf('breaks', [privileged]))).toBe(
      'web: breaks at admission → breaks at admission, no longer broken at start of container app (run-as-non-root)',
    );
    expect(described(failing, undefined)).toBe('web: breaks at admission → absent');
  });

  it('is not made where nothing changed', () => {
    expect(described(passes, verdictOf('passes'))).toBeUndefined();
  });

  it('needs the names of the pods that alone have shown something', () => {
    const change = diffVerdicts(passes, verdictOf('breaks', [netRaw({ pods: 1, onlyPod: 'uid-1' })]));
    expect(podsNamedIn(change === undefined ? [] : [change])).toEqual([{ cluster: 'prod', uid: 'uid-1' }]);
  });
});
