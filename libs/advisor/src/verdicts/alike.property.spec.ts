import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  alwaysAllow,
  type Authorizer,
  expandWorkload,
  type Pod,
  type ServiceAccount,
} from '#libs/kubernetes';
import { policies, pods } from '../../../../test/arbitraries/policies-and-pods.js';
import { alikeBy, isSharable, verdictOf } from './alike.js';
import type { JudgeInput } from './judge-input.js';
import { judge } from './judge.js';

interface Identity {
  readonly namespace: string;
  readonly name: string;
  readonly replicas: number;
  readonly label: string;
}

const label = fc.constantFrom('web', 'a', 'x'.repeat(40), 'db-0');
const identity: fc.Arbitrary<Identity> = fc.record({
  namespace: fc.constantFrom('shop', 'a', 'kube-system'),
  name: label,
  replicas: fc.constantFrom(0, 3),
  label,
});
const account = fc.record(
  {
    automountServiceAccountToken: fc.boolean(),
    imagePullSecrets: fc.constant([{ name: 'registry' }]),
  },
  { requiredKeys: [] },
);
const kinds = fc.constantFrom('Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Job', 'CronJob');

/** May use `a` alone, in the namespace `shop` alone. */
const someGrants: Authorizer = {
  authorize: () => false,
  mayUse: (_user, namespace, policy) => namespace === 'shop' && policy === 'a',
};

function manifestOf(kind: string, pod: Pod, { namespace, name, replicas, label: app }: Identity) {
  const template = {
    metadata: { labels: { app }, annotations: pod.metadata.annotations ?? {} },
    spec: pod.spec,
  };
  const spec = { replicas, selector: { matchLabels: { app } }, template };
  const metadata = { name, namespace, labels: { app }, annotations: { note: name }, uid: `uid of ${name}` };
  return kind === 'CronJob'
    ? { apiVersion: 'batch/v1', kind, metadata, spec: { schedule: '@daily', jobTemplate: { spec } } }
    : { apiVersion: kind === 'Job' ? 'batch/v1' : 'apps/v1', kind, metadata, spec, status: { replicas } };
}

function inputOf(
  kind: string,
  pod: Pod,
  identityOf: Identity,
  rest: Pick<JudgeInput, 'policies' | 'authorizer'> & { readonly account: Omit<ServiceAccount, 'metadata'> },
): JudgeInput {
  const manifest = manifestOf(kind, pod, identityOf);
  const expansion = expandWorkload(manifest, { cluster: 'prod' });
  if (!expansion.ok) throw new Error('the manifest can not be expanded');
  const { account: settings, ...others } = rest;
  return {
    ...others,
    workload: { cluster: 'prod', namespace: identityOf.namespace, kind, name: identityOf.name },
    shapes: expansion.workloads.map((each) => ({ ...each, origin: 'template' })),
    manifest,
    serviceAccounts: (namespace, name) => ({ metadata: { namespace, name }, ...settings }),
  };
}

const pairs = fc.record({
  kind: kinds,
  pod: pods,
  policies,
  one: identity,
  other: identity,
  account,
  authorizer: fc.constantFrom(alwaysAllow, someGrants),
});

describe('workloads that are alike', () => {
  it('have the same verdict but for their names', () => {
    let shared = 0;
    fc.assert(
      fc.property(pairs, ({ kind, pod, one, other, ...rest }) => {
        const first = inputOf(kind, pod, one, rest);
        const second = inputOf(kind, pod, other, rest);
        const key = alikeBy(first);
        expect(key).toBeDefined();
        if (key !== alikeBy(second)) return;
        const verdict = judge(first);
        expect(isSharable(verdict)).toBe(true);
        expect(verdictOf(second.workload, verdict)).toEqual(judge(second));
        shared += 1;
      }),
      { seed: 7, numRuns: 1_000 },
    );
    expect(shared).toBeGreaterThan(500);
  });

  const plain: Identity = { namespace: 'shop', name: 'web', replicas: 1, label: 'web' };
  const pod: Pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {},
    spec: { containers: [{ name: 'app', image: 'example.com/app:1' }] },
  };
  const input = inputOf('Deployment', pod, plain, {
    policies: [],
    authorizer: alwaysAllow,
    account: {},
  });

  it('are told apart by their pods, their service account, and where grants count by their namespace', () => {
    const privileged = [{ name: 'app', image: 'example.com/app:1', securityContext: { privileged: true } }];
    const others: readonly JudgeInput[] = [
      inputOf('Deployment', { ...pod, spec: { containers: privileged } }, plain, {
        policies: [],
        authorizer: alwaysAllow,
        account: {},
      }),
      inputOf('Deployment', pod, plain, {
        policies: [],
        authorizer: alwaysAllow,
        account: { automountServiceAccountToken: false },
      }),
      { ...input, authorizer: someGrants },
      { ...input, workload: { ...input.workload, cluster: 'test' } },
      { ...input, shapes: [...input.shapes, ...input.shapes] },
    ];
    const keys = [input, ...others].map((each) => alikeBy(each));
    expect(new Set(keys).size).toBe(6);
    expect(keys).not.toContain(undefined);
  });

  it('are not those that were observed, bare pods, and names too long to be told alike', () => {
    const { workload } = input;
    expect(
      [
        { ...input, profile: { workload, pods: 1, nodeFacts: [], containers: [] } },
        { ...input, workload: { ...workload, kind: 'Pod' } },
        { ...input, workload: { ...workload, name: 'x'.repeat(41) } },
        { ...input, serviceAccounts: () => undefined },
      ].map((each) => alikeBy(each)),
    ).toEqual([undefined, undefined, undefined, undefined]);
  });
});
