import { describe, expect, it } from 'vitest';
import { controllerRequester } from './controller-requester.js';
import { expandWorkload, type ExpandOptions } from './expand-workload.js';
import { decodeError, notSupported, required } from './field-error.js';

const template = {
  metadata: { name: 'ignored', namespace: 'ignored', labels: { app: 'web' }, annotations: { note: 'a' } },
  spec: { containers: [{ name: 'c' }], newerField: true },
};
const workload = (
  kind: string,
  apiVersion: string,
  spec: object = { template },
  metadata: object = {},
): object => ({
  apiVersion,
  kind,
  metadata: { name: 'web', namespace: 'shop', labels: { not: 'the pod' }, ...metadata },
  spec,
});
const expand = (document: unknown, options: Partial<ExpandOptions> = {}) =>
  expandWorkload(document, { cluster: 'east', ...options });
const owner = (apiVersion: string, kind: string, name: string) => ({
  apiVersion,
  kind,
  name,
  uid: '00000000-0000-0000-0000-000000000000',
  controller: true,
  blockOwnerDeletion: true,
});
const pod = (name: string, reference: object) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    generateName: `${name}-`,
    namespace: 'shop',
    labels: { app: 'web' },
    annotations: { note: 'a' },
    ownerReferences: [reference],
  },
  spec: { containers: [{ name: 'c' }], newerField: true },
});
const expanded = (kind: string, given: unknown, templatePath: string) => ({
  ok: true,
  workloads: [
    {
      workload: { cluster: 'east', namespace: 'shop', kind, name: 'web' },
      pod: given,
      templatePath,
      warnings: [],
    },
  ],
});

describe('the pods of a workload', () => {
  it.each(['apps/v1', 'apps/v1beta1', 'apps/v1beta2', 'extensions/v1beta1'])(
    'of a Deployment in %s are created by a ReplicaSet',
    (apiVersion) => {
      expect(expand(workload('Deployment', apiVersion))).toEqual(
        expanded(
          'Deployment',
          pod('web-xxxxx', owner('apps/v1', 'ReplicaSet', 'web-xxxxx')),
          '/spec/template',
        ),
      );
    },
  );

  it.each([
    ['ReplicaSet', 'apps/v1'],
    ['ReplicaSet', 'extensions/v1beta1'],
    ['DaemonSet', 'apps/v1beta2'],
    ['ReplicationController', 'v1'],
    ['Job', 'batch/v1'],
  ])('of a %s in %s are its own', (kind, apiVersion) => {
    expect(expand(workload(kind, apiVersion))).toEqual(
      expanded(kind, pod('web', owner(apiVersion, kind, 'web')), '/spec/template'),
    );
  });

  it.each(['batch/v1', 'batch/v1beta1', 'batch/v2alpha1'])(
    'of a CronJob in %s are created by a Job',
    (apiVersion) => {
      expect(expand(workload('CronJob', apiVersion, { jobTemplate: { spec: { template } } }))).toEqual(
        expanded(
          'CronJob',
          pod('web-xxxxx', owner('batch/v1', 'Job', 'web-xxxxx')),
          '/spec/jobTemplate/spec/template',
        ),
      );
    },
  );

  it('of a StatefulSet have a name, and the volumes of its claims', () => {
    const volumes = [
      { name: 'data', emptyDir: {} },
      { name: 'other', emptyDir: {} },
    ];
    const spec = {
      serviceName: 'peers',
      template: { spec: { containers: [], volumes } },
      volumeClaimTemplates: [{ metadata: { name: 'data' } }, { metadata: { name: 'logs' } }],
    };
    expect(expand(workload('StatefulSet', 'apps/v1', spec))).toEqual(
      expanded(
        'StatefulSet',
        {
          apiVersion: 'v1',
          kind: 'Pod',
          metadata: {
            name: 'web-0',
            namespace: 'shop',
            labels: { 'statefulset.kubernetes.io/pod-name': 'web-0' },
            ownerReferences: [owner('apps/v1', 'StatefulSet', 'web')],
          },
          spec: {
            containers: [],
            hostname: 'web-0',
            subdomain: 'peers',
            volumes: [
              { name: 'data', persistentVolumeClaim: { claimName: 'data-web-0', readOnly: false } },
              { name: 'logs', persistentVolumeClaim: { claimName: 'logs-web-0', readOnly: false } },
              { name: 'other', emptyDir: {} },
            ],
          },
        },
        '/spec/template',
      ),
    );
  });

  it('is the Pod itself, in the default namespace unless it has one', () => {
    const bare = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { generateName: 'web-' },
      spec: { containers: [] },
    };
    expect(expand(bare, { defaultNamespace: 'shop' })).toEqual({
      ok: true,
      workloads: [
        {
          workload: { cluster: 'east', namespace: 'shop', kind: 'Pod', name: 'web-' },
          pod: { ...bare, metadata: { generateName: 'web-', namespace: 'shop' } },
          templatePath: '',
          warnings: [],
        },
      ],
    });
  });

  it('of a PodTemplate have no owner', () => {
    const document = {
      apiVersion: 'v1',
      kind: 'PodTemplate',
      metadata: { name: 'web', namespace: 'shop' },
      template,
    };
    const { ownerReferences: _none, ...metadata } = pod('web', {}).metadata;
    expect(expand(document)).toEqual(expanded('PodTemplate', { ...pod('web', {}), metadata }, '/template'));
  });

  it('of a custom resource stand where the caller says, as template or as bare spec', () => {
    const document = {
      apiVersion: 'example.com/v1',
      kind: 'App',
      metadata: { name: 'web', namespace: 'shop', uid: 'u-1' },
      spec: { pods: [template], bare: template.spec },
    };
    const reference = { ...owner('example.com/v1', 'App', 'web'), uid: 'u-1' };
    expect(expand(document, { podTemplates: [{ kind: 'App', path: '/spec/pods/0' }] })).toEqual(
      expanded('App', pod('web', reference), '/spec/pods/0'),
    );
    const bare = expand(document, {
      podTemplates: [{ kind: 'App', apiVersion: 'example.com/v1', path: '/spec/bare' }],
    });
    expect(bare.ok && bare.workloads[0]?.pod.spec).toEqual(template.spec);
    expect(expand(document)).toEqual({ ok: true, workloads: [] });
    expect(
      expand(document, { podTemplates: [{ kind: 'App', apiVersion: 'example.com/v2', path: '/spec/bare' }] }),
    ).toEqual({ ok: true, workloads: [] });
  });

  it('of a List are those of its items, with their place', () => {
    const list = {
      apiVersion: 'v1',
      kind: 'List',
      items: [
        { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x' } },
        workload('Job', 'batch/v1'),
        {
          apiVersion: 'apps/v1',
          kind: 'DeploymentList',
          items: [{ metadata: { name: 'web' }, spec: { template } }],
        },
      ],
    };
    const expansion = expand(list);
    expect(
      expansion.ok && expansion.workloads.map(({ workload: { kind }, templatePath }) => [kind, templatePath]),
    ).toEqual([
      ['Job', '/items/1/spec/template'],
      ['Deployment', '/items/2/items/0/spec/template'],
    ]);
  });
});

describe('a mistake in a workload', () => {
  const errors = (document: unknown, options: Partial<ExpandOptions> = {}): unknown => {
    const expansion = expand(document, options);
    return expansion.ok ? expansion.workloads : expansion.errors;
  };

  it('names its place, all of them at once', () => {
    const spec = {
      template: { metadata: { labels: { a: 1 } }, spec: { containers: [{ name: 'c', image: 7 }] } },
    };
    expect(errors(workload('Deployment', 'apps/v1', spec, { name: null, annotations: [] }))).toEqual([
      decodeError('metadata.annotations', 'must be object, was array'),
      decodeError('spec.template.metadata.labels.a', 'must be string, was number'),
      decodeError('spec.template.spec.containers[0].image', 'must be string, was number'),
    ]);
    expect(errors({ apiVersion: 'v1', kind: 'List', items: [7, workload('Job', 'batch/v2')] })).toEqual([
      decodeError('items[0]', 'must be object'),
      notSupported('items[1].apiVersion', 'batch/v2', ['batch/v1', 'extensions/v1beta1']),
    ]);
    const bare = {
      apiVersion: 'example.com/v1',
      kind: 'App',
      metadata: { name: 'a' },
      spec: { containers: 'x' },
    };
    expect(errors(bare, { podTemplates: [{ kind: 'App', path: '/spec' }] })).toEqual([
      decodeError('spec.containers', 'must be array, was string'),
    ]);
  });

  it('may be a missing part', () => {
    expect(errors({ apiVersion: 'v1' })).toEqual([required('kind', '')]);
    expect(errors({ kind: 'Pod' })).toEqual([required('apiVersion', '')]);
    expect(errors([])).toEqual([decodeError('', 'must be object')]);
    expect(errors(workload('Job', 'batch/v1', {}, { name: '' }))).toEqual([
      required('metadata.name', 'name or generateName is required'),
      required('spec.template', 'a pod template'),
    ]);
    expect(errors({ apiVersion: 'v1', kind: 'Pod', metadata: {} })).toEqual([
      required('metadata.name', 'name or generateName is required'),
    ]);
  });

  it('may be an API version that never had the kind; a group of its own is a custom resource', () => {
    expect(errors(workload('Deployment', 'apps/v2'))).toEqual([
      notSupported('apiVersion', 'apps/v2', [
        'apps/v1',
        'apps/v1beta2',
        'apps/v1beta1',
        'extensions/v1beta1',
      ]),
    ]);
    expect(errors(workload('Job', 'batch.example.com/v1'))).toEqual([]);
  });
});

describe('the user who creates pods', () => {
  const account = (name: string) => ({
    name: `system:serviceaccount:kube-system:${name}`,
    groups: ['system:serviceaccounts', 'system:serviceaccounts:kube-system', 'system:authenticated'],
  });

  it.each([
    ['Deployment', 'replicaset-controller'],
    ['ReplicaSet', 'replicaset-controller'],
    ['StatefulSet', 'statefulset-controller'],
    ['DaemonSet', 'daemon-set-controller'],
    ['Job', 'job-controller'],
    ['CronJob', 'job-controller'],
    ['ReplicationController', 'replication-controller'],
  ])('of a %s is the %s', (kind, controller) => {
    expect(controllerRequester(kind)).toEqual(account(controller));
    expect(controllerRequester(kind, { shared: true })).toEqual({
      name: 'system:kube-controller-manager',
      groups: ['system:authenticated'],
    });
  });

  it('of bare pods and custom resources is not known', () => {
    expect([controllerRequester('Pod'), controllerRequester('App', { shared: true })]).toEqual([
      undefined,
      undefined,
    ]);
  });
});
