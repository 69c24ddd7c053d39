import { describe, expect, it } from 'vitest';
import { concernOf, narrowed } from './concern.js';

const workload = { id: 'w', cluster: 'prod', namespace: 'shop', kind: 'Deployment', name: 'web' };
const { id: _, ...reference } = workload;
const mark = { cause: 'profile' as const, workload };
const object = (kind: string, namespace: string) => ({
  cause: 'object' as const,
  object: { cluster: 'prod', namespace, kind },
});
const nothing = { all: [], areas: [], inScope: [], outOfScope: [] };

describe('a changed workload', () => {
  it.each([
    ['everything is', {}],
    ['its cluster is', { clusters: ['prod'] }],
    ['its namespace is', { namespaces: ['shop', 'bank'] }],
    ['it is named', { workloads: [reference] }],
  ])('concerns a simulation where %s in scope', (_of, scope) => {
    expect(concernOf({ order: { grants: 'all', scope }, followed: [] }, [mark])).toEqual({
      ...nothing,
      inScope: [mark],
    });
  });

  it.each([
    ['another cluster is', { clusters: ['test'] }],
    ['another namespace is', { namespaces: ['bank'] }],
    ['another workload is named', { workloads: [{ ...reference, name: 'api' }] }],
    ['manifests alone are', { manifestsOnly: true }],
  ])('concerns it only if it has a result already, where %s in scope', (_of, scope) => {
    expect(concernOf({ order: { grants: 'all', scope }, followed: [] }, [mark])).toEqual({
      ...nothing,
      outOfScope: [mark],
    });
  });
});

describe('a changed object', () => {
  const areas = (grants: 'all' | 'cluster', ...marks: ReturnType<typeof object>[]) =>
    concernOf({ order: { grants, scope: {} }, followed: [] }, marks).areas;

  it('of a namespace concerns the workloads there', () => {
    expect(areas('all', object('ServiceAccount', 'shop'))).toEqual([
      { cluster: 'prod', namespace: 'shop', cause: 'object' },
    ]);
  });

  it('of the cluster concerns all of its workloads', () => {
    expect(areas('all', object('PodSecurityPolicy', ''))).toEqual([
      { cluster: 'prod', namespace: undefined, cause: 'object' },
    ]);
  });

  it('that says who may do what concerns those that ask the cluster, each place once', () => {
    const rbac = [object('Role', 'shop'), object('RoleBinding', 'shop'), object('ClusterRole', '')];
    expect(areas('all', ...rbac)).toEqual([]);
    expect(areas('cluster', ...rbac).map(({ namespace }) => namespace)).toEqual(['shop', undefined]);
  });
});

describe('a new revision of a policy', () => {
  it('concerns those that follow it, in all of their scope', () => {
    const marks = [{ cause: 'policy' as const, policy: 'p' }];
    const order = { grants: 'all' as const, scope: {} };
    expect(concernOf({ order, followed: ['p'] }, marks)).toEqual({ ...nothing, all: ['policy'] });
    expect(concernOf({ order, followed: ['q'] }, marks)).toEqual(nothing);
  });
});

describe('the part of a scope in an area', () => {
  it('is what both have in common', () => {
    const scope = { clusters: ['prod', 'test'], namespaces: ['shop'], labelSelector: 'a=b' };
    expect(narrowed(scope, { cluster: 'prod', namespace: undefined })).toEqual({
      ...scope,
      clusters: ['prod'],
    });
    expect(narrowed({ labelSelector: 'a=b' }, { cluster: 'prod', namespace: 'bank' })).toEqual({
      clusters: ['prod'],
      namespaces: ['bank'],
      labelSelector: 'a=b',
    });
    expect(narrowed(scope, { cluster: 'prod', namespace: 'bank' })).toBeUndefined();
    expect(narrowed(scope, { cluster: 'other', namespace: undefined })).toBeUndefined();
    expect(narrowed({ manifestsOnly: true }, { cluster: 'prod', namespace: undefined })).toBeUndefined();
  });
});
