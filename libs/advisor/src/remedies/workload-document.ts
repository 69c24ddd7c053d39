import {
  decodePodTemplate,
  expandWorkload,
  parsePointer,
  type Pod,
  type PodShape,
  schema,
  valueAt,
  type WorkloadReference,
  workloadKinds,
} from '#libs/kubernetes';

const { isRecord } = schema;
type Json = Readonly<Record<string, unknown>>;

/**
 * A workload's document with its pod template taken out, so that the template can be edited and put back. `template` has
 * been decoded; what a document leaves out stays out.
 */
export interface WorkloadDocument {
  readonly workload: WorkloadReference;
  readonly apiVersion: string;
  /** JSON Pointer to the template in the document. */
  readonly templatePath: string;
  readonly template: Pod;
  /** The document with another template, as the pod that its controller would create; undefined: it can't be read. */
  readonly expand: (template: Pod) => Pod | undefined;
  /** What stands at `templatePath` for a template: the template, or its spec alone. */
  readonly value: (template: Pod) => unknown;
  /** A patch for the template, wrapped so that it applies to the workload's object (in a List, to the item). */
  readonly wrap: (templatePatch: unknown) => Json;
}

/**
 * The document of a workload: the given one, or one made up around the shape's own pod. Undefined: the given one has no
 * readable template where the shape says.
 */
export function workloadDocument(shape: PodShape, manifest: unknown): WorkloadDocument | undefined {
  const path = parsePointer(shape.templatePath);
  if (path === undefined) return undefined;
  const { workload } = shape;
  const document = manifest === undefined ? madeUp(shape, path) : manifest;
  if (!isRecord(document)) return undefined;
  const raw = valueAt(document, path);
  if (!isRecord(raw)) return undefined;
  const bareSpec = !Object.hasOwn(raw, 'spec') && Object.hasOwn(raw, 'containers');
  const decoded = decodePodTemplate(bareSpec ? { spec: raw } : raw);
  if (!decoded.ok) return undefined;
  const hasMetadata = Object.hasOwn(raw, 'metadata');
  const value = ({ metadata, spec }: Pod): unknown => {
    if (bareSpec) return spec;
    const withMetadata = hasMetadata || Object.keys(metadata).length > 0;
    return { ...raw, ...(withMetadata && { metadata }), spec };
  };
  const own = ownObject(document, path);
  const { apiVersion } = own.object;
  return {
    workload,
    apiVersion: typeof apiVersion === 'string' ? apiVersion : 'v1',
    templatePath: shape.templatePath,
    template: { metadata: decoded.value.metadata, spec: decoded.value.spec },
    value,
    expand: (template) => {
      const expansion = expandWorkload(replaceAt(document, path, value(template)), {
        cluster: workload.cluster,
        defaultNamespace: workload.namespace,
        ...(!workloadKinds.has(workload.kind) && {
          podTemplates: [{ kind: workload.kind, path: shape.templatePath }],
        }),
      });
      if (!expansion.ok) return undefined;
      return expansion.workloads.find(({ templatePath }) => templatePath === shape.templatePath)?.pod;
    },
    wrap: (patch) => {
      let wrapped: unknown = patch;
      for (const part of own.path.toReversed()) wrapped = { [part]: wrapped };
      return isRecord(wrapped) ? wrapped : {};
    },
  };
}

/** The workload's own object and the path of the template in it: in a List, the item. */
function ownObject(
  document: Json,
  path: readonly string[],
): { readonly object: Json; readonly path: readonly string[] } {
  const [list, index, ...rest] = path;
  const item = list === 'items' && index !== undefined ? valueAt(document, [list, index]) : undefined;
  return isRecord(item) ? { object: item, path: rest } : { object: document, path };
}

function madeUp({ workload, pod }: PodShape, path: readonly string[]): Json {
  const head = {
    apiVersion: workloadKinds.get(workload.kind)?.apiVersions[0] ?? 'v1',
    kind: workload.kind,
    metadata: { name: workload.name, namespace: workload.namespace },
  };
  const { labels, annotations } = pod.metadata;
  const metadata = {
    ...(labels !== undefined && { labels }),
    ...(annotations !== undefined && { annotations }),
  };
  if (path.length === 0) return { ...head, metadata: { ...head.metadata, ...metadata }, spec: pod.spec };
  let value: unknown = { metadata, spec: pod.spec };
  for (const part of path.toReversed()) value = { [part]: value };
  return isRecord(value) ? { ...value, ...head } : head;
}

/** A copy with another value at a path that exists; everything beside the path is shared. */
function replaceAt(value: unknown, path: readonly string[], replacement: unknown): unknown {
  const [part, ...rest] = path;
  if (part === undefined) return replacement;
  if (Array.isArray(value)) {
    return value.map((each: unknown, index) =>
      index === Number(part) ? replaceAt(each, rest, replacement) : each,
    );
  }
  return isRecord(value) ? { ...value, [part]: replaceAt(value[part], rest, replacement) } : value;
}
