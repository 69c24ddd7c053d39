import { DEFAULT_THRESHOLDS, judge, type JudgeInput, verdict, verdictOf } from '#libs/advisor';
import { expandWorkload } from '#libs/kubernetes';
import { decodePolicy } from '#libs/psp';
import { describe, expect, it } from 'vitest';
import { SharedVerdicts } from './shared-verdicts.js';

const run = { simulation: '00000000-0000-4000-8000-000000000001', run: 1 };
const any = { rule: 'RunAsAny' };
const policy = decodePolicy({
  apiVersion: 'policy/v1beta1',
  kind: 'PodSecurityPolicy',
  metadata: { name: 'restricted' },
  spec: {
    volumes: ['secret', 'projected'],
    runAsUser: any,
    seLinux: any,
    fsGroup: any,
    supplementalGroups: any,
  },
});
const policies = policy.ok ? [policy.value] : [];

function inputOf(name: string, securityContext: object, namespace = 'shop'): JudgeInput {
  const manifest = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace },
    spec: {
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { app: name } },
        spec: { containers: [{ name: 'app', image: 'example.com/app:1', securityContext }] },
      },
    },
  };
  const expansion = expandWorkload(manifest, { cluster: 'prod' });
  if (!expansion.ok) throw new Error('the manifest can not be expanded');
  const shapes = expansion.workloads.map((each) => ({ ...each, origin: 'template' as const }));
  return { workload: { cluster: 'prod', namespace, kind: 'Deployment', name }, shapes, manifest, policies };
}

/** Counts how often it is asked. */
function counted() {
  const asked: string[] = [];
  return {
    asked,
    judge: (input: JudgeInput) => {
      asked.push(input.workload.name);
      return judge(input);
    },
  };
}

describe('verdicts of workloads that are alike', () => {
  it('are found once, and are stored as if each had been judged', () => {
    const { asked, judge: counting } = counted();
    const verdicts = new SharedVerdicts(counting);
    const inputs = [
      inputOf('web', { privileged: true }),
      inputOf('plain', {}),
      inputOf('shop-2', { privileged: true }, 'other'),
      inputOf('plain-2', {}),
    ];
    const judged = inputs.map((input) => verdicts.judged(run, input));
    expect(asked).toEqual(['web', 'plain']);
    expect(
      judged.map(({ workload, document }) => verdictOf(workload, verdict.parse(JSON.parse(document.text)))),
    ).toEqual(inputs.map(judge));
    expect(new Set(judged.map(({ document }) => document.id)).size).toBe(2);
    expect(judged.map((each) => [each.workload.name, each.verdict, each.stage, each.fields])).toEqual([
      ['web', 'breaks', 'admission', ['privileged']],
      ['plain', 'passes', undefined, []],
      ['shop-2', 'breaks', 'admission', ['privileged']],
      ['plain-2', 'passes', undefined, []],
    ]);
    expect(judge(inputs[2] ?? inputOf('', {})).remedies.map(({ kind }) => kind)).toEqual([
      'broaden',
      'reduce',
    ]);
  });

  it('are not shared between runs, whose policies may differ', () => {
    const { asked, judge: counting } = counted();
    const verdicts = new SharedVerdicts(counting);
    verdicts.judged(run, inputOf('web', {}));
    verdicts.judged({ ...run, run: 2 }, inputOf('web', {}));
    verdicts.judged(run, inputOf('web', {}));
    expect(asked).toEqual(['web', 'web']);
  });

  it('are not shared between thresholds', () => {
    const { asked, judge: counting } = counted();
    const verdicts = new SharedVerdicts(counting);
    const strict = { ...DEFAULT_THRESHOLDS, passesFrom: 'strong' as const };
    verdicts.judged(run, inputOf('web', {}));
    verdicts.judged(run, { ...inputOf('web', {}), thresholds: strict });
    verdicts.judged(run, { ...inputOf('web', {}), thresholds: { ...strict } });
    expect(asked).toEqual(['web', 'web']);
  });

  it('are forgotten, those used longest ago first, where memory is bounded', () => {
    const { asked, judge: counting } = counted();
    const capabilities = (name: string) => inputOf(name, { capabilities: { add: [name.toUpperCase()] } });
    const size = new SharedVerdicts(judge).judged(run, capabilities('a')).document.text.length;
    const verdicts = new SharedVerdicts(counting, 2 * size);
    for (const name of ['a', 'b', 'a', 'c', 'a', 'b']) verdicts.judged(run, capabilities(name));
    expect(asked).toEqual(['a', 'b', 'c', 'b']);
  });
});
