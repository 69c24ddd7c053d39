import type { Container, Pod, PodSecurityContext, PodSpec, SecurityContext } from '#libs/kubernetes';

/** Changes of a pod that share what they leave alone. A change to `undefined` takes the field away. */
export type Change<T> = { readonly [K in keyof T]?: T[K] | undefined };

const LISTS = ['initContainers', 'containers', 'ephemeralContainers'] as const;

export function editSpec(pod: Pod, change: Change<PodSpec>): Pod {
  return { ...pod, spec: merged(pod.spec, change) };
}

/** A pod-level security context that becomes empty stays: the API fills one in. */
export function editPodSecurityContext(pod: Pod, change: Change<PodSecurityContext>): Pod {
  return editSpec(pod, { securityContext: merged(pod.spec.securityContext ?? {}, change) });
}

/** Changes one container, or each if no name is given. */
export function editContainers(
  pod: Pod,
  name: string | undefined,
  edit: (container: Container) => Container,
): Pod {
  let spec = pod.spec;
  for (const list of LISTS) {
    const containers = pod.spec[list];
    if (containers === undefined) continue;
    const edited = containers.map((each) => (name === undefined || each.name === name ? edit(each) : each));
    if (edited.some((each, index) => each !== containers[index])) spec = { ...spec, [list]: edited };
  }
  return spec === pod.spec ? pod : { ...pod, spec };
}

export function editSecurityContext(
  pod: Pod,
  name: string | undefined,
  edit: (context: SecurityContext) => Change<SecurityContext>,
): Pod {
  return editContainers(pod, name, (container) => {
    const context = container.securityContext ?? {};
    const change = edit(context);
    return Object.keys(change).length === 0
      ? container
      : { ...container, securityContext: merged(context, change) };
  });
}

/** Sets an annotation, or takes it away. */
export function editAnnotation(pod: Pod, key: string, value: string | undefined): Pod {
  const annotations = { ...pod.metadata.annotations };
  if (value === undefined) delete annotations[key];
  else annotations[key] = value;
  const { annotations: _, ...metadata } = pod.metadata;
  return {
    ...pod,
    metadata: Object.keys(annotations).length === 0 ? metadata : { ...metadata, annotations },
  };
}

/** Takes a volume and every mount of it away. */
export function withoutVolume(pod: Pod, name: string): Pod {
  const kept = (pod.spec.volumes ?? []).filter((volume) => volume.name !== name);
  const unmounted = editContainers(pod, undefined, (container) => {
    const mounts = container.volumeMounts ?? [];
    const left = mounts.filter((mount) => mount.name !== name);
    if (left.length === mounts.length) return container;
    const { volumeMounts: _, ...rest } = container;
    return left.length === 0 ? rest : { ...container, volumeMounts: left };
  });
  return editSpec(unmounted, { volumes: kept.length === 0 ? undefined : kept });
}

/** A copy with the changes; what is changed to `undefined` is gone. */
function merged<T extends object>(value: T, change: Change<T>): T {
  const result = { ...value, ...change };
  for (const key in change) if (change[key] === undefined) delete result[key];
  return withoutUndefined(result);
}

// `merged` has just deleted every field that the change made undefined.
function withoutUndefined<T extends object>(value: { [K in keyof T]: T[K] | undefined }): T;
function withoutUndefined(value: object): object {
  return value;
}
