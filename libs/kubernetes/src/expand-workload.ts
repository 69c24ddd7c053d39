import { isCustomGroup } from './custom-group.js';
import { decodeObjectMeta, decodePod, decodePodTemplate, type PodTemplateSpec } from './decode-pod.js';
import { decodeError, invalid, notSupported, required, type FieldError } from './field-error.js';
import { formatPointer, parsePointer, valueAt } from './json-pointer.js';
import type { ObjectMeta, OwnerReference, Pod, PodSpec, Volume } from './pod.js';
import { formatPath, isRecord, type DecodeOptions } from './schema.js';
import { workloadKinds, type WorkloadKind } from './workload-kinds.js';
import type { WorkloadReference } from './workload.js';

/** Where a custom resource holds its pod template. */
export interface PodTemplateLocation {
  readonly kind: string;
  /** Any version if absent. */
  readonly apiVersion?: string;
  /** JSON Pointer to a pod template (`{metadata, spec}`) or a pod spec (`{containers}`), e.g. `/spec/template`. */
  readonly path: string;
}

export interface ExpandOptions {
  readonly cluster: string;
  /** For objects without a namespace; `default` if absent. */
  readonly defaultNamespace?: string;
  /** Pod templates of custom resources. They also serve for other places of kinds known to Kubernetes. */
  readonly podTemplates?: readonly PodTemplateLocation[];
  /** Report unknown fields of pods as warnings. */
  readonly unknownFields?: boolean;
}

export interface ExpandedWorkload {
  readonly workload: WorkloadReference;
  /** The pod as its controller would create it: not defaulted, not admitted. */
  readonly pod: Pod;
  /** JSON Pointer to the pod template in the document; empty for a Pod. */
  readonly templatePath: string;
  readonly warnings: readonly string[];
}

export type Expansion =
  /** Empty: the document holds no pods (a Service, a ConfigMap, an unknown custom resource). */
  | { readonly ok: true; readonly workloads: readonly ExpandedWorkload[] }
  | { readonly ok: false; readonly errors: readonly FieldError[] };

/** The suffix that stands for the hash, time or random characters in the name of what a controller creates. */
const GENERATED_SUFFIX = 'xxxxx';
/** Owners are not created yet; API validation asks for an identifier. */
const UNKNOWN_UID = '00000000-0000-0000-0000-000000000000';

/**
 * Expands an object to the pods that its controller would create. The kind decides; an API version that never had the
 * kind is an error. A List is expanded item by item, and an error in one is an error of the whole.
 *
 * As in GetPodFromTemplate (pkg/controller/controller_utils.go, v1.24.17) labels, annotations and finalizers come from
 * the template, its name and namespace are ignored. What controllers add that no policy reads is left out: hashes in
 * labels, a DaemonSet's tolerations and node affinity, a Job's finalizer and completion index.
 */
export function expandWorkload(document: unknown, options: ExpandOptions): Expansion {
  if (!isRecord(document)) return { ok: false, errors: [decodeError('', 'must be object')] };
  const { kind, apiVersion, items } = document;
  if (typeof kind !== 'string' || kind === '') return { ok: false, errors: [required('kind', '')] };
  if (typeof apiVersion !== 'string' || apiVersion === '')
    return { ok: false, errors: [required('apiVersion', '')] };
  if (kind.endsWith('List') && Array.isArray(items)) return expandList(items, kind, apiVersion, options);

  const location = options.podTemplates?.find(
    (candidate) => candidate.kind === kind && (candidate.apiVersion ?? apiVersion) === apiVersion,
  );
  const known = workloadKinds.get(kind);
  if (location !== undefined) {
    const path = parsePointer(location.path);
    if (path === undefined)
      return { ok: false, errors: [invalid('path', location.path, 'must be a JSON Pointer')] };
    return expandTemplate(
      document,
      { kind, apiVersions: [apiVersion], templatePath: path },
      apiVersion,
      options,
    );
  }
  if (known === undefined) return { ok: true, workloads: [] };
  if (!known.apiVersions.includes(apiVersion)) {
    // A kind of the same name in a group of its own is a custom resource, not a slip.
    if (isCustomGroup(apiVersion)) return { ok: true, workloads: [] };
    return { ok: false, errors: [notSupported('apiVersion', apiVersion, known.apiVersions)] };
  }
  return kind === 'Pod' ? expandPod(document, options) : expandTemplate(document, known, apiVersion, options);
}

function expandList(
  items: readonly unknown[],
  listKind: string,
  apiVersion: string,
  options: ExpandOptions,
): Expansion {
  const workloads: ExpandedWorkload[] = [];
  const errors: FieldError[] = [];
  const kind = listKind.slice(0, -'List'.length);
  for (const [index, item] of items.entries()) {
    // Items of a typed list leave out what the list says already.
    const complete = isRecord(item) && kind !== '' ? { apiVersion, kind, ...item } : item;
    const expansion = expandWorkload(complete, options);
    if (expansion.ok) {
      const at = formatPointer(['items', index]);
      workloads.push(
        ...expansion.workloads.map((workload) => ({ ...workload, templatePath: at + workload.templatePath })),
      );
    } else {
      errors.push(
        ...expansion.errors.map((error) => ({
          ...error,
          field: error.field === '' ? `items[${index}]` : `items[${index}].${error.field}`,
        })),
      );
    }
  }
  return errors.length > 0 ? { ok: false, errors } : { ok: true, workloads };
}

function expandPod(document: Readonly<Record<string, unknown>>, options: ExpandOptions): Expansion {
  const decoded = decodePod(document, decodeOptions(options, []));
  if (!decoded.ok) return decoded;
  const { metadata } = decoded.value;
  const name = metadata.name || metadata.generateName || '';
  if (name === '')
    return { ok: false, errors: [required('metadata.name', 'name or generateName is required')] };
  const namespace = metadata.namespace || options.defaultNamespace || 'default';
  const pod = { ...decoded.value, metadata: { ...metadata, namespace } };
  const workload = { cluster: options.cluster, namespace, kind: 'Pod', name };
  return { ok: true, workloads: [{ workload, pod, templatePath: '', warnings: decoded.warnings }] };
}

function expandTemplate(
  document: Readonly<Record<string, unknown>>,
  kind: WorkloadKind,
  apiVersion: string,
  options: ExpandOptions,
): Expansion {
  const meta = decodeObjectMeta(document['metadata'], { at: ['metadata'] });
  const errors: FieldError[] = meta.ok ? [] : [...meta.errors];
  const name = meta.ok ? meta.value.name || meta.value.generateName || '' : '';
  if (meta.ok && name === '') errors.push(required('metadata.name', 'name or generateName is required'));
  const template = readTemplate(document, kind, options);
  if (!template.ok) errors.push(...template.errors);
  if (!template.ok || !meta.ok || errors.length > 0) return { ok: false, errors };

  const namespace = meta.value.namespace || options.defaultNamespace || 'default';
  const owner = ownerOf(kind, apiVersion, name, meta.value);
  const pod = podFromTemplate(template.value, namespace, owner);
  return {
    ok: true,
    workloads: [
      {
        workload: { cluster: options.cluster, namespace, kind: kind.kind, name },
        pod: kind.kind === 'StatefulSet' ? statefulSetPod(pod, name, document) : pod,
        templatePath: formatPointer(kind.templatePath),
        warnings: template.warnings,
      },
    ],
  };
}

function readTemplate(
  document: Readonly<Record<string, unknown>>,
  kind: WorkloadKind,
  options: ExpandOptions,
): ReturnType<typeof decodePodTemplate> {
  const value = valueAt(document, kind.templatePath);
  const field = formatPath(kind.templatePath);
  if (value === undefined || value === null)
    return { ok: false, errors: [required(field, 'a pod template')] };
  // A path given for a custom resource may point at a bare pod spec.
  const bareSpec = isRecord(value) && !Object.hasOwn(value, 'spec') && Object.hasOwn(value, 'containers');
  if (!bareSpec) return decodePodTemplate(value, decodeOptions(options, kind.templatePath));
  const decoded = decodePodTemplate({ spec: value }, decodeOptions(options, []));
  if (decoded.ok) return decoded;
  const errors = decoded.errors.map((error) => ({
    ...error,
    field: field + error.field.slice('spec'.length),
  }));
  return { ok: false, errors };
}

function decodeOptions(options: ExpandOptions, at: readonly string[]): DecodeOptions {
  return { at, unknownFields: options.unknownFields === true };
}

interface Owner {
  readonly reference?: OwnerReference;
  readonly name: string;
}

function ownerOf(kind: WorkloadKind, apiVersion: string, name: string, metadata: ObjectMeta): Owner {
  if (kind.kind === 'PodTemplate') return { name };
  const made = kind.owner;
  const ownerName = made === undefined ? name : `${name}-${GENERATED_SUFFIX}`;
  return {
    name: ownerName,
    reference: {
      apiVersion: made?.apiVersion ?? apiVersion,
      kind: made?.kind ?? kind.kind,
      name: ownerName,
      uid: made === undefined ? metadata.uid || UNKNOWN_UID : UNKNOWN_UID,
      controller: true,
      blockOwnerDeletion: true,
    },
  };
}

function podFromTemplate(template: PodTemplateSpec, namespace: string, owner: Owner): Pod {
  const { labels, annotations, finalizers } = template.metadata;
  const metadata: ObjectMeta = {
    generateName: `${owner.name}-`,
    namespace,
    ...(labels === undefined ? {} : { labels }),
    ...(annotations === undefined ? {} : { annotations }),
    ...(finalizers === undefined ? {} : { finalizers }),
    ...(owner.reference === undefined ? {} : { ownerReferences: [owner.reference] }),
  };
  return { apiVersion: 'v1', kind: 'Pod', metadata, spec: template.spec };
}

// newStatefulSetPod, initIdentity and updateStorage in pkg/controller/statefulset/stateful_set_utils.go: a name, a host
// name, and a volume for each claim template, before the others and in the place of those of the same name.
function statefulSetPod(pod: Pod, name: string, document: Readonly<Record<string, unknown>>): Pod {
  const podName = `${name}-0`;
  const templates = valueAt(document, ['spec', 'volumeClaimTemplates']);
  const claims: Volume[] = [];
  for (const template of Array.isArray(templates) ? templates : []) {
    const claim = valueAt(template, ['metadata', 'name']);
    if (typeof claim !== 'string') continue;
    claims.push({
      name: claim,
      persistentVolumeClaim: { claimName: `${claim}-${podName}`, readOnly: false },
    });
  }
  const serviceName = valueAt(document, ['spec', 'serviceName']);
  const others = (pod.spec.volumes ?? []).filter(
    (volume) => !claims.some((claim) => claim.name === volume.name),
  );
  const spec: PodSpec = {
    ...pod.spec,
    hostname: podName,
    ...(typeof serviceName === 'string' && serviceName !== '' ? { subdomain: serviceName } : {}),
    ...(claims.length === 0 ? {} : { volumes: [...claims, ...others] }),
  };
  const { generateName: _generated, ...metadata } = pod.metadata;
  const labels = { ...metadata.labels, 'statefulset.kubernetes.io/pod-name': podName };
  return { ...pod, metadata: { ...metadata, name: podName, labels }, spec };
}
