import {
  decodeObjectMeta,
  decodeServiceAccount,
  expandWorkload,
  type ExpandedWorkload,
  type FieldError,
  invalid,
  isCustomGroup,
  isDNS1123Label,
  isDNS1123Subdomain,
  isNodeOwner,
  isValidPathSegmentName,
  kindWithGroup,
  type ManifestDocument,
  maskTrailingDash,
  type ObjectMeta,
  rbacErrors,
  rbacKinds,
  required,
  type WorkloadReference,
} from '#libs/kubernetes';
import { type InputMistake } from '#libs/platform';
import { decodePolicy, validatePolicy } from '#libs/psp';
import { fieldMistakes } from './document-mistakes.js';

/** A workload and the document that it comes from. */
export interface InventoryWorkload {
  readonly workload: WorkloadReference;
  /** The labels of its pod template. */
  readonly labels: Readonly<Record<string, string>>;
  readonly document: Readonly<Record<string, unknown>>;
}

/** An object that admission depends on; `namespace` is empty for those that have none. */
export interface InventoryObject {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly document: Readonly<Record<string, unknown>>;
}

/** An object and the controller that owns it, both in `namespace`. */
export interface OwnerLink {
  readonly namespace: string;
  readonly kind: string;
  readonly name: string;
  readonly ownerKind: string;
  readonly ownerName: string;
}

export interface ReadInventory {
  readonly workloads: readonly InventoryWorkload[];
  readonly objects: readonly InventoryObject[];
  readonly owners: readonly OwnerLink[];
  /** How many objects of each kind the inventory has no use for. */
  readonly passedOver: Readonly<Record<string, number>>;
  readonly mistakes: readonly InputMistake[];
}

const clusterScoped: ReadonlySet<string> = new Set([
  'ClusterRole',
  'ClusterRoleBinding',
  'PodSecurityPolicy',
  'Namespace',
]);
const keptKinds: ReadonlySet<string> = new Set([
  ...rbacKinds,
  'ServiceAccount',
  'PodSecurityPolicy',
  'Namespace',
]);

/** Kinds that other controllers make; owned by one, they are a step on the way to the workload, not the workload. */
export const madeKinds: ReadonlySet<string> = new Set(['Pod', 'ReplicaSet', 'Job', 'ReplicationController']);

/**
 * Sorts documents into workloads, objects and owner links. Pods, ReplicaSets and Jobs that a controller owns are no
 * workloads of their own; a Deployment that an operator made is one, as it holds the template. What is of a group of its own
 * is passed over, whatever its kind is called. Of two documents for the same thing the later one counts. `pointer` is
 * where the documents stand in the request.
 */
export function readInventory(
  documents: readonly ManifestDocument[],
  options: { readonly cluster: string; readonly defaultNamespace: string; readonly pointer: string },
): ReadInventory {
  const workloads = new Map<string, InventoryWorkload>();
  const objects = new Map<string, InventoryObject>();
  const owners = new Map<string, OwnerLink>();
  const passedOver = new Map<string, number>();
  const mistakes: InputMistake[] = [];
  for (const document of documents) {
    const refuse = (errors: readonly FieldError[]): void => {
      mistakes.push(...fieldMistakes(errors, { pointer: options.pointer, line: document.line }));
    };
    const { value } = document;
    const kind = typeof value['kind'] === 'string' ? value['kind'] : '';
    const apiVersion = typeof value['apiVersion'] === 'string' ? value['apiVersion'] : '';
    const expansion = expandWorkload(value, options);
    if (!expansion.ok) {
      refuse(expansion.errors);
      continue;
    }
    if (keptKinds.has(kind) && !isCustomGroup(apiVersion)) {
      const errors = objectErrors(kind, value);
      const object = errors.length === 0 ? inventoryObject(kind, value, options.defaultNamespace) : undefined;
      if (object === undefined) refuse(errors);
      else objects.set(`${kind}/${object.namespace}/${object.name}`, object);
      continue;
    }
    if (expansion.workloads.length === 0) passedOver.set(kind, (passedOver.get(kind) ?? 0) + 1);
    for (const expanded of expansion.workloads) {
      const { workload } = expanded;
      const errors = workloadNameErrors(workload);
      const key = `${workload.namespace}/${workload.kind}/${workload.name}`;
      const owner = madeKinds.has(workload.kind) ? controllerOf(value) : undefined;
      if (errors.length > 0) {
        refuse(errors);
        continue;
      }
      workloads.delete(key);
      owners.delete(key);
      if (owner === undefined) workloads.set(key, inventoryWorkload(expanded, value));
      else owners.set(key, ownerLink(workload, owner));
    }
  }
  return {
    workloads: [...workloads.values()],
    objects: [...objects.values()],
    owners: [...owners.values()],
    passedOver: Object.fromEntries([...passedOver].toSorted(([a], [b]) => (a < b ? -1 : 1))),
    mistakes,
  };
}

/** What is wrong with the name and namespace of a workload: they become parts of keys and addresses. */
export function workloadNameErrors({ namespace, name }: WorkloadReference): readonly FieldError[] {
  return [
    ...isDNS1123Label(namespace).map((detail) => invalid('metadata.namespace', namespace, detail)),
    ...isDNS1123Subdomain(maskTrailingDash(name)).map((detail) => invalid('metadata.name', name, detail)),
  ];
}

function inventoryWorkload(
  { workload, pod }: ExpandedWorkload,
  document: Readonly<Record<string, unknown>>,
): InventoryWorkload {
  return { workload, labels: pod.metadata.labels ?? {}, document };
}

function metadataOf(document: Readonly<Record<string, unknown>>): ObjectMeta {
  const decoded = decodeObjectMeta(document['metadata']);
  return decoded.ok ? decoded.value : {};
}

function inventoryObject(
  kind: string,
  document: Readonly<Record<string, unknown>>,
  defaultNamespace: string,
): InventoryObject {
  const metadata = metadataOf(document);
  const { name = '' } = metadata;
  if (clusterScoped.has(kind)) return { kind, name, namespace: '', document };
  const namespace = metadata.namespace || defaultNamespace;
  return { kind, name, namespace, document: { ...document, metadata: { ...metadata, namespace } } };
}

function objectErrors(kind: string, document: Readonly<Record<string, unknown>>): readonly FieldError[] {
  const metadata = decodeObjectMeta(document['metadata'], { at: ['metadata'] });
  if (!metadata.ok) return metadata.errors;
  const { name = '', namespace = '' } = metadata.value;
  if (name === '') return [required('metadata.name', '')];
  const errors = [
    ...isValidPathSegmentName(name).map((detail) => invalid('metadata.name', name, detail)),
    ...(name.includes('\0') ? [invalid('metadata.name', name, 'may not contain NUL')] : []),
    ...(namespace === '' ? [] : isDNS1123Label(namespace)).map((detail) =>
      invalid('metadata.namespace', namespace, detail),
    ),
  ];
  if (errors.length > 0) return errors;
  if (kind === 'PodSecurityPolicy') {
    const policy = decodePolicy(document);
    return policy.ok ? validatePolicy(policy.value) : policy.errors;
  }
  if (kind === 'ServiceAccount') {
    const account = decodeServiceAccount(document);
    return account.ok ? [] : account.errors;
  }
  return rbacErrors(document);
}

function ownerLink({ namespace, kind, name }: WorkloadReference, owner: Controller): OwnerLink {
  return { namespace, kind, name, ...owner };
}

type Controller = Pick<OwnerLink, 'ownerKind' | 'ownerName'>;

function controllerOf(document: Readonly<Record<string, unknown>>): Controller | undefined {
  const owner = metadataOf(document).ownerReferences?.find(({ controller }) => controller === true);
  if (owner?.kind === undefined || owner.name === undefined || owner.kind === '' || owner.name === '')
    return undefined;
  const kind = kindWithGroup({ apiVersion: owner.apiVersion, kind: owner.kind });
  return isNodeOwner({ kind }) ? undefined : { ownerKind: kind, ownerName: owner.name };
}
