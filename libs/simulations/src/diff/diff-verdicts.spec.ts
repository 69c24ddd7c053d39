import type { Finding, PodFailure, Verdict } from '#libs/advisor';
import { describe, expect, it } from 'vitest';
import { diffVerdicts } from './diff-verdicts.js';

const workload = { cluster: 'prod', namespace: 'shop', kind: 'Deployment', name: 'web' };
const verdict = (changes: Partial<Verdict> = {}): Verdict => ({
  workload,
  verdict: 'passes',
  policy: 'restricted',
  mutated: false,
  findings: [],
  remedies: [],
  ...changes,
});
const finding = (changes: Partial<Finding> = {}): Finding => ({
  outcome: 'at-risk',
  stage: 'runtime',
  field: 'hostNetwork',
  reason: 'no-evidence',
  detail: 'Nobody watched.',
  ...changes,
});
const atRisk = (...findings: readonly Finding[]) =>
  verdict({ verdict: 'at-risk', stage: 'runtime', findings: [...findings] });

const failure = (changes: Partial<PodFailure> = {}): PodFailure => ({
  stage: 'admission',
  reason: 'pod-security-standard',
  message: 'Error creating: pods "web-5d4f-" is forbidden',
  object: { kind: 'ReplicaSet', name: 'web-5d4f' },
  count: 3,
  firstSeen: '2026-03-01T09:00:00.000Z',
  lastSeen: '2026-03-01T09:30:00.000Z',
  ...changes,
});
const failing = (...failures: readonly PodFailure[]) => verdict({ brokenToday: [...failures] });

describe('what changed for a workload', () => {
  it('is nothing where verdict and findings are the same, though evidence has grown and words differ', () => {
    expect(diffVerdicts(verdict(), verdict())).toBeUndefined();
    expect(
      diffVerdicts(atRisk(finding()), atRisk(finding({ detail: 'Nobody watched for 2 days.' }))),
    ).toBeUndefined();
    expect(diffVerdicts(verdict(), verdict({ findings: [finding({ outcome: 'passes' })] }))).toBeUndefined();
  });

  it('is worse or better by verdict, with what appeared and what was resolved', () => {
    const breaking = verdict({
      verdict: 'breaks',
      stage: 'admission',
      findings: [finding({ outcome: 'breaks', stage: 'admission', reason: 'not-allowed-by-policy' })],
    });
    expect(diffVerdicts(atRisk(finding()), breaking)).toEqual({
      workload,
      change: 'worse',
      before: { verdict: 'at-risk', stage: 'runtime', policy: 'restricted' },
      after: { verdict: 'breaks', stage: 'admission', policy: 'restricted' },
      appeared: breaking.findings,
      resolved: [finding()],
    });
    expect(diffVerdicts(breaking, verdict())?.change).toBe('better');
  });

  it('is a change where the verdict is the same for other reasons, or by another policy', () => {
    const other = finding({ field: 'privileged' });
    expect(diffVerdicts(atRisk(finding()), atRisk(other))).toMatchObject({
      change: 'changed',
      appeared: [other],
      resolved: [finding()],
    });
    expect(diffVerdicts(verdict(), verdict({ policy: 'wide' }))?.change).toBe('changed');
  });

  it('is what fails today already, or fails no more, though the verdict is the same', () => {
    const both = { verdict: 'passes', policy: 'restricted' };
    const change = { workload, change: 'changed', before: both, after: both, appeared: [], resolved: [] };
    expect(diffVerdicts(verdict(), failing(failure()))).toEqual({ ...change, failuresBegan: [failure()] });
    expect(diffVerdicts(failing(failure()), verdict())).toEqual({ ...change, failuresEnded: [failure()] });
    const start = failure({ stage: 'start', reason: 'run-as-non-root', container: 'app' });
    const other = { ...start, container: 'proxy' };
    expect(diffVerdicts(failing(failure(), start), failing(other, failure()))).toEqual({
      ...change,
      failuresBegan: [other],
      failuresEnded: [start],
    });
  });

  it('is nothing where the same failure was told of again, of another pod or controller', () => {
    const again = failure({
      count: 9,
      lastSeen: '2026-03-01T11:00:00.000Z',
      message: 'Error creating: pods "web-77aa-" is forbidden',
      object: { kind: 'ReplicaSet', name: 'web-77aa' },
    });
    expect(diffVerdicts(failing(failure()), failing(again, failure()))).toBeUndefined();
  });

  it('says who came and who went', () => {
    expect(diffVerdicts(undefined, verdict())).toEqual({
      workload,
      change: 'added',
      after: { verdict: 'passes', policy: 'restricted' },
      appeared: [],
      resolved: [],
    });
    expect(diffVerdicts(atRisk(finding()), undefined)).toMatchObject({
      change: 'removed',
      resolved: [finding()],
    });
  });
});
