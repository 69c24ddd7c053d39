import { schema } from '#libs/kubernetes';

const { isRecord } = schema;

/**
 * The merge key of each list of a pod spec that is merged element by element (`patchMergeKey` in
 * k8s.io/api/core/v1/types.go, v0.24.17). Every other list is replaced as a whole.
 */
const MERGE_KEYS: ReadonlyMap<string, string> = new Map([
  ['containers', 'name'],
  ['initContainers', 'name'],
  ['ephemeralContainers', 'name'],
  ['volumes', 'name'],
  ['volumeMounts', 'mountPath'],
  ['volumeDevices', 'devicePath'],
  ['ports', 'containerPort'],
  ['env', 'name'],
  ['imagePullSecrets', 'name'],
  ['hostAliases', 'ip'],
  ['topologySpreadConstraints', 'topologyKey'],
]);

type Json = Readonly<Record<string, unknown>>;

/**
 * The strategic-merge patch that turns one pod template (or pod) into another: only what differs, `null` for what is
 * taken away, `$patch: delete` for elements of lists. Undefined: nothing differs. The name of each changed list element
 * is repeated, as the patch has to say which one it means.
 */
export function strategicMergePatch(before: unknown, after: unknown): Json | undefined {
  if (!isRecord(before) || !isRecord(after)) return undefined;
  const patch: Record<string, unknown> = {};
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const old = before[key];
    const now = after[key];
    if (equal(old, now)) continue;
    if (now === undefined) patch[key] = null;
    else if (Array.isArray(old) && Array.isArray(now)) Object.assign(patch, listPatch(key, old, now));
    else patch[key] = isRecord(old) && isRecord(now) ? strategicMergePatch(old, now) : now;
  }
  return Object.keys(patch).length === 0 ? undefined : patch;
}

function listPatch(key: string, before: readonly unknown[], after: readonly unknown[]): Json {
  const mergeKey = MERGE_KEYS.get(key);
  const old = mergeKey === undefined ? undefined : byMergeKey(before, mergeKey);
  const now = mergeKey === undefined ? undefined : byMergeKey(after, mergeKey);
  if (mergeKey === undefined) return { [key]: after };
  // Elements that share a key (one port over TCP and UDP) can't be told apart: the list is replaced as a whole.
  if (old === undefined || now === undefined) return { [key]: [...after, { $patch: 'replace' }] };
  const elements: Json[] = [];
  for (const [name, element] of now) {
    const previous = old.get(name);
    if (previous === undefined) elements.push(element);
    else {
      const patch = strategicMergePatch(previous, element);
      if (patch !== undefined) elements.push({ [mergeKey]: name, ...patch });
    }
  }
  for (const name of old.keys()) if (!now.has(name)) elements.push({ $patch: 'delete', [mergeKey]: name });
  return { [key]: elements };
}

/** Undefined if an element has no key, or two have the same. */
function byMergeKey(list: readonly unknown[], mergeKey: string): Map<unknown, Json> | undefined {
  const map = new Map<unknown, Json>();
  for (const element of list) {
    if (!isRecord(element) || element[mergeKey] === undefined || map.has(element[mergeKey])) return undefined;
    map.set(element[mergeKey], element);
  }
  return map;
}

/** Deep equality of JSON; order of keys does not matter. */
export function equal(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((each, index) => equal(each, b[index]));
  if (!isRecord(a) || !isRecord(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && equal(a[key], b[key]))
  );
}
