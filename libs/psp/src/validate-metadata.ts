import {
  type FieldError,
  invalid,
  isDNS1123Subdomain,
  isQualifiedName,
  isValidLabelValue,
  maskTrailingDash,
  type ObjectMeta,
  type OwnerReference,
  required,
  tooLong,
  utf8Length,
} from '#libs/kubernetes';

import { bytewise } from './bytewise.js';

const MAX_ANNOTATIONS_BYTES = 256 * 1024;

/**
 * The metadata of a policy, an object without namespace whose name is a DNS subdomain. Labels and annotations are looked
 * at in the order of their keys. Managed fields are the API server's own business and not looked at.
 * Source: apimachinery pkg/api/validation/objectmeta.go ValidateObjectMetaAccessor, v0.24.17.
 */
export function validateMetadata(metadata: ObjectMeta): FieldError[] {
  const {
    name = '',
    generateName = '',
    labels = {},
    annotations = {},
    ownerReferences = [],
    finalizers = [],
  } = metadata;
  const errors: FieldError[] = [];
  if (generateName !== '') {
    const mistakes = isDNS1123Subdomain(maskTrailingDash(generateName));
    errors.push(...mistakes.map((text) => invalid('metadata.generateName', generateName, text)));
  }
  if (name === '') errors.push(required('metadata.name', 'name or generateName is required'));
  else errors.push(...isDNS1123Subdomain(name).map((text) => invalid('metadata.name', name, text)));
  const { generation } = metadata;
  if (typeof generation === 'number' && generation < 0) {
    errors.push(invalid('metadata.generation', generation, 'must be greater than or equal to 0'));
  }
  for (const key of Object.keys(labels).sort(bytewise)) {
    errors.push(...isQualifiedName(key).map((text) => invalid('metadata.labels', key, text)));
    const value = labels[key] ?? '';
    errors.push(...isValidLabelValue(value).map((text) => invalid('metadata.labels', value, text)));
  }
  let bytes = 0;
  for (const key of Object.keys(annotations).sort(bytewise)) {
    const mistakes = isQualifiedName(key.toLowerCase());
    errors.push(...mistakes.map((text) => invalid('metadata.annotations', key, text)));
    bytes += utf8Length(key) + utf8Length(annotations[key] ?? '');
  }
  if (bytes > MAX_ANNOTATIONS_BYTES) errors.push(tooLong('metadata.annotations', MAX_ANNOTATIONS_BYTES));
  return [...errors, ...validateOwners(ownerReferences), ...validateFinalizers(finalizers)];
}

function validateOwners(owners: readonly OwnerReference[]): FieldError[] {
  const field = 'metadata.ownerReferences';
  const errors: FieldError[] = [];
  let controllerName = '';
  for (const owner of owners) {
    const { apiVersion = '', kind = '', name = '', uid = '' } = owner;
    if (!hasVersion(apiVersion))
      errors.push(invalid(`${field}.apiVersion`, apiVersion, 'version must not be empty'));
    if (kind === '') errors.push(invalid(`${field}.kind`, kind, 'kind must not be empty'));
    if (name === '') errors.push(invalid(`${field}.name`, name, 'name must not be empty'));
    if (uid === '') errors.push(invalid(`${field}.uid`, uid, 'uid must not be empty'));
    if (apiVersion === 'v1' && kind === 'Event') {
      errors.push(invalid(field, owner, '/v1, Kind=Event is disallowed from being an owner'));
    }
    if (owner.controller !== true) continue;
    if (controllerName === '') {
      controllerName = name;
    } else {
      const detail = `Only one reference can have Controller set to true. Found "true" in references for ${controllerName} and ${name}`;
      errors.push(invalid(field, owners, detail));
    }
  }
  return errors;
}

/** `v1`, `apps/v1`; what has more slashes is no version, nor is `/` (schema.ParseGroupVersion). */
function hasVersion(apiVersion: string): boolean {
  const parts = apiVersion.split('/');
  return parts.length <= 2 && parts.at(-1) !== '';
}

function validateFinalizers(finalizers: readonly string[]): FieldError[] {
  const field = 'metadata.finalizers';
  const errors = finalizers.flatMap((name) =>
    isQualifiedName(name).map((text) => invalid(field, name, text)),
  );
  if (finalizers.includes('orphan') && finalizers.includes('foregroundDeletion')) {
    const detail = 'finalizer orphan and foregroundDeletion cannot be both set';
    errors.push(invalid(field, finalizers, detail));
  }
  return errors;
}
