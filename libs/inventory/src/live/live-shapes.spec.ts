import type { Pod, PodShape } from '#libs/kubernetes';
import { describe, expect, it } from 'vitest';
import { liveShapes } from './live-shapes.js';

const workload = { cluster: 'prod', namespace: 'shop', kind: 'Deployment', name: 'web' };
const app = { name: 'app', image: 'app:2', volumeMounts: [{ name: 'data', mountPath: '/data' }] };
const template: PodShape = {
  workload,
  origin: 'template',
  templatePath: '/spec/template',
  pod: {
    metadata: { namespace: 'shop' },
    spec: { containers: [app], volumes: [{ name: 'data', emptyDir: {} }] },
  },
};

function live(spec: object): object {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'live' }, spec };
}

function specsOf(...pods: readonly object[]): readonly Pod['spec'][] {
  return liveShapes(template, pods, new Map()).map(({ pod }) => pod.spec);
}

describe('what was injected into running pods', () => {
  it('is nothing where they are of an older version, or filled in', () => {
    const older = {
      ...app,
      image: 'app:1',
      securityContext: { runAsUser: 7, capabilities: { drop: ['ALL'] } },
    };
    expect(specsOf(live({ containers: [older], securityContext: { fsGroup: 3 } }))).toEqual([]);
  });

  it('is further containers and volumes, and mounts of those in the template’s own', () => {
    const mount = { name: 'certificates', mountPath: '/certificates' };
    const volume = { name: 'certificates', hostPath: { path: '/etc/ssl' } };
    const setup = { name: 'setup', image: 'setup:1', securityContext: { privileged: true } };
    const proxy = { name: 'proxy', image: 'proxy:1' };
    expect(
      specsOf(
        live({
          initContainers: [setup],
          containers: [{ ...app, volumeMounts: [...app.volumeMounts, mount] }, proxy],
          volumes: [{ name: 'data', emptyDir: {} }, volume],
        }),
      ),
    ).toEqual([
      {
        initContainers: [setup],
        containers: [{ ...app, volumeMounts: [...app.volumeMounts, mount] }, proxy],
        volumes: [{ name: 'data', emptyDir: {} }, volume],
      },
    ]);
  });

  it('is rights that no policy gives', () => {
    const container = { ...app, securityContext: { privileged: true } };
    expect(specsOf(live({ containers: [container], hostNetwork: true }))).toEqual([
      { ...template.pod.spec, containers: [container], hostNetwork: true },
    ]);
  });

  it('counts once, however many pods have it', () => {
    const proxy = { name: 'proxy', image: 'proxy:1' };
    const pods = ['a', 'b'].map((serviceAccountName) =>
      live({ containers: [app, proxy], serviceAccountName }),
    );
    expect(specsOf(...pods)).toHaveLength(1);
  });

  it('is passed over where a pod can not be read', () => {
    expect(specsOf({ spec: { containers: 'none' } })).toEqual([]);
  });
});
