import { expect, it } from 'vitest';
import { addSummaries, countedApart, summarise } from './summaries.js';

const breaks = (...fields: readonly string[]) => ({
  verdict: 'breaks' as const,
  stage: 'admission' as const,
  fields,
  brokenUntil: undefined,
});
const counted = {
  workloads: 3,
  verdicts: { passes: 0, 'at-risk': 0, breaks: 3 },
  stages: { admission: 3, start: 0, runtime: 0 },
  withoutPolicy: 2,
  brokenToday: 0,
  fields: { hostPID: 2, privileged: 1 },
};
// A live pod may be without a policy where the template has one that refuses it.
const verdicts = [
  breaks('privileged', 'hostPID'),
  breaks('authorization'),
  breaks('authorization', 'hostPID'),
];

it('workloads without a policy are counted apart from the fields of policies', () => {
  expect(summarise(verdicts)).toEqual(counted);
});

it('workloads that are broken today already are counted whatever their verdict', () => {
  const brokenUntil = new Date('2026-03-01T10:00:00Z');
  const passes = { verdict: 'passes' as const, stage: undefined, fields: [] };
  const some = [
    { ...breaks('hostPID'), brokenUntil },
    { ...passes, brokenUntil },
    { ...passes, brokenUntil: undefined },
  ];
  expect(summarise(some).brokenToday).toBe(2);
  expect(addSummaries(some.map((each) => summarise([each]))).brokenToday).toBe(2);
});

it('sums add up, whichever parts they come in', () => {
  expect(addSummaries(verdicts.map((each) => summarise([each])))).toEqual(counted);
});

it('a summary in which they were counted as a field is read as if they had been counted apart', () => {
  const withoutManifest = { count: 1, workloads: [] };
  const { withoutPolicy: authorization, fields, ...rest } = counted;
  const before = { ...rest, withoutPolicy: 0, fields: { authorization, ...fields }, withoutManifest };
  expect(countedApart(before)).toEqual({ ...counted, withoutManifest });
  expect(countedApart(countedApart(before))).toEqual({ ...counted, withoutManifest });
});
