import { readDocuments } from '#libs/kubernetes';
import { createDataSource, Reach } from '#libs/persistence';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createDatabase } from '../../../test/services/index.js';
import { listClusters, readCluster, unknownInScope } from './cluster-store.js';
import { readClusterState, readWorkloads, selectWorkloads, storeInventory } from './inventory-store.js';
import { readInventory } from './read-inventory.js';
import { inventoryResolver } from './workload-resolver.js';

const template =
  'template: { metadata: { labels: { app: web } }, spec: { containers: [{ name: c, image: i }] } }';
const manifests = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec: { ${template} }
---
apiVersion: apps/v1
kind: ReplicaSet
metadata:
  name: web-7d9c8b6f5
  namespace: shop
  ownerReferences: [{ apiVersion: apps/v1, kind: Deployment, name: web, uid: u, controller: true }]
spec: { ${template} }
---
apiVersion: v1
kind: ServiceAccount
metadata: { name: builder }
automountServiceAccountToken: false
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: use, namespace: shop }
rules: [{ apiGroups: [policy], resources: [podsecuritypolicies], resourceNames: [base], verbs: [use] }]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: use, namespace: shop }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: use }
subjects: [{ kind: ServiceAccount, name: default, namespace: shop }]
---
apiVersion: v1
kind: ConfigMap
metadata: { name: settings }
`;

let dataSource: DataSource;
beforeAll(async () => {
  const url = await createDatabase();
  dataSource = createDataSource({ url, poolSize: 5, connectTimeout: 10_000, statementTimeout: 60_000 });
  await dataSource.initialize();
});
afterAll(() => dataSource.destroy());

function read(text: string, cluster = 'prod') {
  return readInventory(readDocuments(text).documents, { cluster, defaultNamespace: 'team', pointer: '' });
}

async function store(text: string, replace = true, cluster = 'prod'): Promise<void> {
  await storeInventory(dataSource, cluster, read(text, cluster), {
    replace,
    now: new Date('2026-01-02T03:04:05Z'),
  });
}

beforeEach(() => store(manifests));

describe('manifests', () => {
  it('are sorted into workloads, objects that admission depends on, owners, and the rest', () => {
    const { workloads, objects, owners, passedOver, mistakes } = read(manifests);
    expect(workloads.map(({ workload, labels }) => [workload, labels])).toEqual([
      [{ cluster: 'prod', namespace: 'shop', kind: 'Deployment', name: 'web' }, { app: 'web' }],
    ]);
    expect(objects.map(({ kind, namespace, name }) => `${kind} ${namespace}/${name}`)).toEqual([
      'ServiceAccount team/builder',
      'Role shop/use',
      'RoleBinding shop/use',
    ]);
    expect(owners).toEqual([
      {
        namespace: 'shop',
        kind: 'ReplicaSet',
        name: 'web-7d9c8b6f5',
        ownerKind: 'Deployment',
        ownerName: 'web',
      },
    ]);
    expect(passedOver).toEqual({ ConfigMap: 1 });
    expect(mistakes).toEqual([]);
  });

  it('pass over what is of another API group, though it goes by the name of a kind that is kept', () => {
    const others = `
apiVersion: iam.aws.crossplane.io/v1beta1
kind: Role
metadata: { name: reader }
spec: { forProvider: { assumeRolePolicyDocument: "{}" } }
---
apiVersion: cloudplatform.gcp.crossplane.io/v1beta1
kind: ServiceAccount
metadata: { name: default, namespace: default }
spec: {}
---
apiVersion: servicebus.azure.com/v1
kind: Namespace
metadata: { name: queues }
`;
    const own = `
apiVersion: v1
kind: ServiceAccount
metadata: { name: default, namespace: default }
---
apiVersion: policy/v1beta1
kind: PodSecurityPolicy
metadata: { name: base }
spec:
  runAsUser: { rule: RunAsAny }
  fsGroup: { rule: RunAsAny }
  seLinux: { rule: RunAsAny }
  supplementalGroups: { rule: RunAsAny }
---
apiVersion: v1
kind: Namespace
metadata: { name: shop }
`;
    const { objects, passedOver, mistakes } = read(`${own}---${others}`);
    expect(mistakes).toEqual([]);
    expect(passedOver).toEqual({ Namespace: 1, Role: 1, ServiceAccount: 1 });
    expect(objects.map(({ kind, name, document: { apiVersion } }) => [kind, name, apiVersion])).toEqual([
      ['ServiceAccount', 'default', 'v1'],
      ['PodSecurityPolicy', 'base', 'policy/v1beta1'],
      ['Namespace', 'shop', 'v1'],
    ]);
  });

  it('with mistakes say in which document and field', () => {
    const wrong = `${manifests}---\napiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: { name: r }\nrules: [{ apiGroups: [apps], resources: [deployments] }]\n---\napiVersion: apps/v1\nkind: Deployment\nmetadata: { name: A/B }\nspec: { ${template} }\n`;
    const { mistakes } = read(wrong);
    expect(mistakes.map(({ pointer, code }) => [pointer, code])).toEqual([
      ['/rules/0/verbs', 'FieldValueRequired'],
      ['/metadata/name', 'FieldValueInvalid'],
    ]);
    expect(mistakes[0]?.detail).toMatch(/^document at line \d+: rules\[0\]\.verbs: Required value/);
  });
});

describe('the inventory of a cluster', () => {
  it('is what was uploaded last', async () => {
    const [id = ''] = await selectWorkloads(dataSource, { clusters: ['prod'] });
    const [stored] = await readWorkloads(dataSource, [id]);
    expect(stored?.workload).toEqual({ cluster: 'prod', namespace: 'shop', kind: 'Deployment', name: 'web' });
    expect(
      stored?.shapes.map(({ templatePath, pod }) => [templatePath, pod.spec.containers[0]?.name]),
    ).toEqual([['/spec/template', 'c']]);
    await store(manifests.replaceAll('name: web,', 'name: api,'));
    expect(await readWorkloads(dataSource, [id])).toEqual([]);
    expect(await selectWorkloads(dataSource, { clusters: ['prod'] })).toHaveLength(1);
  });

  it('can be added to', async () => {
    await store(manifests.replaceAll('name: web,', 'name: api,'), false);
    expect(await selectWorkloads(dataSource, { clusters: ['prod'] })).toHaveLength(2);
  });

  it('has an object that gains or loses its controller once', async () => {
    const job = (owner: string) =>
      `apiVersion: batch/v1\nkind: Job\nmetadata: { name: backup-1, namespace: shop${owner} }\nspec: { ${template} }\n`;
    const owned = job(
      ', ownerReferences: [{ apiVersion: batch/v1, kind: CronJob, name: backup, uid: u, controller: true }]',
    );
    const bare = job('');
    const owners = () =>
      dataSource.query(`SELECT kind, name FROM inventory_owners WHERE cluster = 'prod' AND kind = 'Job'`);
    const jobs = async () => {
      const ids = await selectWorkloads(dataSource, { clusters: ['prod'] });
      const found = (await readWorkloads(dataSource, ids)).map(({ workload: { kind } }) => kind);
      return [found, (await owners()).length];
    };
    await store(bare, false);
    expect(await jobs()).toEqual([['Deployment', 'Job'], 0]);
    await store(owned, false);
    expect(await jobs()).toEqual([['Deployment'], 1]);
    await store(bare, false);
    expect(await jobs()).toEqual([['Deployment', 'Job'], 0]);
    // Of two documents in one upload the later one counts.
    await store(`${bare}---\n${owned}`, false);
    expect(await jobs()).toEqual([['Deployment'], 1]);
    await store(`${owned}---\n${bare}`, false);
    expect(await jobs()).toEqual([['Deployment', 'Job'], 0]);
  });

  it('tells who may use which policy', async () => {
    const { authorizer, serviceAccounts } = await readClusterState(dataSource, 'prod');
    const user = { name: 'system:serviceaccount:shop:default', groups: [] };
    expect(authorizer.mayUse(user, 'shop', 'base')).toBe(true);
    expect(authorizer.mayUse(user, 'shop', 'other')).toBe(false);
    expect(authorizer.mayUse(user, 'bank', 'base')).toBe(false);
    expect(serviceAccounts('team', 'builder')?.automountServiceAccountToken).toBe(false);
    expect(serviceAccounts('team', 'unheard-of')).toEqual({
      metadata: { namespace: 'team', name: 'unheard-of' },
    });
  });

  it('is counted with what runtime events have shown', async () => {
    await dataSource.query(
      `INSERT INTO workloads (id, cluster, namespace, kind, name)
       VALUES (gen_random_uuid(), 'seen-only', 'n', 'Pod', 'p') ON CONFLICT DO NOTHING`,
    );
    const clusters = await listClusters(dataSource, Reach.everything, { limit: 10 });
    expect(clusters.map(({ name, workloads }) => [name, workloads])).toEqual([
      ['prod', 1],
      ['seen-only', 0],
    ]);
    expect(await listClusters(dataSource, Reach.everything, { limit: 10, after: 'prod' })).toEqual([
      clusters[1],
    ]);
    expect(await readCluster(dataSource, Reach.everything, 'seen-only')).toEqual({
      name: 'seen-only',
      revision: 0,
      workloads: 0,
      observed: 1,
      manifestsAt: undefined,
      registeredAt: undefined,
      description: '',
      podCreators: undefined,
    });
    expect(await readCluster(dataSource, Reach.everything, 'other')).toBeUndefined();
  });

  it('knows what it has never heard of', async () => {
    const workload = (name: string) => ({ cluster: 'prod', namespace: 'shop', kind: 'Deployment', name });
    expect(
      await unknownInScope(dataSource, {
        clusters: ['prod', 'x'],
        workloads: [workload('web'), workload('y')],
      }),
    ).toEqual([
      { path: '/clusters/1', detail: 'there is no cluster x' },
      { path: '/workloads/1', detail: 'the inventory of cluster prod has no Deployment shop/y' },
    ]);
  });
});

describe('the resolver of pods', () => {
  it('asks the inventory first, and another resolver where that knows nothing; in the order of the pods', async () => {
    const asked: string[] = [];
    const resolver = inventoryResolver(dataSource, {
      otherwise: {
        resolve: async (pods) => {
          asked.push(...pods.map(({ pod }) => pod));
          return pods.map(({ cluster, namespace, pod }) => ({
            workload: { cluster, namespace, kind: 'Pod', name: pod },
            by: 'owner',
          }));
        },
      },
    });
    const pod = (namespace: string, name: string, owner?: { kind: string; name: string }) => ({
      cluster: 'prod',
      namespace,
      pod: name,
      owner,
    });
    const found = await resolver.resolve([
      pod('bank', 'alone'),
      pod('shop', 'web-7d9c8b6f5-x2x', { kind: 'ReplicaSet', name: 'web-7d9c8b6f5' }),
      pod('shop', 'other'),
    ]);
    expect(
      found.map(({ workload, by }) => [
        workload && `${workload.namespace}/${workload.kind}/${workload.name}`,
        by,
      ]),
    ).toEqual([
      ['bank/Pod/alone', 'owner'],
      ['shop/Deployment/web', 'inventory'],
      ['shop/Pod/other', 'owner'],
    ]);
    expect(asked).toEqual(['alone', 'other']);
  });

  it('finds a custom workload by its kind alone, unless there is one of Kubernetes of that name', async () => {
    const owner = (name: string) =>
      `metadata:
  name: ${name}-1
  namespace: shop
  ownerReferences: [{ apiVersion: apps.kruise.io/v1beta1, kind: StatefulSet, name: ${name}, uid: u, controller: true }]`;
    const { owners } = read(
      ['db', 'web']
        .map((name) => `apiVersion: apps/v1\nkind: ReplicaSet\n${owner(name)}\nspec: { ${template} }\n`)
        .join('---\n'),
    );
    expect(owners.map(({ ownerKind }) => ownerKind)).toEqual([
      'StatefulSet.apps.kruise.io',
      'StatefulSet.apps.kruise.io',
    ]);
    const own = read(
      `apiVersion: apps/v1\nkind: StatefulSet\nmetadata: { name: web, namespace: shop }\nspec: { ${template} }\n`,
    );
    const [web] = own.workloads;
    if (web === undefined) throw new Error('there is no workload');
    const custom = (name: string) => ({
      ...web,
      workload: { ...web.workload, kind: 'StatefulSet.apps.kruise.io', name },
    });
    await storeInventory(
      dataSource,
      'prod',
      { workloads: [web, custom('web'), custom('db')], objects: [], owners },
      { replace: true, now: new Date('2026-01-02T03:04:05Z') },
    );
    const resolver = inventoryResolver(dataSource, { otherwise: { resolve: async () => [] } });
    const pod = (name: string, kind: string) => ({
      cluster: 'prod',
      namespace: 'shop',
      pod: `${name}-0`,
      owner: { kind, name },
    });
    const found = await resolver.resolve([
      pod('db', 'StatefulSet'),
      pod('web', 'StatefulSet'),
      pod('web', 'StatefulSet.apps.kruise.io'),
    ]);
    expect(found.map(({ workload }) => `${workload?.kind}/${workload?.name}`)).toEqual([
      'StatefulSet.apps.kruise.io/db',
      'StatefulSet/web',
      'StatefulSet.apps.kruise.io/web',
    ]);
  });

  it('sees a new inventory after a while', async () => {
    let time = 0;
    const resolver = inventoryResolver(dataSource, {
      otherwise: { resolve: async () => [] },
      keepFor: 1_000,
      now: () => time,
    });
    const pods = [{ cluster: 'prod', namespace: 'shop', pod: 'api-0' }];
    expect(await resolver.resolve(pods)).toEqual([]);
    const text = `apiVersion: apps/v1\nkind: StatefulSet\nmetadata: { name: api, namespace: shop }\nspec: { ${template} }\n`;
    await store(text, false);
    time = 999;
    expect(await resolver.resolve(pods)).toEqual([]);
    time = 1_000;
    expect((await resolver.resolve(pods)).map(({ workload }) => workload?.kind)).toEqual(['StatefulSet']);
  });
});
