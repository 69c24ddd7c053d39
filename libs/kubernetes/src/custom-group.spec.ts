import { describe, expect, it } from 'vitest';
import { isCustomGroup, kindWithGroup } from './custom-group.js';

describe('an API group', () => {
  it.each(['batch.volcano.sh/v1alpha1', 'apps.kruise.io/v1beta1', 'leaderworkerset.x-k8s.io/v1'])(
    'is a custom one in %s',
    (apiVersion) => expect(isCustomGroup(apiVersion)).toBe(true),
  );

  it.each(['v1', '', 'apps/v1', 'rbac.authorization.k8s.io/v1'])('is none in %j', (apiVersion) =>
    expect(isCustomGroup(apiVersion)).toBe(false),
  );
});

describe('the kind of an object', () => {
  it.each([
    ['batch.volcano.sh/v1alpha1', 'Job', 'Job.batch.volcano.sh'],
    ['apps.kruise.io/v1beta1', 'StatefulSet', 'StatefulSet.apps.kruise.io'],
    ['near.example/v1', 'Node', 'Node.near.example'],
    ['servicebus.azure.com/v1', 'Namespace', 'Namespace.servicebus.azure.com'],
  ])('of %s is told apart from that of Kubernetes: %s', (apiVersion, kind, expected) =>
    expect(kindWithGroup({ apiVersion, kind })).toBe(expected),
  );

  it.each([
    ['batch/v1', 'Job'],
    ['apps/v1', 'StatefulSet'],
    ['v1', 'Node'],
    ['kubeflow.org/v1', 'PyTorchJob'],
    ['apps.kruise.io/v1alpha1', 'CloneSet'],
    ['', 'StatefulSet'],
    [undefined, 'StatefulSet'],
  ])('of %s stays as it is: %s', (apiVersion, kind) =>
    expect(kindWithGroup({ apiVersion, kind })).toBe(kind),
  );
});
