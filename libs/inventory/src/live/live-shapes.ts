import { type Container, decodePod, type Pod, type PodShape } from '#libs/kubernetes';
import { type PodSecurityPolicy, PSP_ANNOTATION, withoutPolicyDefaults } from '#libs/psp';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** The policies of a cluster by name, as far as they are known. */
export type PoliciesByName = ReadonlyMap<string, PodSecurityPolicy>;

/** What the policy that admitted a pod filled in is taken away; what is not known to be filled in stays. */
export function beforeAdmission(pod: Pod, policies: PoliciesByName): Pod {
  const policy = policies.get(pod.metadata.annotations?.[PSP_ANNOTATION] ?? '');
  if (policy !== undefined) return withoutPolicyDefaults(pod, policy);
  const { [PSP_ANNOTATION]: named, ...annotations } = pod.metadata.annotations ?? {};
  return named === undefined ? pod : { ...pod, metadata: { ...pod.metadata, annotations } };
}

/**
 * The pods that the template becomes, by what was injected into running ones: further containers and volumes, mounts of
 * those, and rights that no policy gives away (host namespaces, privileged). All else is the template's own, as the next
 * pod will come from it. Equal ones are given once, those that differ in nothing from the template not at all.
 */
export function liveShapes(
  template: PodShape,
  live: readonly unknown[],
  policies: PoliciesByName,
): readonly PodShape[] {
  return distinct(live, policies, (asked) => {
    const pod = withInjected(template.pod, asked);
    return pod && { ...template, origin: 'live', pod };
  });
}

/**
 * The pods of a workload of which no template is known, each distinct one, as they were asked for: nothing says that the next one
 * will be like the others. They go by the name and the labels of `known`, the pod of the workload's document.
 */
export function distinctShapes(
  known: PodShape,
  live: readonly unknown[],
  policies: PoliciesByName,
): readonly PodShape[] {
  return distinct(live, policies, ({ metadata, spec }) => {
    const { annotations: _ofAnother, ...named } = known.pod.metadata;
    const annotations = metadata.annotations ?? {};
    const pod = {
      ...known.pod,
      metadata: { ...named, ...(Object.keys(annotations).length > 0 && { annotations }) },
      spec,
    };
    return { ...known, pod };
  });
}

/** What running pods, as they were asked for, are the shapes of; equal ones once. */
function distinct(
  live: readonly unknown[],
  policies: PoliciesByName,
  shapeOf: (asked: Pod) => PodShape | undefined,
): readonly PodShape[] {
  const seen = new Map<string, PodShape>();
  for (const document of live) {
    const decoded = decodePod(document);
    if (!decoded.ok) continue;
    const shape = shapeOf(beforeAdmission(decoded.value, policies));
    const key = JSON.stringify(shape?.pod);
    if (shape !== undefined && !seen.has(key)) seen.set(key, shape);
  }
  return [...seen.values()];
}

/** Undefined: nothing was injected. */
function withInjected(template: Pod, live: Pod): Pod | undefined {
  const spec: Mutable<Pod['spec']> = { ...template.spec };
  let changed = false;
  const volumes = new Set((template.spec.volumes ?? []).map(({ name }) => name));
  const newVolumes = (live.spec.volumes ?? []).filter(({ name }) => !volumes.has(name));
  if (newVolumes.length > 0) {
    spec.volumes = [...(template.spec.volumes ?? []), ...newVolumes];
    changed = true;
  }
  const injectedVolumes = new Set(newVolumes.map(({ name }) => name));
  for (const list of ['initContainers', 'containers'] as const) {
    const given = template.spec[list] ?? [];
    const running = live.spec[list] ?? [];
    const own = given.map((container) => {
      const now = running.find(({ name }) => name === container.name);
      return now === undefined ? container : withInjectedInto(container, now, injectedVolumes);
    });
    const names = new Set(given.map(({ name }) => name));
    const added = running.filter(({ name }) => !names.has(name));
    if (added.length === 0 && own.every((container, index) => container === given[index])) continue;
    spec[list] = [...own, ...added];
    changed = true;
  }
  for (const field of ['hostNetwork', 'hostPID', 'hostIPC'] as const) {
    if (live.spec[field] !== true || template.spec[field] === true) continue;
    spec[field] = true;
    changed = true;
  }
  return changed ? { ...template, spec } : undefined;
}

function withInjectedInto(own: Container, running: Container, volumes: ReadonlySet<string>): Container {
  const mounts = (running.volumeMounts ?? []).filter(({ name }) => volumes.has(name));
  const privileged = running.securityContext?.privileged === true && own.securityContext?.privileged !== true;
  if (mounts.length === 0 && !privileged) return own;
  return {
    ...own,
    ...(mounts.length > 0 && { volumeMounts: [...(own.volumeMounts ?? []), ...mounts] }),
    ...(privileged && { securityContext: { ...own.securityContext, privileged: true } }),
  };
}
