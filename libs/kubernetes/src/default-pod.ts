import { mapShared, withField } from './copy-on-write.js';
import { defaultContainer } from './default-container.js';
import { defaultVolume } from './default-volume.js';
import type { ObjectMeta, Pod, PodSpec } from './pod.js';
import { canonicalResources } from './quantity.js';

/**
 * API defaulting of a v1 Pod, as the API server does it on decoding, before admission (SetObjectDefaults_Pod in
 * pkg/apis/core/v1/zz_generated.defaults.go, and what the conversion to the internal version changes; v1.24.17).
 * The pod has been decoded. Never changes its argument: what needs no default is shared, and a pod that needs none is
 * returned itself. A pod is worked on once, however often it is asked for.
 */
export function defaultPod(pod: Pod): Pod {
  let defaulted = defaults.get(pod);
  if (defaulted === undefined) defaults.set(pod, (defaulted = withDefaults(pod)));
  return defaulted;
}

/** By the identity of pods: nobody changes one. */
const defaults = new WeakMap<Pod, Pod>();

function withDefaults(pod: Pod): Pod {
  const spec = defaultPodSpec(pod.spec);
  const metadata = withoutInitContainerAnnotations(pod.metadata);
  return spec === pod.spec && metadata === pod.metadata ? pod : { ...pod, metadata, spec };
}

function defaultPodSpec(given: PodSpec): PodSpec {
  let spec = given;
  // ServiceAccountName wins over its old alias; the API shows both.
  const serviceAccountName = given.serviceAccountName || given.serviceAccount || '';
  if (serviceAccountName !== '') {
    if (given.serviceAccountName !== serviceAccountName || given.serviceAccount !== serviceAccountName) {
      spec = { ...spec, serviceAccountName, serviceAccount: serviceAccountName };
    }
  }
  const { dnsPolicy, restartPolicy, schedulerName, terminationGracePeriodSeconds, enableServiceLinks } =
    given;
  if (
    !dnsPolicy ||
    !restartPolicy ||
    !schedulerName ||
    given.securityContext === undefined ||
    terminationGracePeriodSeconds === undefined ||
    enableServiceLinks === undefined
  ) {
    spec = {
      ...spec,
      dnsPolicy: dnsPolicy || 'ClusterFirst',
      restartPolicy: restartPolicy || 'Always',
      schedulerName: schedulerName || 'default-scheduler',
      securityContext: given.securityContext ?? {},
      terminationGracePeriodSeconds: terminationGracePeriodSeconds ?? 30,
      enableServiceLinks: enableServiceLinks ?? true,
    };
  }
  if (given.overhead !== undefined) spec = withField(spec, 'overhead', canonicalResources(given.overhead));
  const { volumes, initContainers, containers, ephemeralContainers } = defaultParts(given);
  if (
    volumes === given.volumes &&
    initContainers === given.initContainers &&
    containers === given.containers &&
    ephemeralContainers === given.ephemeralContainers
  ) {
    return spec;
  }
  return {
    ...spec,
    containers,
    ...(volumes === undefined ? {} : { volumes }),
    ...(initContainers === undefined ? {} : { initContainers }),
    ...(ephemeralContainers === undefined ? {} : { ephemeralContainers }),
  };
}

function defaultParts(spec: PodSpec): Pick<PodSpec, 'containers'> & {
  readonly volumes: PodSpec['volumes'] | undefined;
  readonly initContainers: PodSpec['initContainers'] | undefined;
  readonly ephemeralContainers: PodSpec['ephemeralContainers'] | undefined;
} {
  const regular = { hostPorts: spec.hostNetwork === true, requestsFromLimits: true };
  const ephemeral = { hostPorts: false, requestsFromLimits: false };
  return {
    containers: mapShared(spec.containers, (container) => defaultContainer(container, regular)),
    volumes: spec.volumes && mapShared(spec.volumes, defaultVolume),
    initContainers:
      spec.initContainers &&
      mapShared(spec.initContainers, (container) => defaultContainer(container, regular)),
    ephemeralContainers:
      spec.ephemeralContainers &&
      mapShared(spec.ephemeralContainers, (container) => defaultContainer(container, ephemeral)),
  };
}

/** Left from before init containers were a field; the API server drops them (pkg/apis/core/v1/conversion.go). */
const INIT_CONTAINER_ANNOTATIONS = [
  'pod.beta.kubernetes.io/init-containers',
  'pod.alpha.kubernetes.io/init-containers',
  'pod.beta.kubernetes.io/init-container-statuses',
  'pod.alpha.kubernetes.io/init-container-statuses',
];

function withoutInitContainerAnnotations(metadata: ObjectMeta): ObjectMeta {
  const { annotations } = metadata;
  if (
    annotations === undefined ||
    !INIT_CONTAINER_ANNOTATIONS.some((key) => Object.hasOwn(annotations, key))
  ) {
    return metadata;
  }
  const kept: Record<string, string> = { ...annotations };
  for (const key of INIT_CONTAINER_ANNOTATIONS) delete kept[key];
  return { ...metadata, annotations: kept };
}
