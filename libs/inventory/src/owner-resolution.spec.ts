import { describe, expect, it } from 'vitest';
import { type OwnerReference, resolveWorkload } from './owner-resolution.js';

const key = ({ kind, name }: OwnerReference): string => `${kind}/${name}`;

/** An inventory by `Kind/name` of workloads, and of owned objects with their owners. */
function inventory(workloads: readonly string[], owners: Readonly<Record<string, OwnerReference>> = {}) {
  return {
    ownerOf: (object: OwnerReference) => owners[key(object)],
    isWorkload: (object: OwnerReference) => workloads.includes(key(object)),
  };
}

function resolve(pod: string, owner: OwnerReference | undefined, known: ReturnType<typeof inventory>) {
  const found = resolveWorkload({ cluster: 'c', namespace: 'n', pod, owner }, known);
  return found === undefined ? undefined : key(found);
}

const replicaSet = { kind: 'ReplicaSet', name: 'web-7d9c8b6f5' };

describe('the workload of a pod', () => {
  it('is the top of the chain of owners that the inventory knows', () => {
    const known = inventory(['Rollout/web'], {
      'ReplicaSet/web-7d9c8b6f5': { kind: 'Deployment', name: 'web' },
      'Deployment/web': { kind: 'Rollout', name: 'web' },
    });
    expect(resolve('web-7d9c8b6f5-abcde', replicaSet, known)).toBe('Rollout/web');
  });

  it('is the Deployment of a ReplicaSet, or the CronJob of a Job, that the inventory has under that name', () => {
    expect(resolve('web-7d9c8b6f5-x', replicaSet, inventory(['Deployment/web']))).toBe('Deployment/web');
    const job = { kind: 'Job', name: 'backup-28391234' };
    expect(resolve('backup-28391234-x', job, inventory(['CronJob/backup']))).toBe('CronJob/backup');
  });

  it('is the ReplicaSet itself if the inventory has it as a workload', () => {
    const known = inventory(['ReplicaSet/web-7d9c8b6f5', 'Deployment/web']);
    expect(resolve('web-7d9c8b6f5-x', replicaSet, known)).toBe('ReplicaSet/web-7d9c8b6f5');
  });

  it('is not for the inventory to say if it knows nothing of the name', () => {
    expect(resolve('web-7d9c8b6f5-x', replicaSet, inventory(['Deployment/api']))).toBeUndefined();
    expect(resolve('web-7d9c8b6f5-zx5vk', undefined, inventory([]))).toBeUndefined();
  });

  it.each([
    ['web-7d9c8b6f5-zx5vk', 'Deployment/web'],
    ['db-0', 'StatefulSet/db'],
    ['agent-zx5vk', 'DaemonSet/agent'],
    ['backup-28391234-zx5vk', 'CronJob/backup'],
    ['alone', 'Pod/alone'],
  ])('is found by the name of a pod without an owner: %s → %s', (pod, workload) => {
    expect(resolve(pod, undefined, inventory([workload]))).toBe(workload);
  });

  it('is a static pod itself, never its node nor what its name looks like', () => {
    const node = { kind: 'Node', name: '7' };
    const known = inventory(['Pod/etcd-7', 'StatefulSet/etcd', 'Node/7']);
    expect(resolve('etcd-7', node, known)).toBe('Pod/etcd-7');
    expect(resolve('etcd-7', undefined, known)).toBe('StatefulSet/etcd');
    expect(resolve('etcd-7', node, inventory(['StatefulSet/etcd', 'Node/7']))).toBeUndefined();
  });

  it('is found where owners go in a circle', () => {
    const known = inventory([], { 'A/a': { kind: 'B', name: 'b' }, 'B/b': { kind: 'A', name: 'a' } });
    expect(resolve('p', { kind: 'A', name: 'a' }, known)).toMatch(/^[AB]\//);
  });
});
