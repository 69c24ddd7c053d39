import type { Pod } from '#libs/kubernetes';

interface Named {
  readonly name: string;
}

/**
 * A running pod as it would be with another template: the containers and volumes that the old template does not have
 * were injected, and are injected again.
 */
export function withInjected(live: Pod, oldTemplate: Pod, newPod: Pod): Pod {
  const list = <T extends Named>(of: (pod: Pod) => readonly T[] | undefined): readonly T[] => {
    const old = new Set((of(oldTemplate) ?? []).map(({ name }) => name));
    const now = of(newPod) ?? [];
    const taken = new Set(now.map(({ name }) => name));
    return [...now, ...(of(live) ?? []).filter(({ name }) => !old.has(name) && !taken.has(name))];
  };
  const volumes = list(({ spec }) => spec.volumes);
  const initContainers = list(({ spec }) => spec.initContainers);
  return {
    ...newPod,
    spec: {
      ...newPod.spec,
      containers: list(({ spec }) => spec.containers),
      ...(initContainers.length > 0 && { initContainers }),
      ...(volumes.length > 0 && { volumes }),
    },
  };
}
