import { describe, expect, it } from 'vitest';

import { type PodParts, podOf } from '../../../../test/data/advisor/narrowed.js';
import { ALL_CAPABILITIES, boundingSet, CONTAINERD_DEFAULT_CAPABILITIES } from './capability-sets.js';
import {
  type ContainerFacts,
  effectivePermissions,
  NO_FACTS,
  placedContainers,
} from './effective-permissions.js';

function permissions(parts: PodParts, facts: Partial<ContainerFacts> = {}) {
  const pod = podOf(parts);
  const [placed] = placedContainers(pod);
  if (placed === undefined) throw new Error('no container');
  return effectivePermissions(pod, placed, { ...NO_FACTS, ...facts });
}

describe('the capabilities of a container', () => {
  const sorted = (names: Iterable<string>) => [...names].sort();

  it("are the runtime's own where nothing is said", () => {
    expect(sorted(boundingSet('containerd', [], []))).toEqual(sorted(CONTAINERD_DEFAULT_CAPABILITIES));
    expect(boundingSet('cri-o', [], []).size).toBe(9);
    expect(boundingSet(undefined, [], []).size).toBe(14);
  });

  it('are all with ALL added, but for what is dropped by name', () => {
    const held = boundingSet('containerd', ['ALL'], ['NET_ADMIN']);
    expect(sorted(held)).toEqual(sorted(ALL_CAPABILITIES.filter((name) => name !== 'NET_ADMIN')));
  });

  it('are those added by name with ALL dropped', () => {
    expect([...boundingSet('containerd', ['CAP_NET_ADMIN', 'kill'], ['ALL'])]).toEqual(['NET_ADMIN', 'KILL']);
  });

  it('are without what is both added and dropped: the drop wins', () => {
    expect(boundingSet('containerd', ['NET_ADMIN'], ['NET_ADMIN']).has('NET_ADMIN')).toBe(false);
  });

  it('are all for a privileged container, whatever it lists', () => {
    const { capabilities } = permissions({
      securityContext: { privileged: true, capabilities: { drop: ['ALL'] } },
    });
    expect(sorted(capabilities)).toEqual(sorted(ALL_CAPABILITIES));
  });
});

describe('the seccomp profile in force', () => {
  const seccomp = (parts: PodParts, facts: Partial<ContainerFacts> = {}) => permissions(parts, facts).seccomp;
  const profile = (type: string) => ({ seccompProfile: { type } });

  it('is none where nothing is said', () => {
    expect(seccomp({})).toEqual({ type: 'Unconfined' });
  });
  it("is the runtime's where the kubelet says so", () => {
    expect(seccomp({}, { node: { seccompDefault: true } })).toEqual({ type: 'RuntimeDefault' });
  });
  it("is the container's before the pod's", () => {
    expect(
      seccomp({
        securityContext: profile('Unconfined'),
        spec: { securityContext: profile('RuntimeDefault') },
      }),
    ).toEqual({ type: 'Unconfined' });
  });
  it('is read from annotations, with their old name', () => {
    expect(
      seccomp({ annotations: { 'seccomp.security.alpha.kubernetes.io/pod': 'docker/default' } }),
    ).toEqual({
      type: 'RuntimeDefault',
    });
    expect(
      seccomp({ annotations: { 'container.seccomp.security.alpha.kubernetes.io/app': 'localhost/a.json' } }),
    ).toEqual({ type: 'Localhost', localhostProfile: 'a.json' });
  });
  it('is none for a privileged container', () => {
    expect(seccomp({ securityContext: { privileged: true, ...profile('RuntimeDefault') } })).toEqual({
      type: 'Unconfined',
    });
  });
});

describe('the AppArmor profile in force', () => {
  it("is the runtime's where AppArmor is enabled, none where it is not, and not known where that is not", () => {
    expect([true, false].map((apparmor) => permissions({}, { node: { apparmor } }).appArmor)).toEqual([
      { type: 'RuntimeDefault' },
      'disabled',
    ]);
    expect(permissions({}).appArmor).toBeUndefined();
  });
});

describe('users, groups and the rest', () => {
  it('come from the container before the pod', () => {
    const result = permissions({
      securityContext: { runAsUser: 1, runAsNonRoot: false },
      spec: {
        securityContext: {
          runAsUser: 2,
          runAsGroup: 3,
          runAsNonRoot: true,
          fsGroup: 4,
          supplementalGroups: [5],
        },
      },
    });
    expect([
      result.runAsUser,
      result.runAsGroup,
      result.runAsNonRoot,
      result.fsGroup,
      result.supplementalGroups,
    ]).toEqual([1, 3, false, 4, [5]]);
  });

  it('tell mounts with type, mode, path of the node and propagation', () => {
    const result = permissions({
      spec: { volumes: [{ name: 'host', hostPath: { path: '/srv/' } }, { name: 'nothing' }] },
      container: {
        volumeMounts: [
          {
            name: 'host',
            mountPath: '/data/',
            subPath: 'a',
            readOnly: true,
            mountPropagation: 'HostToContainer',
          },
          { name: 'nothing', mountPath: '/tmp' },
        ],
      },
    });
    expect(result.mounts).toEqual([
      {
        mountPath: '/data',
        volume: 'host',
        volumeType: 'hostPath',
        writable: false,
        hostPath: '/srv/a',
        propagation: 'HostToContainer',
      },
      { mountPath: '/tmp', volume: 'nothing', volumeType: 'emptyDir', writable: true, propagation: 'None' },
    ]);
  });

  it('places every container where it stands', () => {
    const pod = podOf({
      spec: { initContainers: [{ name: 'init' }], ephemeralContainers: [{ name: 'debug' }] },
    });
    expect(placedContainers(pod).map(({ kind, path, container }) => [kind, path, container.name])).toEqual([
      ['init', 'spec.initContainers[0]', 'init'],
      ['regular', 'spec.containers[0]', 'app'],
      ['ephemeral', 'spec.ephemeralContainers[0]', 'debug'],
    ]);
  });
});
