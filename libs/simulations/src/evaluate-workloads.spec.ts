import type { Judge } from '#libs/advisor';
import { alwaysAllow, expandWorkload } from '#libs/kubernetes';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ChunkWorkload } from './chunk-workloads.js';
import { evaluateWorkloads } from './evaluate-workloads.js';
import type { RunContext } from './run-context.js';
import { SharedVerdicts } from './shared-verdicts.js';

const run = { simulation: '00000000-0000-4000-8000-000000000001', run: 1 };
const context: RunContext = {
  order: {
    policySet: 'only-these',
    scope: {},
    grants: 'all',
    manifestsIn: { cluster: 'prod', namespace: 'default' },
  },
  policies: [],
  manifests: new Map(),
  manifestsById: new Map(),
  clusterState: async () => ({
    podCreators: {},
    authorizer: alwaysAllow,
    serviceAccounts: () => undefined,
    policies: [],
  }),
};

/** Each with an image of its own, so that no two are alike and each is judged. */
function workload(name: string): ChunkWorkload {
  const manifest = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: 'shop' },
    spec: { template: { spec: { containers: [{ name: 'app', image: `example.com/${name}:1` }] } } },
  };
  const expansion = expandWorkload(manifest, { cluster: 'prod' });
  if (!expansion.ok) throw new Error('the manifest can not be expanded');
  const shapes = expansion.workloads.map((each) => ({ ...each, origin: 'template' as const }));
  const reference = { cluster: 'prod', namespace: 'shop', kind: 'Deployment', name };
  return { workload: reference, template: undefined, source: { workload: reference, shapes, manifest } };
}

const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
const content = { workloads: names.map(workload), profiles: new Map(), failures: new Map() };

describe('the evaluation of a chunk whose workloads take 100 ms each', () => {
  let now = 1_000;
  let judged: string[] = [];

  beforeEach(() => {
    judged = [];
    vi.spyOn(performance, 'now').mockImplementation(() => now);
  });
  afterEach(() => vi.restoreAllMocks());

  const judge: Judge = (input) => {
    judged.push(input.workload.name);
    now += 100;
    return { workload: input.workload, verdict: 'passes', mutated: false, findings: [], remedies: [] };
  };
  const evaluate = (goOn: () => Promise<boolean>, signal = new AbortController().signal) =>
    evaluateWorkloads(new SharedVerdicts(judge), run, context, content, { signal, goOn });

  it('asks every 200 ms whether to go on, and tells of all if so', async () => {
    const asked: string[] = [];
    const found = await evaluate(async () => {
      asked.push(judged.join(''));
      return true;
    });
    expect(asked).toEqual(['ab', 'abcd', 'abcdef']);
    expect(found?.map((each) => each.workload.name)).toEqual(names);
  });

  it('ends without an answer when it is not to go on', async () => {
    expect(await evaluate(async () => judged.length < 4)).toBeUndefined();
    expect(judged).toEqual(['a', 'b', 'c', 'd']);
  });

  it('ends with an error when its worker is to stop', async () => {
    const stop = new AbortController();
    const stopping = async () => {
      stop.abort(new Error('the worker stops'));
      return true;
    };
    await expect(evaluate(stopping, stop.signal)).rejects.toThrow('the worker stops');
    expect(judged).toEqual(['a', 'b', 'c']);
  });
});
