import { decodePod, defaultPod, type ObjectMeta, type Pod, schema } from '#libs/kubernetes';

/**
 * Does an update change nothing but what the garbage collector changes, owner references and finalizers? Then policies
 * are not asked. Both pods have been decoded; defaults are filled in here. What the API server sets by itself (status,
 * uid, timestamps, generation, an unset resource version) does not count.
 * Source: pkg/registry/rbac/helpers.go IsOnlyMutatingGCFields, v1.24.17, which compares internal objects with
 * apimachinery's Semantic.DeepEqual.
 */
export function changesOnlyGarbageCollection(pod: Pod, oldPod: Pod): boolean {
  const [now, before] = [asStored(pod), asStored(oldPod)];
  const version = oldVersion(before.metadata);
  return (
    equal(now.spec, before.spec, '') &&
    equal(comparable(now.metadata), comparable(before.metadata), '') &&
    (now.metadata['resourceVersion'] ?? version) === version
  );
}

/** Without scalars that say nothing: "", 0 and false count as absent where Go has no pointer. */
function asStored(pod: Pod): Pod {
  const decoded = decodePod(pod, { asStored: true });
  return defaultPod(decoded.ok ? decoded.value : pod);
}

/** A stored object has a version; 1 where the caller left it out. */
function oldVersion(metadata: ObjectMeta): unknown {
  const { resourceVersion = '' } = metadata;
  return resourceVersion === '' ? '1' : resourceVersion;
}

const NOT_COMPARED: ReadonlySet<string> = new Set([
  'ownerReferences',
  'finalizers',
  'selfLink',
  'managedFields',
  'resourceVersion',
  'generation',
  'uid',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'clusterName',
]);

function comparable(metadata: ObjectMeta): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(metadata).filter(([key]) => !NOT_COMPARED.has(key)));
}

/** Objects that are no pointers in Go but structures or maps: absent equals empty. */
const VALUES: ReadonlySet<string> = new Set([
  'annotations',
  'labels',
  'limits',
  'matchLabels',
  'metadata',
  'nodeSelector',
  'options',
  'overhead',
  'requests',
  'resources',
  'spec',
  'volumeAttributes',
]);

/** Maps of quantities and single quantities: equal by amount, however written. */
const QUANTITIES: ReadonlySet<string> = new Set(['limits', 'requests', 'overhead', 'sizeLimit', 'divisor']);

/** Semantic equality of two values that stand at a field of that name, by what Go's types make of absent ones. */
function equal(a: unknown, b: unknown, field: string): boolean {
  if (a === b) return true;
  if (a === undefined) return isZero(b, field);
  if (b === undefined) return isZero(a, field);
  if (Array.isArray(a) && Array.isArray(b)) {
    const elements: readonly unknown[] = b;
    return a.length === b.length && a.every((element, index) => equal(element, elements[index], field));
  }
  if (schema.isRecord(a) && schema.isRecord(b)) {
    const ofQuantities = QUANTITIES.has(field);
    return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((key) =>
      ofQuantities ? sameQuantity(a[key], b[key]) : equal(a[key], b[key], key),
    );
  }
  return QUANTITIES.has(field) && sameQuantity(a, b);
}

function isZero(value: unknown, field: string): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return (
    schema.isRecord(value) &&
    VALUES.has(field) &&
    Object.entries(value).every(([key, member]) => isZero(member, key))
  );
}

function sameQuantity(a: unknown, b: unknown): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a === b || amount(a) === amount(b);
}

const SUFFIXES: ReadonlyMap<string, number> = new Map([
  ['n', 1e-9],
  ['u', 1e-6],
  ['m', 1e-3],
  ['', 1],
  ['k', 1e3],
  ['M', 1e6],
  ['G', 1e9],
  ['T', 1e12],
  ['P', 1e15],
  ['E', 1e18],
  ['Ki', 2 ** 10],
  ['Mi', 2 ** 20],
  ['Gi', 2 ** 30],
  ['Ti', 2 ** 40],
  ['Pi', 2 ** 50],
  ['Ei', 2 ** 60],
]);

/** `500m` → 0.5, `1Ki` → 1024. What is no quantity equals nothing. */
function amount(quantity: unknown): number {
  const parts = /^([+-]?[0-9.]+(?:[eE][+-]?[0-9]+)?)([A-Za-z]*)$/.exec(String(quantity).trim());
  return Number(parts?.[1]) * (SUFFIXES.get(parts?.[2] ?? '') ?? Number.NaN);
}
