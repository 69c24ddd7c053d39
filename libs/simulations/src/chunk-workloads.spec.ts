import { judge, type JudgeInput, type PodFailure, templateText, verdict, verdictOf } from '#libs/advisor';
import { alwaysAllow, type Authorizer, expandWorkload, workloadKey } from '#libs/kubernetes';
import { workloadId } from '#libs/persistence';
import { decodePolicy } from '#libs/psp';
import { describe, expect, it } from 'vitest';
import { readChunkWorkloads } from './chunk-workloads.js';
import { evaluateWorkloads } from './evaluate-workloads.js';
import type { ClusterState, InventorySource, SimulatedWorkload } from './ports.js';
import type { RunContext } from './run-context.js';
import { SharedVerdicts } from './shared-verdicts.js';

const run = { simulation: '00000000-0000-4000-8000-000000000001', run: 1 };
const any = { rule: 'RunAsAny' };
const decoded = decodePolicy({
  apiVersion: 'policy/v1beta1',
  kind: 'PodSecurityPolicy',
  metadata: { name: 'restricted' },
  spec: { volumes: ['secret'], runAsUser: any, seLinux: any, fsGroup: any, supplementalGroups: any },
});
const policies = decoded.ok ? [decoded.value] : [];

function deployment(namespace: string, name: string, securityContext: object): SimulatedWorkload {
  const manifest = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace, labels: { team: name } },
    spec: {
      replicas: name.length,
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
  return { workload: { cluster: 'prod', namespace, kind: 'Deployment', name }, shapes, manifest };
}

const privileged = { privileged: true };
const long = 'a-name-so-long-that-controllers-may-have-to-cut-it';
const stored = [
  deployment('shop', 'web', privileged),
  deployment('shop', 'api', privileged),
  deployment('edge', 'web', privileged),
  deployment('shop', 'plain', {}),
  deployment('shop', 'seen', privileged),
  deployment('shop', long, privileged),
];

/** What goes wrong with their pods, by key. */
type Failures = ReadonlyMap<string, readonly PodFailure[]>;

/** An inventory of them, and the names of those whose manifests were read. */
function inventoryOf(gone: readonly string[], failures: Failures) {
  const read: string[] = [];
  const byId = new Map(stored.map((each) => [workloadId(each.workload), each]));
  const inventory: Pick<InventorySource, 'readTemplates' | 'readWorkloads' | 'failuresOf'> = {
    readTemplates: async (ids) =>
      ids.flatMap((id) => {
        const known = byId.get(id);
        if (known === undefined) return [];
        const { workload, manifest } = known;
        return [{ id, workload, template: templateText(workload.kind, manifest) }];
      }),
    failuresOf: async () => failures,
    readWorkloads: async (ids) =>
      ids.flatMap((id) => {
        const known = byId.get(id);
        if (known === undefined || gone.includes(workloadKey(known.workload))) return [];
        read.push(`${known.workload.namespace}/${known.workload.name}`);
        return [known];
      }),
  };
  return { inventory, read };
}

const shopOnly: Authorizer = { authorize: () => false, mayUse: (_user, namespace) => namespace === 'shop' };

/** What is judged of all of them, and how it would be judged one by one. */
async function judged(
  state: Partial<ClusterState> = {},
  gone: readonly string[] = [],
  failures: Failures = new Map(),
) {
  const { inventory, read } = inventoryOf(gone, failures);
  const cluster: ClusterState = {
    podCreators: {},
    authorizer: alwaysAllow,
    serviceAccounts: (namespace, name) => ({ metadata: { namespace, name } }),
    policies: [],
    ...state,
  };
  const context: RunContext = {
    order: {
      policySet: 'only-these',
      scope: {},
      grants: 'all',
      manifestsIn: { cluster: 'prod', namespace: 'default' },
    },
    policies,
    manifests: new Map(),
    manifestsById: new Map(),
    clusterState: async () => cluster,
  };
  const observed = stored.filter(({ workload }) => workload.name === 'seen');
  const profiles = new Map(
    observed.map(({ workload }) => [
      workloadKey(workload),
      { workload, pods: 1, nodeFacts: [], containers: [] },
    ]),
  );
  const chunk = { workloads: stored.map(({ workload }) => workloadId(workload)), manifests: [] };
  const profileSource = { profilesOf: async () => profiles };
  const content = await readChunkWorkloads(inventory, profileSource, context, chunk, new Date());
  const asked: string[] = [];
  const counting = (input: JudgeInput) => {
    asked.push(`${input.workload.namespace}/${input.workload.name}`);
    return judge(input);
  };
  const found = await evaluateWorkloads(new SharedVerdicts(counting), run, context, content, {
    signal: new AbortController().signal,
    goOn: async () => true,
  });
  const left = stored.filter(({ workload }) => !gone.includes(workloadKey(workload)));
  const expected = left.map(({ workload, shapes, manifest }) => {
    const profile = profiles.get(workloadKey(workload));
    const { authorizer, serviceAccounts } = cluster;
    const input = { workload, shapes, manifest, policies, authorizer, serviceAccounts };
    const own = failures.get(workloadKey(workload)) ?? [];
    const known = { failures: own, ...(profile !== undefined && { profile }) };
    return judge({ ...input, policySet: 'only-these', ...known });
  });
  const said = (found ?? []).map(({ workload, document }) =>
    verdictOf(workload, verdict.parse(JSON.parse(document.text))),
  );
  return { read, asked, said, expected };
}

describe('the workloads of a chunk', () => {
  it('are read and judged once for each template, but for those observed or of long names', async () => {
    const { read, asked, said, expected } = await judged();
    expect(read).toEqual(['shop/web', 'shop/plain', 'shop/seen', `shop/${long}`]);
    expect(asked).toEqual(read);
    expect(said).toEqual(expected);
    expect(said.map((each) => each.verdict)).toEqual([
      'breaks',
      'breaks',
      'breaks',
      'passes',
      'breaks',
      'breaks',
    ]);
  });

  it('are judged one by one where that counts: by namespace where grants do', async () => {
    const { read, asked, said, expected } = await judged({ authorizer: shopOnly });
    expect(read).toEqual(['shop/web', 'shop/plain', 'shop/seen', `shop/${long}`]);
    expect(asked).toEqual(['shop/web', 'edge/web', 'shop/plain', 'shop/seen', `shop/${long}`]);
    expect(said).toEqual(expected);
  });

  it('are judged under their own names where these stand in what is said', async () => {
    const { asked, said, expected } = await judged({ serviceAccounts: () => undefined });
    expect(asked).toHaveLength(6);
    expect(said).toEqual(expected);
    expect(new Set(said.map(({ findings }) => findings[0]?.detail)).size).toBe(6);
  });

  it('are told from those of the same template that are broken today', async () => {
    const failure: PodFailure = {
      stage: 'admission',
      reason: 'pod-security-policy',
      message: 'refused',
      object: { kind: 'ReplicaSet', name: 'web-1' },
      count: 1,
      firstSeen: '2026-03-01T09:00:00.000Z',
      lastSeen: '2026-03-01T09:00:00.000Z',
    };
    const failures = new Map([['prod/shop/Deployment/web', [failure]]]);
    const { asked, said, expected } = await judged({}, [], failures);
    expect(asked).toEqual(['shop/web', 'shop/api', 'shop/plain', 'shop/seen', `shop/${long}`]);
    expect(said).toEqual(expected);
    expect(said.flatMap(({ workload, brokenToday }) => (brokenToday ? [workload.name] : []))).toEqual([
      'web',
    ]);
  });

  it('are judged also when the one whose manifest stood for them is gone', async () => {
    const { read, said, expected } = await judged({}, ['prod/shop/Deployment/web']);
    expect(read).toContain('shop/api');
    expect(said).toEqual(expected);
  });
});
