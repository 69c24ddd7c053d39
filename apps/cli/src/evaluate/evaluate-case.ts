import {
  alwaysAllow,
  type Authorizer,
  compileRbac,
  decodePod,
  decodeServiceAccount,
  type FieldError,
  decodeError,
  decodeRbac,
  fieldErrorText,
  type Pod,
  schema,
  serviceAccountLookup,
} from '#libs/kubernetes';
import {
  admit,
  bytewise,
  type CompiledPolicy,
  compilePolicy,
  decodePolicy,
  defaultPolicy,
  type FeatureGates,
  policyUse,
  validatePolicy,
} from '#libs/psp';

import { reportAnswer, reportValidity } from './answer-format.js';
import { type CaseInput, InputError } from './case-input.js';

const DEFAULT_NAMESPACE = 'default';

/** Evaluates one case. The answer is plain JSON in the format of the golden vectors. Throws `InputError`. */
export function evaluateCase(input: CaseInput): object {
  const id = input.id ?? '';
  const gates: FeatureGates = { ProcMountType: input.featureGates?.ProcMountType === true };
  const policies = readPolicies(input, gates);
  const validity = { pspValidity: policies.validity };
  const withId = id === '' ? {} : { id };
  const operation = input.operation === 'UPDATE' ? 'UPDATE' : 'CREATE';
  if (isAbsent(input.pod) && operation === 'CREATE') {
    return { ...withId, policyOnly: true, ...(policies.validity.length > 0 && validity) };
  }

  const pod = readPod(input.pod, 'pod');
  const namespace =
    (pod.metadata.namespace ?? '') === '' ? DEFAULT_NAMESPACE : (pod.metadata.namespace ?? '');
  if (operation === 'UPDATE' && isAbsent(input.oldPod)) throw new InputError('oldPod: missing on UPDATE');
  const { authorizer, invalid } = readRbac(input);
  const requester = { name: input.user?.name ?? '', groups: input.user?.groups ?? [] };
  const answer = admit({
    policies: policies.compiled,
    pod,
    namespace,
    operation,
    featureGates: gates,
    mayUse: policyUse(authorizer, namespace, requester),
    unmutated: input.withUnmutated === true,
    ...(operation === 'UPDATE' && { oldPod: readPod(input.oldPod, 'oldPod') }),
    ...(!isAbsent(input.serviceAccounts) && {
      serviceAccounts: serviceAccountLookup(readServiceAccounts(input.serviceAccounts ?? []), namespace),
    }),
  });
  return {
    ...withId,
    ...reportAnswer(answer),
    ...(policies.validity.length > 0 && validity),
    ...(invalid.length > 0 && { rbacInvalid: invalid }),
  };
}

/** The validity of one policy, as plain JSON: `{name, valid, errors}`. */
export function evaluateValidity(document: unknown): object {
  return readPolicy(document, {}).report;
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null;
}

interface ReadPolicies {
  readonly compiled: readonly CompiledPolicy[];
  readonly validity: readonly object[];
}

function readPolicies(input: CaseInput, gates: FeatureGates): ReadPolicies {
  const byName = new Map<string, CompiledPolicy>();
  const validity: object[] = [];
  for (const document of input.psps) {
    const { compiled, valid, report } = readPolicy(document, gates);
    validity.push(report);
    if (compiled === undefined || (!valid && input.dropInvalidPsps !== false)) continue;
    if (byName.has(compiled.name))
      throw new InputError(`psps: two policies named ${JSON.stringify(compiled.name)}`);
    byName.set(compiled.name, compiled);
  }
  return { compiled: [...byName.values()].sort((a, b) => bytewise(a.name, b.name)), validity };
}

function readPolicy(
  document: unknown,
  gates: FeatureGates,
): { readonly compiled: CompiledPolicy | undefined; readonly valid: boolean; readonly report: object } {
  const decoded = decodePolicy(document, { typeMetaOptional: true, unknownFields: false });
  if (!decoded.ok) {
    // one error without a place, as the API server can't say more about a document that it can't read
    const detail = decoded.errors.map(fieldErrorText).join('; ');
    const report = reportValidity(nameOf(document), [decodeError('', detail)]);
    return { compiled: undefined, valid: false, report };
  }
  const stored = defaultPolicy(decoded.value, gates);
  const errors = validatePolicy(stored, gates);
  const report = reportValidity(stored.metadata.name ?? '', errors);
  return { compiled: compilePolicy(stored, gates), valid: errors.length === 0, report };
}

/** The name of a document that is no policy. */
function nameOf(document: unknown): string {
  const metadata = schema.isRecord(document) ? document['metadata'] : undefined;
  const name = schema.isRecord(metadata) ? metadata['name'] : undefined;
  return typeof name === 'string' ? name : '';
}

function readPod(document: unknown, field: string): Pod {
  // the pod is shown as stored: without unknown fields, and without those that say nothing
  const decoded = decodePod(document, { at: [field], asStored: true });
  if (!decoded.ok) throw new InputError(texts(decoded.errors));
  return decoded.value;
}

function readServiceAccounts(documents: readonly unknown[]) {
  return documents.map((document, index) => {
    const decoded = decodeServiceAccount(document, { at: ['serviceAccounts', index] });
    if (!decoded.ok) throw new InputError(texts(decoded.errors));
    return decoded.value;
  });
}

function texts(errors: readonly FieldError[]): string {
  return errors.map(fieldErrorText).join('; ');
}

function readRbac({ rbac, dropInvalidRbac }: CaseInput): {
  readonly authorizer: Authorizer;
  readonly invalid: readonly object[];
} {
  if (rbac === undefined || rbac === null) return { authorizer: alwaysAllow, invalid: [] };
  const decoded = decodeRbac(rbac, { keepInvalid: dropInvalidRbac === false });
  if (!decoded.ok)
    throw new InputError(texts(decoded.errors.map((error) => ({ ...error, field: `rbac.${error.field}` }))));
  const invalid = decoded.invalid.map(({ kind, name, errors }) => ({
    kind,
    ...reportValidity(name, errors),
  }));
  return { authorizer: compileRbac(decoded.objects), invalid };
}
