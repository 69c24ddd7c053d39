import { describe, expect, it } from 'vitest';
import { aggregateClusterRoles } from './aggregate-cluster-roles.js';
import type { ClusterRole, PolicyRule } from './rbac-objects.js';

const rule = (name: string): PolicyRule => ({ verbs: ['get'], apiGroups: [''], resources: [name] });
const role = (name: string, labels: Record<string, string>, ...rules: PolicyRule[]): ClusterRole => ({
  metadata: { name, labels },
  rules,
});
const aggregate = (name: string, labels: Record<string, string>, ...selected: string[]): ClusterRole => ({
  metadata: { name, labels },
  rules: [rule('overwritten')],
  aggregationRule: { clusterRoleSelectors: selected.map((label) => ({ matchLabels: { [label]: 'true' } })) },
});
const resources = (roles: readonly ClusterRole[]): unknown =>
  Object.fromEntries(
    roles.map(({ metadata, rules }) => [metadata.name, rules?.map(({ resources: [first] = [] }) => first)]),
  );

describe('aggregation of cluster roles', () => {
  it('collects the rules of the selected roles by name, each once', () => {
    const roles = [
      aggregate('admin', {}, 'x', 'y'),
      role('b', { x: 'true' }, rule('pods'), rule('nodes')),
      role('a', { x: 'true', y: 'true' }, { ...rule('pods'), resourceNames: [] }, rule('secrets')),
      role('c', { y: 'false' }, rule('other')),
    ];
    const before = JSON.stringify(roles);
    expect(resources(aggregateClusterRoles(roles))).toEqual({
      admin: ['pods', 'secrets', 'nodes'],
      b: ['pods', 'nodes'],
      a: ['pods', 'secrets'],
      c: ['other'],
    });
    expect(JSON.stringify(roles)).toBe(before);
  });

  it('passes rules on from one aggregated role to the next, whatever their order', () => {
    const roles = [
      aggregate('admin', {}, 'to-admin'),
      aggregate('edit', { 'to-admin': 'true' }, 'to-edit'),
      aggregate('view', { 'to-edit': 'true' }, 'to-view'),
      role('pods', { 'to-view': 'true' }, rule('pods')),
    ];
    expect(resources(aggregateClusterRoles(roles))).toEqual({
      admin: ['pods'],
      edit: ['pods'],
      view: ['pods'],
      pods: ['pods'],
    });
    expect(resources(aggregateClusterRoles(roles.toReversed()))).toEqual(
      resources(aggregateClusterRoles(roles)),
    );
  });

  it('ends where roles select each other, and never selects the role itself', () => {
    const roles = [
      aggregate('a', { x: 'true' }, 'x'),
      aggregate('b', { x: 'true' }, 'x'),
      role('c', { x: 'true' }, rule('pods')),
    ];
    const aggregated = aggregateClusterRoles(roles);
    expect(
      aggregated.map(({ rules }) => rules?.some(({ resources: [first] = [] }) => first === 'pods')),
    ).toEqual([true, true, true]);
    expect(resources(aggregateClusterRoles([aggregate('a', { x: 'true' }, 'x')]))).toEqual({ a: [] });
  });
});
