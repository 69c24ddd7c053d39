import { containerId } from '#libs/events';
import { isNodeOwner, isRecord, kindWithGroup, MIRROR_POD_ANNOTATION } from '#libs/kubernetes';
import { PSP_ANNOTATION } from '#libs/psp';
import { z } from 'zod';

type Json = Readonly<Record<string, unknown>>;

/** One start of a container: when it starts again, it has another id. */
export interface StartedContainer {
  /** As the container runtime gives it, without its scheme. */
  readonly id: string;
  readonly name: string;
}

/** A running pod: who it is, whose it is, and what it looks like. */
export interface LivePod {
  readonly uid: string;
  readonly namespace: string;
  readonly name: string;
  /** Its controller; undefined for bare pods, and for mirror pods, which belong to their node. */
  readonly owner: { readonly kind: string; readonly name: string } | undefined;
  /** Static pods: the UID by which the kubelet and the container runtime know the pod; its mirror has another one. */
  readonly configHash: string | undefined;
  /** Names the version of the template that it was made from. */
  readonly templateHash: string | undefined;
  readonly createdAt: Date;
  /** It has run to its end, and is only not removed yet. */
  readonly finished: boolean;
  /** Those of its containers that have been started so far, and are known to the kubelet still. */
  readonly containers: readonly StartedContainer[];
  readonly labels: Readonly<Record<string, string>>;
  /** What it shares with all pods that are made in the same way. */
  readonly shape: Json;
}

const metadata = z.object({
  uid: z.string().min(1),
  name: z.string().min(1),
  namespace: z.string().min(1),
  creationTimestamp: z.iso.datetime({ offset: true }),
  labels: z.record(z.string(), z.string()).default({}),
  annotations: z.record(z.string(), z.string()).default({}),
  ownerReferences: z
    .array(
      z.object({
        apiVersion: z.string().optional(),
        kind: z.string(),
        name: z.string(),
        controller: z.boolean().default(false),
      }),
    )
    .default([]),
});
const ended = z.object({ terminated: z.object({ containerID: z.string().optional() }).nullish() }).nullish();
const containerStatuses = z
  .array(z.object({ name: z.string(), containerID: z.string().optional(), state: ended, lastState: ended }))
  .nullish();
const status = z.object({
  containerStatuses,
  initContainerStatuses: containerStatuses,
  ephemeralContainerStatuses: containerStatuses,
});
const object = z.object({
  metadata,
  spec: z.record(z.string(), z.unknown()),
  status: z.unknown().optional(),
});

/** Labels that name the version of a template, by the controllers that write them. */
const versionLabels = ['pod-template-hash', 'controller-revision-hash', 'pod-template-generation'];

/** Labels that tell one pod from another, or one version from another. */
const ownLabels = new Set([
  ...versionLabels,
  'statefulset.kubernetes.io/pod-name',
  'controller-uid',
  'batch.kubernetes.io/controller-uid',
  'batch.kubernetes.io/job-name',
  'job-name',
]);

/** A Pod as the API server gives it; undefined if it is none. */
export function readLivePod(document: unknown): LivePod | undefined {
  const parsed = object.safeParse(document);
  if (!parsed.success) return undefined;
  const { metadata: meta, spec } = parsed.data;
  const controller = meta.ownerReferences.find((reference) => reference.controller);
  const owner = controller && { kind: kindWithGroup(controller), name: controller.name };
  const templateHash = versionLabels.map((label) => meta.labels[label]).find((each) => each !== undefined);
  return {
    uid: meta.uid,
    namespace: meta.namespace,
    name: meta.name,
    owner: owner === undefined || isNodeOwner(owner) ? undefined : owner,
    configHash: meta.annotations[MIRROR_POD_ANNOTATION],
    templateHash,
    createdAt: new Date(meta.creationTimestamp),
    finished: isFinished(parsed.data.status),
    containers: startedContainers(parsed.data.status),
    labels: Object.fromEntries(Object.entries(meta.labels).filter(([label]) => !ownLabels.has(label))),
    shape: shapeOf(meta.annotations, spec, meta.name),
  };
}

function isFinished(value: unknown): boolean {
  return isRecord(value) && (value['phase'] === 'Succeeded' || value['phase'] === 'Failed');
}

/** A status that can't be read tells of none: whose the pod is does not depend on it. */
function startedContainers(value: unknown): readonly StartedContainer[] {
  const read = status.safeParse(value);
  if (!read.success) return [];
  const {
    containerStatuses: own,
    initContainerStatuses: init,
    ephemeralContainerStatuses: ephemeral,
  } = read.data;
  const all = [...(init ?? []), ...(own ?? []), ...(ephemeral ?? [])];
  const byId = new Map(
    all.flatMap(({ name, containerID, state, lastState }) =>
      [containerID, state?.terminated?.containerID, lastState?.terminated?.containerID].flatMap((given) => {
        const id = containerId(given);
        return id === undefined ? [] : [[id, { id, name }] as const];
      }),
    ),
  );
  return [...byId.values()];
}

/** Of the spec: where the pod was put, what admission of other plugins adds to every pod, and names of its own. */
const passedOver = new Set([
  'nodeName',
  'nodeSelector',
  'affinity',
  'tolerations',
  'topologySpreadConstraints',
  'priority',
  'priorityClassName',
  'preemptionPolicy',
  'schedulerName',
  'hostname',
  'subdomain',
  'imagePullSecrets',
  'ephemeralContainers',
  'readinessGates',
  'overhead',
]);
/** Of containers: what no policy reads. Values of environment variables may be secrets, and are never kept. */
const passedOverInContainers = new Set([
  'env',
  'resources',
  'livenessProbe',
  'readinessProbe',
  'startupProbe',
]);
/** Written by admission of service accounts, with a random end. */
const tokenVolume = /^kube-api-access-[a-z0-9]{5}$/;

/** What policies read of a pod, without what differs between the pods of one template. Keys are sorted. */
function shapeOf(annotations: Readonly<Record<string, string>>, spec: Json, podName: string): Json {
  const kept = Object.entries(annotations).filter(([key]) => key === PSP_ANNOTATION || speaksOfSecurity(key));
  const entries = Object.entries(spec).flatMap(([key, value]): [string, unknown][] => {
    if (passedOver.has(key)) return [];
    if (key === 'volumes') return [[key, records(value).flatMap((each) => volumeShape(each, podName))]];
    if (key === 'containers' || key === 'initContainers') return [[key, records(value).map(containerShape)]];
    return [[key, value]];
  });
  const shape = {
    metadata: kept.length === 0 ? {} : { annotations: Object.fromEntries(kept) },
    spec: Object.fromEntries(entries),
  };
  const result = sorted(shape);
  return isRecord(result) ? result : {};
}

function speaksOfSecurity(annotation: string): boolean {
  return /^(?:container\.)?(?:seccomp|apparmor)\.security\.(?:alpha|beta)\.kubernetes\.io\//.test(annotation);
}

function volumeShape(volume: Json, podName: string): Json[] {
  if (typeof volume['name'] === 'string' && tokenVolume.test(volume['name'])) return [];
  const claim = volume['persistentVolumeClaim'];
  if (!isRecord(claim)) return [volume];
  // The claim of a StatefulSet's pod ends in the name of the pod.
  const { claimName } = claim;
  const own = typeof claimName === 'string' && claimName.endsWith(`-${podName}`);
  return own
    ? [{ ...volume, persistentVolumeClaim: { ...claim, claimName: claimName.slice(0, -podName.length - 1) } }]
    : [volume];
}

function containerShape(container: Json): Json {
  const entries = Object.entries(container).flatMap(([key, value]): [string, unknown][] => {
    if (passedOverInContainers.has(key)) return [];
    if (key !== 'volumeMounts') return [[key, value]];
    return [[key, records(value).filter(({ name }) => typeof name !== 'string' || !tokenVolume.test(name))]];
  });
  return Object.fromEntries(entries);
}

function records(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

/** The same value with the keys of all objects in order: the same text for the same content. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isRecord(value)) return value;
  const keys = Object.keys(value).sort((a, b) => (a < b ? -1 : 1));
  return Object.fromEntries(keys.map((key) => [key, sorted(value[key])]));
}
