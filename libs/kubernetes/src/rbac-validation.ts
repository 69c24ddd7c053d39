import { invalid, notSupported, required, type FieldError } from './field-error.js';
import { validateLabelSelector } from './label-selector.js';
import { isDNS1123Subdomain, isValidPathSegmentName } from './names.js';
import { validateObjectMeta } from './object-meta-validation.js';
import type { ClusterRole, PolicyRule, Role, RoleBinding, Subject } from './rbac-objects.js';

/**
 * Validity of RBAC objects on creation (pkg/apis/rbac/validation/validation.go, v1.24.17). They have been decoded and
 * defaulted: see `decodeRbacObject`.
 */
const RBAC_GROUP = 'rbac.authorization.k8s.io';

export function validateRole(role: Role): readonly FieldError[] {
  return [
    ...validateObjectMeta(role.metadata, { namespaced: true, nameErrors: isValidPathSegmentName }),
    ...(role.rules ?? []).flatMap((rule, index) => validateRule(rule, true, `rules[${index}]`)),
  ];
}

export function validateClusterRole(role: ClusterRole): readonly FieldError[] {
  return [
    ...validateObjectMeta(role.metadata, { namespaced: false, nameErrors: isValidPathSegmentName }),
    ...(role.rules ?? []).flatMap((rule, index) => validateRule(rule, false, `rules[${index}]`)),
    ...validateAggregationRule(role),
  ];
}

export function validateRoleBinding(binding: RoleBinding): readonly FieldError[] {
  return validateBinding(binding, true, ['Role', 'ClusterRole']);
}

export function validateClusterRoleBinding(binding: RoleBinding): readonly FieldError[] {
  return validateBinding(binding, false, ['ClusterRole']);
}

function validateRule(rule: PolicyRule, namespaced: boolean, field: string): FieldError[] {
  const errors: FieldError[] = [];
  const { verbs = [], apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [] } = rule;
  if (verbs.length === 0) errors.push(required(`${field}.verbs`, 'verbs must contain at least one value'));
  if (nonResourceURLs.length > 0) {
    const at = `${field}.nonResourceURLs`;
    if (namespaced) {
      errors.push(invalid(at, nonResourceURLs, 'namespaced rules cannot apply to non-resource URLs'));
    }
    if (apiGroups.length > 0 || resources.length > 0 || resourceNames.length > 0) {
      const detail = 'rules cannot apply to both regular resources and non-resource URLs';
      errors.push(invalid(at, nonResourceURLs, detail));
    }
    return errors;
  }
  if (apiGroups.length === 0) {
    errors.push(required(`${field}.apiGroups`, 'resource rules must supply at least one api group'));
  }
  if (resources.length === 0) {
    errors.push(required(`${field}.resources`, 'resource rules must supply at least one resource'));
  }
  return errors;
}

function validateAggregationRule(role: ClusterRole): FieldError[] {
  if (role.aggregationRule === undefined) return [];
  const field = 'aggregationRule.clusterRoleSelectors';
  const selectors = role.aggregationRule.clusterRoleSelectors ?? [];
  if (selectors.length === 0) {
    return [required(field, 'at least one clusterRoleSelector required if aggregationRule is non-nil')];
  }
  return selectors.flatMap((selector, index) => {
    const errors = validateLabelSelector(selector, `${field}[${index}]`);
    // The selector can't be compiled either then, which Kubernetes reports once more.
    return errors.length === 0
      ? errors
      : [...errors, invalid(`${field}[${index}]`, null, 'invalid label selector.')];
  });
}

function validateBinding(
  binding: RoleBinding,
  namespaced: boolean,
  roleKinds: readonly string[],
): readonly FieldError[] {
  const errors = [
    ...validateObjectMeta(binding.metadata, { namespaced, nameErrors: isValidPathSegmentName }),
  ];
  const { apiGroup = '', kind = '', name = '' } = binding.roleRef;
  if (apiGroup !== RBAC_GROUP) errors.push(notSupported('roleRef.apiGroup', apiGroup, [RBAC_GROUP]));
  if (!roleKinds.includes(kind)) errors.push(notSupported('roleRef.kind', kind, roleKinds));
  if (name === '') errors.push(required('roleRef.name', ''));
  else errors.push(...isValidPathSegmentName(name).map((message) => invalid('roleRef.name', name, message)));
  for (const [index, subject] of (binding.subjects ?? []).entries()) {
    errors.push(...validateSubject(subject, namespaced, `subjects[${index}]`));
  }
  return errors;
}

function validateSubject(subject: Subject, namespaced: boolean, field: string): FieldError[] {
  const errors: FieldError[] = [];
  const { kind = '', name = '', apiGroup = '', namespace = '' } = subject;
  if (name === '') errors.push(required(`${field}.name`, ''));
  switch (kind) {
    case 'ServiceAccount':
      if (name !== '') {
        errors.push(...isDNS1123Subdomain(name).map((message) => invalid(`${field}.name`, name, message)));
      }
      if (apiGroup !== '') errors.push(notSupported(`${field}.apiGroup`, apiGroup, ['']));
      if (!namespaced && namespace === '') errors.push(required(`${field}.namespace`, ''));
      break;
    case 'User':
    case 'Group':
      if (apiGroup !== RBAC_GROUP) errors.push(notSupported(`${field}.apiGroup`, apiGroup, [RBAC_GROUP]));
      break;
    default:
      errors.push(notSupported(`${field}.kind`, kind, ['ServiceAccount', 'User', 'Group']));
  }
  return errors;
}
