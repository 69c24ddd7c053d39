/**
 * Compares an answer with the expected one by the rules of test/data/vectors/README.md: which fields have to agree
 * exactly, errors as sets of type and field, the parts of the pod that admission may set.
 */
type Json = Readonly<Record<string, unknown>>;

/** One field on which the two differ, with both values. */
export interface Disagreement {
  readonly field: string;
  readonly expected: unknown;
  readonly actual: unknown;
}

/** What the two answers disagree on; empty if they agree. */
export function disagreements(expected: Json, actual: Json): Disagreement[] {
  if ('error' in actual) return [{ field: 'error', expected: undefined, actual: actual['error'] }];
  const found: Disagreement[] = [];
  const compare = (field: string, left: unknown, right: unknown): void => {
    if (JSON.stringify(left) !== JSON.stringify(right)) found.push({ field, expected: left, actual: right });
  };
  compare('id', expected['id'], actual['id']);
  compareValidity(expected, actual, compare);
  if (expected['policyOnly'] === true) return found;

  const podValidation = expected['stage'] === 'podValidation';
  for (const key of ['allowed', 'stage', 'refusedBy', 'psp', 'validatedBy', 'mutated', 'skipped']) {
    if (podValidation && ['allowed', 'stage', 'refusedBy', 'validatedBy'].includes(key)) continue;
    compare(key, expected[key] || null, actual[key] || null);
  }
  comparePolicies(list(expected['perPolicy']), list(actual['perPolicy']), compare);
  if (podValidation) return found;
  compare('errors', errorSet(expected['errors']), errorSet(actual['errors']));
  if (expected['allowed'] === true && record(expected['pod'])) {
    compare('pod', podView(record(expected['pod'])), podView(record(actual['pod'])));
  }
  return found;
}

type Compare = (field: string, left: unknown, right: unknown) => void;

function compareValidity(expected: Json, actual: Json, compare: Compare): void {
  const left = list(expected['pspValidity']);
  const right = list(actual['pspValidity']);
  const names = (policies: readonly Json[]): unknown =>
    policies.map(({ name, valid }) => [name ?? '', valid === true]);
  compare('pspValidity', names(left), names(right));
  for (const [index, policy] of left.entries()) {
    compare(`pspValidity[${index}].errors`, errorSet(policy['errors']), errorSet(right[index]?.['errors']));
  }
}

function comparePolicies(expected: readonly Json[], actual: readonly Json[], compare: Compare): void {
  const names = (policies: readonly Json[]): unknown => policies.map(({ name }) => name);
  compare('perPolicy.names', names(expected), names(actual));
  for (const [index, left] of expected.entries()) {
    const right = actual[index] ?? {};
    const at = `perPolicy[${String(left['name'])}]`;
    for (const key of ['valid', 'mutates', 'authorized']) {
      compare(`${at}.${key}`, left[key] === true, right[key] === true);
    }
    compare(`${at}.providerError`, Boolean(left['providerError']), Boolean(right['providerError']));
    for (const key of ['errors', 'unmutatedErrors'])
      compare(`${at}.${key}`, errorSet(left[key]), errorSet(right[key]));
  }
}

function errorSet(errors: unknown): string[] {
  const texts = list(errors).map(({ type, field, psp }) =>
    JSON.stringify([type ?? '', field ?? '', psp ?? '']),
  );
  return [...new Set(texts)].sort();
}

/** What admission may set in a pod. */
function podView(pod: Json | undefined): unknown {
  const metadata = record(pod?.['metadata']) ?? {};
  const spec = record(pod?.['spec']) ?? {};
  const containers = (key: string): unknown =>
    list(spec[key]).map((container) => ({
      name: container['name'],
      securityContext: container['securityContext'],
      volumeMounts: container['volumeMounts'],
    }));
  return clean({
    annotations: metadata['annotations'],
    securityContext: spec['securityContext'],
    runtimeClassName: spec['runtimeClassName'],
    serviceAccountName: spec['serviceAccountName'],
    imagePullSecrets: spec['imagePullSecrets'],
    volumes: list(spec['volumes']).filter(({ name }) => String(name).startsWith('kube-api-access')),
    containers: containers('containers'),
    initContainers: containers('initContainers'),
    ephemeralContainers: containers('ephemeralContainers'),
  });
}

/** Absent, null and empty are the same; the order of keys does not count. */
function clean(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(clean);
  const object = record(value);
  if (object === undefined) return value;
  const entries = Object.keys(object)
    .sort()
    .map((key): [string, unknown] => [key, clean(object[key])])
    .filter(([, member]) => member !== undefined && member !== null && !isEmpty(member));
  return Object.fromEntries(entries);
}

function isEmpty(value: unknown): boolean {
  return Array.isArray(value)
    ? value.length === 0
    : record(value) !== undefined && Object.keys(value ?? {}).length === 0;
}

function record(value: unknown): Json | undefined {
  return isJson(value) ? value : undefined;
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function list(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.filter(isJson) : [];
}
