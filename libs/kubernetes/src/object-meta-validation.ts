import { forbidden, invalid, required, tooLong, type FieldError } from './field-error.js';
import { validateLabels } from './label-selector.js';
import { isDNS1035Label, isDNS1123Label, isQualifiedName, utf8Length } from './names.js';
import type { ObjectMeta, OwnerReference } from './pod.js';

export interface ObjectMetaRules {
  readonly namespaced: boolean;
  /** What is wrong with a name; `prefix`: with the stem of a generated one. */
  readonly nameErrors: (name: string, prefix: boolean) => readonly string[];
}

const MAX_ANNOTATIONS_BYTES = 256 * 1024;

/** Metadata on creation, after name generation (apimachinery/pkg/api/validation/objectmeta.go, v0.24.17). */
export function validateObjectMeta(
  meta: ObjectMeta,
  rules: ObjectMetaRules,
  field = 'metadata',
): FieldError[] {
  const { name = '', generateName = '', namespace = '', finalizers = [] } = meta;
  const errors: FieldError[] = [];
  if (generateName !== '') {
    const at = `${field}.generateName`;
    errors.push(...rules.nameErrors(generateName, true).map((message) => invalid(at, generateName, message)));
  }
  if (name === '') errors.push(required(`${field}.name`, 'name or generateName is required'));
  else
    errors.push(...rules.nameErrors(name, false).map((message) => invalid(`${field}.name`, name, message)));
  if (rules.namespaced) {
    if (namespace === '') errors.push(required(`${field}.namespace`, ''));
    else
      errors.push(
        ...isDNS1123Label(namespace).map((message) => invalid(`${field}.namespace`, namespace, message)),
      );
  } else if (namespace !== '') errors.push(forbidden(`${field}.namespace`, 'not allowed on this type'));

  const clusterName = meta['clusterName'];
  if (typeof clusterName === 'string' && clusterName !== '') {
    const messages = isDNS1035Label(clusterName);
    errors.push(...messages.map((message) => invalid(`${field}.clusterName`, clusterName, message)));
  }
  const generation = meta['generation'];
  if (typeof generation === 'number' && generation < 0) {
    errors.push(invalid(`${field}.generation`, generation, 'must be greater than or equal to 0'));
  }
  errors.push(...validateLabels(meta.labels, `${field}.labels`));
  errors.push(...validateAnnotations(meta.annotations, `${field}.annotations`));
  errors.push(...validateOwnerReferences(meta.ownerReferences ?? [], `${field}.ownerReferences`));
  for (const finalizer of finalizers) {
    errors.push(
      ...isQualifiedName(finalizer).map((message) => invalid(`${field}.finalizers`, finalizer, message)),
    );
  }
  if (finalizers.includes('orphan') && finalizers.includes('foregroundDeletion')) {
    const detail = 'finalizer orphan and foregroundDeletion cannot be both set';
    errors.push(invalid(`${field}.finalizers`, finalizers, detail));
  }
  return errors;
}

/** Keys of annotations are qualified names but for case; together they have a size limit (ValidateAnnotations). */
export function validateAnnotations(
  annotations: Readonly<Record<string, string>> | undefined,
  field: string,
): FieldError[] {
  const errors: FieldError[] = [];
  let size = 0;
  for (const [key, value] of Object.entries(annotations ?? {})) {
    errors.push(...isQualifiedName(key.toLowerCase()).map((message) => invalid(field, key, message)));
    size += utf8Length(key) + utf8Length(value);
  }
  if (size > MAX_ANNOTATIONS_BYTES) errors.push(tooLong(field, MAX_ANNOTATIONS_BYTES));
  return errors;
}

function validateOwnerReferences(references: readonly OwnerReference[], field: string): FieldError[] {
  const errors: FieldError[] = [];
  let controller: string | undefined;
  for (const reference of references) {
    const { apiVersion = '', kind = '', name = '', uid = '' } = reference;
    // More than one slash is no group and version, which Kubernetes takes for an empty version.
    if (apiVersion === '' || apiVersion.endsWith('/') || apiVersion.split('/').length > 2) {
      errors.push(invalid(`${field}.apiVersion`, apiVersion, 'version must not be empty'));
    }
    if (kind === '') errors.push(invalid(`${field}.kind`, kind, 'kind must not be empty'));
    if (name === '') errors.push(invalid(`${field}.name`, name, 'name must not be empty'));
    if (uid === '') errors.push(invalid(`${field}.uid`, uid, 'uid must not be empty'));
    if (apiVersion === 'v1' && kind === 'Event') {
      errors.push(invalid(field, reference, '/v1, Kind=Event is disallowed from being an owner'));
    }
    if (reference.controller !== true) continue;
    if (controller !== undefined) {
      const detail = `Only one reference can have Controller set to true. Found "true" in references for ${controller} and ${name}`;
      errors.push(invalid(field, references, detail));
    } else controller = name;
  }
  return errors;
}
