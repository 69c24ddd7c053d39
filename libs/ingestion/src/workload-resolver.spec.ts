import { describe, expect, it } from 'vitest';
import { attributeByName } from './workload-resolver.js';

function attributed(pod: string, kind?: string, name = ''): string {
  const owner = kind === undefined ? undefined : { kind, name };
  const { workload, by } = attributeByName({ cluster: 'prod', namespace: 'shop', pod, owner });
  return `${workload.cluster}/${workload.namespace}/${workload.kind}/${workload.name} ${by}`;
}

describe('the workload of a pod, by names alone', () => {
  it.each([
    ['ReplicaSet', 'web-7d9c', 'prod/shop/Deployment/web derived'],
    ['ReplicaSet', 'web-front-75675f5897', 'prod/shop/Deployment/web-front derived'],
    ['ReplicaSet', 'web', 'prod/shop/ReplicaSet/web owner'],
    ['ReplicaSet', 'web-blue', 'prod/shop/ReplicaSet/web-blue owner'],
    ['ReplicaSet', 'web-v2', 'prod/shop/ReplicaSet/web-v2 owner'],
    ['Job', 'backup-29512345', 'prod/shop/CronJob/backup derived'],
    ['Job', 'backup-1764000000', 'prod/shop/CronJob/backup derived'],
    ['Job', 'migrate-2', 'prod/shop/Job/migrate-2 owner'],
    ['StatefulSet', 'db', 'prod/shop/StatefulSet/db owner'],
    ['Rollout', 'web-7d9c5', 'prod/shop/Rollout/web-7d9c5 owner'],
  ])('owned by %s %s is %s', (kind, name, expected) => {
    expect(attributed('some-pod', kind, name)).toBe(expected);
  });

  it('of a static pod, which says its node owns it, is the pod itself, whatever its name looks like', () => {
    expect(attributed('kube-proxy-node-1', 'Node', 'node-1')).toBe('prod/shop/Pod/kube-proxy-node-1 owner');
    expect(attributed('kube-proxy-node-2', 'Node', 'node-2')).toBe('prod/shop/Pod/kube-proxy-node-2 owner');
    const looksMade = 'proxy-7d9c8b6f5-zx5vk';
    expect(attributed(looksMade, 'Node', '7d9c8b6f5-zx5vk')).toBe(`prod/shop/Pod/${looksMade} owner`);
  });

  it.each([
    ['web-75675f5897-x2z4q', 'prod/shop/Deployment/web derived'],
    ['db-0', 'prod/shop/Pod/db-0 owner'],
    ['fluentd-x2z4q', 'prod/shop/Pod/fluentd-x2z4q owner'],
  ])('without a known owner: %s is %s', (pod, expected) => {
    expect(attributed(pod)).toBe(expected);
  });
});
