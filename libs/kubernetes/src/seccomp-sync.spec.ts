import { describe, expect, it } from 'vitest';
import { appArmorProfile } from './apparmor-annotation.js';
import type { Pod, SeccompProfile } from './pod.js';
import { syncSeccomp } from './seccomp-sync.js';

const podKey = 'seccomp.security.alpha.kubernetes.io/pod';
const containerKey = 'container.seccomp.security.alpha.kubernetes.io/c';

const pod = (
  annotations: Record<string, string>,
  podProfile?: SeccompProfile,
  containerProfile?: SeccompProfile,
): Pod => ({
  metadata: { name: 'web', annotations },
  spec: {
    containers: [
      containerProfile === undefined
        ? { name: 'c' }
        : { name: 'c', securityContext: { seccompProfile: containerProfile } },
    ],
    ...(podProfile === undefined ? {} : { securityContext: { runAsUser: 1, seccompProfile: podProfile } }),
  },
});

describe('seccomp annotations and fields', () => {
  it.each([
    ['RuntimeDefault', { type: 'RuntimeDefault' }, 'runtime/default'],
    ['Unconfined', { type: 'Unconfined' }, 'unconfined'],
    ['Localhost', { type: 'Localhost', localhostProfile: 'a/b' }, 'localhost/a/b'],
  ])('%s stand for each other', (_name, profile, annotation) => {
    expect(syncSeccomp(pod({}, profile, profile)).metadata.annotations).toEqual({
      [podKey]: annotation,
      [containerKey]: annotation,
    });
    const synced = syncSeccomp(pod({ [podKey]: annotation, [containerKey]: annotation })).spec;
    expect(synced.securityContext).toEqual({ seccompProfile: profile });
    expect(synced.containers[0]?.securityContext).toEqual({ seccompProfile: profile });
  });

  it('the old name of the default profile becomes the field as well', () => {
    expect(syncSeccomp(pod({ [podKey]: 'docker/default' })).spec.securityContext).toEqual({
      seccompProfile: { type: 'RuntimeDefault' },
    });
  });

  it('are left alone where both stand, or the one has no counterpart', () => {
    for (const given of [
      pod({ [podKey]: 'unconfined' }, { type: 'RuntimeDefault' }),
      pod({ [podKey]: 'localhost/', [containerKey]: 'other' }),
      pod({}, { type: 'Localhost' }, { type: 'Later' }),
      pod({}),
    ]) {
      expect(syncSeccomp(given)).toBe(given);
    }
  });

  it('are synced for init and ephemeral containers, and the pod itself is not changed', () => {
    const given: Pod = {
      metadata: { annotations: { 'container.seccomp.security.alpha.kubernetes.io/e': 'unconfined' } },
      spec: {
        containers: [],
        initContainers: [{ name: 'i', securityContext: { seccompProfile: { type: 'RuntimeDefault' } } }],
        ephemeralContainers: [{ name: 'e', securityContext: { privileged: false } }],
      },
    };
    const before = JSON.stringify(given);
    expect(syncSeccomp(given)).toEqual({
      metadata: {
        annotations: {
          'container.seccomp.security.alpha.kubernetes.io/e': 'unconfined',
          'container.seccomp.security.alpha.kubernetes.io/i': 'runtime/default',
        },
      },
      spec: {
        containers: [],
        initContainers: [{ name: 'i', securityContext: { seccompProfile: { type: 'RuntimeDefault' } } }],
        ephemeralContainers: [
          { name: 'e', securityContext: { privileged: false, seccompProfile: { type: 'Unconfined' } } },
        ],
      },
    });
    expect(JSON.stringify(given)).toBe(before);
  });
});

describe('the AppArmor profile of a container', () => {
  it('is read from its annotation; absent and empty are the same', () => {
    const metadata = {
      annotations: { 'container.apparmor.security.beta.kubernetes.io/c': 'runtime/default' },
    };
    expect(appArmorProfile(metadata, 'c')).toBe('runtime/default');
    expect(appArmorProfile(metadata, 'd')).toBe('');
    expect(appArmorProfile({}, 'c')).toBe('');
  });
});
