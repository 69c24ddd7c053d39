import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

import { applyPatch } from 'rfc6902';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

import { decodePod, type Pod } from '#libs/kubernetes';
import { decodePolicy, type PodSecurityPolicy, validatePolicy } from '#libs/psp';

import type { Remedy } from '../remedy.js';
import type { Verdict } from '../verdict.js';
import { judge } from '../verdicts/judge.js';

const vector = z.object({
  input: z.object({
    id: z.string(),
    psps: z.array(z.record(z.string(), z.unknown())),
    pod: z.record(z.string(), z.unknown()),
  }),
});

const HEAD = { apiVersion: 'policy/v1beta1', kind: 'PodSecurityPolicy' };

const cases = gunzipSync(
  readFileSync(new URL('../../../../test/data/vectors/single.jsonl.gz', import.meta.url)),
)
  .toString()
  .trim()
  .split('\n')
  .slice(0, 800)
  .map((line) => vector.parse(JSON.parse(line)).input)
  .map(({ id, psps, pod }) => ({ id, pod, psps: psps.map((psp) => ({ ...HEAD, ...psp })) }));

describe('every remedy that is offered for 800 pods close to the boundary of a policy', () => {
  const outcomes = cases.map((each) => {
    const before = judged(each.pod, each.psps);
    const failures = before.remedies.flatMap((remedy) => {
      const after = applied(remedy, each.pod, each.psps);
      return after.stage === 'admission' ? [`${each.id} ${remedy.kind}`] : [];
    });
    return { before, failures };
  });

  it('leads past admission when its patch is applied', () => {
    expect(outcomes.flatMap(({ failures }) => failures)).toEqual([]);
  });

  it('has the outcome that the changed policy or workload then has', () => {
    const differing = cases.flatMap(({ id, pod, psps }, index) =>
      (outcomes[index]?.before.remedies ?? []).flatMap((remedy) =>
        // A reduced workload is compared with the one of today, so that only a changed policy can be judged again.
        remedy.kind === 'broaden' && applied(remedy, pod, psps).verdict !== remedy.outcome ? [id] : [],
      ),
    );
    expect(differing).toEqual([]);
  });

  it('is there for nearly every pod that is refused: both ways for 78 % of them, one for 92 %', () => {
    const refused = outcomes.filter(({ before }) => before.stage === 'admission');
    const share = (least: number) =>
      refused.filter(({ before }) => before.remedies.length >= least).length / refused.length;
    expect([share(2) >= 0.78, share(1) >= 0.92]).toEqual([true, true]);
  });
});

function applied(remedy: Remedy, podDocument: object, policies: readonly object[]): Verdict {
  const changedPod = structuredClone(podDocument);
  const changed = structuredClone(policies.map(policyOf));
  const target =
    remedy.kind === 'reduce' ? changedPod : changed.find((each) => each.metadata.name === remedy.target.name);
  expect(applyPatch(target, remedy.patch).filter((error) => error !== null)).toEqual([]);
  return judged(changedPod, changed);
}

function judged(podDocument: object, policies: readonly object[]): Verdict {
  const decoded = podOf(podDocument);
  const workload = {
    cluster: 'c',
    namespace: decoded.metadata.namespace ?? 'default',
    kind: 'Pod',
    name: 'p',
  };
  return judge({
    workload,
    shapes: [{ workload, origin: 'template', templatePath: '', pod: decoded }],
    manifest: { apiVersion: 'v1', kind: 'Pod', ...podDocument },
    policies: policies.map(policyOf).filter((each) => validatePolicy(each).length === 0),
  });
}

function podOf(document: object): Pod {
  const decoded = decodePod(document);
  if (!decoded.ok) throw new Error(JSON.stringify(decoded.errors));
  return decoded.value;
}

function policyOf(document: object): PodSecurityPolicy {
  const decoded = decodePolicy(document);
  if (!decoded.ok) throw new Error(JSON.stringify(decoded.errors));
  return decoded.value;
}
