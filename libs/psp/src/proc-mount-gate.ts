import type { Container, Pod } from '#libs/kubernetes';

import type { FeatureGates } from './policy.js';
import { viewPod } from './pod-view.js';

/**
 * What the API server does to `procMount` between mutating admission and validation while the feature gate
 * ProcMountType is off: it becomes Default, unless the stored pod uses another one already.
 * Source: pkg/api/pod/util.go dropDisabledProcMountField, v1.24.17.
 */
export function dropDisabledProcMount(pod: Pod, stored: Pod | undefined, gates: FeatureGates): Pod {
  if (gates.ProcMountType === true || !usesProcMount(pod) || (stored !== undefined && usesProcMount(stored)))
    return pod;
  const drop = (containers: readonly Container[]): readonly Container[] =>
    containers.map((container) =>
      container.securityContext?.procMount === undefined
        ? container
        : { ...container, securityContext: { ...container.securityContext, procMount: 'Default' } },
    );
  const { initContainers, containers, ephemeralContainers } = pod.spec;
  return {
    ...pod,
    spec: {
      ...pod.spec,
      containers: drop(containers),
      ...(initContainers !== undefined && { initContainers: drop(initContainers) }),
      ...(ephemeralContainers !== undefined && { ephemeralContainers: drop(ephemeralContainers) }),
    },
  };
}

function usesProcMount(pod: Pod): boolean {
  return viewPod(pod).containerSecurityContexts.some(
    (context) => (context?.procMount ?? 'Default') !== 'Default',
  );
}
