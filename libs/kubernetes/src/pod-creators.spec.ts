import { describe, expect, it } from 'vitest';
import { decodePod } from './decode-pod.js';
import { podRequester } from './pod-creators.js';

function pod(annotations: Readonly<Record<string, string>> = {}, nodeName?: string) {
  const spec = { containers: [{ name: 'main', image: 'registry.example/app:1' }], nodeName };
  const decoded = decodePod({ metadata: { name: 'p', annotations }, spec });
  if (!decoded.ok) throw new Error('not a pod');
  return decoded.value;
}
const mirror = { 'kubernetes.io/config.mirror': 'a hash' };

describe('who creates pods', () => {
  it('is the controller of a kind that has one', () => {
    expect(podRequester('Deployment', pod())).toEqual({
      name: 'system:serviceaccount:kube-system:replicaset-controller',
      groups: ['system:serviceaccounts', 'system:serviceaccounts:kube-system', 'system:authenticated'],
    });
  });

  it('is the kube-controller-manager where controllers share its credentials, but not of bare pods', () => {
    const creators = { sharedControllerCredentials: true };
    expect(podRequester('CronJob', pod(), creators)).toEqual({
      name: 'system:kube-controller-manager',
      groups: ['system:authenticated'],
    });
    expect(podRequester('Pod', pod(), creators)).toEqual({ name: '', groups: [] });
  });

  it('is the kubelet of its node for a mirror pod', () => {
    expect(podRequester('Pod', pod(mirror, 'node-1'))).toEqual({
      name: 'system:node:node-1',
      groups: ['system:nodes', 'system:authenticated'],
    });
  });

  it('is some kubelet for a mirror pod that says no node', () => {
    expect(podRequester('Pod', pod(mirror))).toEqual({
      name: '',
      groups: ['system:nodes', 'system:authenticated'],
    });
  });

  it('is who was said to create mirror pods, and no one who creates bare pods', () => {
    const creators = { barePods: { user: 'ann' }, mirrorPods: { user: 'kubelet', groups: ['nodes'] } };
    expect(podRequester('Pod', pod(mirror, 'node-1'), creators)).toEqual({
      name: 'kubelet',
      groups: ['nodes', 'system:authenticated'],
    });
  });

  it('is known of bare pods and custom resources only if somebody says so', () => {
    const operator = 'system:serviceaccount:apps:operator';
    const creators = {
      barePods: { user: 'ann', groups: ['developers', 'system:authenticated'] },
      kinds: { App: { user: operator } },
    };
    expect([podRequester('Pod', pod()), podRequester('App', pod()), podRequester('App', undefined)]).toEqual([
      { name: '', groups: [] },
      { name: '', groups: [] },
      { name: '', groups: [] },
    ]);
    expect([podRequester('Pod', pod(), creators), podRequester('App', pod(), creators)]).toEqual([
      { name: 'ann', groups: ['developers', 'system:authenticated'] },
      {
        name: operator,
        groups: ['system:serviceaccounts', 'system:serviceaccounts:apps', 'system:authenticated'],
      },
    ]);
  });

  it('may be another controller of a kind of Kubernetes, whose credentials are its own', () => {
    const creators = { sharedControllerCredentials: true, kinds: { StatefulSet: { user: 'sts' } } };
    expect(podRequester('StatefulSet', pod(), creators)).toEqual({
      name: 'sts',
      groups: ['system:authenticated'],
    });
  });

  it('is nobody for kinds named as what every object has', () => {
    expect(podRequester('constructor', pod(), { kinds: {} })).toEqual({ name: '', groups: [] });
  });
});
