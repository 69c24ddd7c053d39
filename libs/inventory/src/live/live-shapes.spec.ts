import type { Pod, PodShape } from '#libs/kubernetes';
import { describe, expect, it } from 'vitest';
import { distinctShapes, liveShapes } from './live-shapes.js';

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

describe('the pods of a workload without a template', () => {
  const known: PodShape = {
    workload: { ...workload, kind: 'PyTorchJob' },
    origin: 'live',
    templatePath: '',
    pod: {
      metadata: { namespace: 'shop', name: 'train', annotations: { of: 'another' } },
      spec: { containers: [{ name: 'main', image: 'train:1' }] },
    },
  };
  const main = (securityContext: object) => ({ name: 'main', image: 'train:1', securityContext });
  const worker = live({ containers: [main({ runAsUser: 5 })] });
  const launcher = live({ containers: [main({ capabilities: { add: ['SYS_ADMIN'] } })] });

  it('are each as it is, in their order, under the name of the workload', () => {
    const metadata = { namespace: 'shop', name: 'train' };
    expect(distinctShapes(known, [worker, launcher], new Map())).toEqual([
      { ...known, pod: { metadata, spec: { containers: [main({ runAsUser: 5 })] } } },
      {
        ...known,
        pod: { metadata, spec: { containers: [main({ capabilities: { add: ['SYS_ADMIN'] } })] } },
      },
    ]);
  });

  it('count once where they are alike', () => {
    expect(distinctShapes(known, [worker, { ...worker, kind: 'Pod' }], new Map())).toHaveLength(1);
  });

  it('keep annotations that a policy reads', () => {
    const annotations = { 'seccomp.security.alpha.kubernetes.io/pod': 'unconfined' };
    const [shape] = distinctShapes(
      known,
      [{ ...worker, metadata: { name: 'live', annotations } }],
      new Map(),
    );
    expect(shape?.pod.metadata.annotations).toEqual(annotations);
  });

  it('are none where none can be read', () => {
    expect(distinctShapes(known, [{ spec: { containers: 'none' } }], new Map())).toEqual([]);
  });
});
