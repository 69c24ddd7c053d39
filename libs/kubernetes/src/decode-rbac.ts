import { withField } from './copy-on-write.js';
import { decodeError, type FieldError } from './field-error.js';
import {
  clusterRoleSchema,
  roleBindingSchema,
  roleSchema,
  type ClusterRole,
  type RbacObjects,
  type Role,
  type RoleBinding,
} from './rbac-objects.js';
import {
  validateClusterRole,
  validateClusterRoleBinding,
  validateRole,
  validateRoleBinding,
} from './rbac-validation.js';
import { decode, formatPath, type Decoded, type Schema } from './schema.js';

/** RBAC objects as users send them, each list of unread JSON. */
export interface RawRbacObjects {
  readonly roles?: readonly unknown[] | null;
  readonly roleBindings?: readonly unknown[] | null;
  readonly clusterRoles?: readonly unknown[] | null;
  readonly clusterRoleBindings?: readonly unknown[] | null;
}

/** An object that the API server would not have stored. */
export interface InvalidRbacObject {
  readonly kind: RbacKind;
  readonly name: string;
  readonly errors: readonly FieldError[];
}

export type RbacKind = 'Role' | 'RoleBinding' | 'ClusterRole' | 'ClusterRoleBinding';

export type DecodedRbac =
  /** `objects` without those in `invalid`, unless invalid ones were asked for. */
  | { readonly ok: true; readonly objects: RbacObjects; readonly invalid: readonly InvalidRbacObject[] }
  /** Something is no RBAC object at all; paths begin with the list: `roles[0].rules[1].verbs`. */
  | { readonly ok: false; readonly errors: readonly FieldError[] };

export interface DecodeRbacOptions {
  /** Keep objects that fail validation. Off by default: they could not have been created. */
  readonly keepInvalid?: boolean;
}

const RBAC_GROUP = 'rbac.authorization.k8s.io';
const versions = ['v1', 'v1beta1', 'v1alpha1'].map((version) => `${RBAC_GROUP}/${version}`);

/**
 * Decodes, defaults (pkg/apis/rbac/v1/defaults.go, v1.24.17) and validates RBAC objects. Roles and role bindings
 * without a namespace get `default`; cluster-wide ones lose theirs. `apiVersion` and `kind` may be left out, as the
 * list says what they are.
 */
export function decodeRbac(raw: RawRbacObjects, options: DecodeRbacOptions = {}): DecodedRbac {
  const errors: FieldError[] = [];
  const rejected: InvalidRbacObject[] = [];
  const read = <T extends Role | RoleBinding>(
    list: string,
    values: readonly unknown[] | null | undefined,
    kind: Kind<T>,
  ): T[] =>
    (values ?? []).flatMap((value, index) => {
      const decoded = decodeObject(value, kind, [list, index]);
      if (!decoded.ok) {
        errors.push(...decoded.errors);
        return [];
      }
      const mistakes = kind.validate(decoded.value);
      if (mistakes.length > 0) {
        rejected.push({ kind: kind.kind, name: decoded.value.metadata.name ?? '', errors: mistakes });
      }
      return mistakes.length === 0 || options.keepInvalid === true ? [decoded.value] : [];
    });
  const objects: RbacObjects = {
    roles: read('roles', raw.roles, roleKind),
    roleBindings: read('roleBindings', raw.roleBindings, roleBindingKind),
    clusterRoles: read('clusterRoles', raw.clusterRoles, clusterRoleKind),
    clusterRoleBindings: read('clusterRoleBindings', raw.clusterRoleBindings, clusterRoleBindingKind),
  };
  return errors.length > 0 ? { ok: false, errors } : { ok: true, objects, invalid: rejected };
}

interface Kind<T> {
  readonly kind: RbacKind;
  readonly schema: Schema<T>;
  readonly complete: (object: T) => T;
  readonly validate: (object: T) => readonly FieldError[];
}

const roleKind: Kind<Role> = {
  kind: 'Role',
  schema: roleSchema,
  complete: inNamespace,
  validate: validateRole,
};
const clusterRoleKind: Kind<ClusterRole> = {
  kind: 'ClusterRole',
  schema: clusterRoleSchema,
  complete: clusterWide,
  validate: validateClusterRole,
};
const roleBindingKind: Kind<RoleBinding> = {
  kind: 'RoleBinding',
  schema: roleBindingSchema,
  complete: (binding) => defaultBinding(inNamespace(binding)),
  validate: validateRoleBinding,
};
const clusterRoleBindingKind: Kind<RoleBinding> = {
  kind: 'ClusterRoleBinding',
  schema: roleBindingSchema,
  complete: (binding) => defaultBinding(clusterWide(binding)),
  validate: validateClusterRoleBinding,
};

function decodeObject<T extends Role | RoleBinding>(
  value: unknown,
  kind: Kind<T>,
  at: readonly (string | number)[],
): Decoded<T> {
  const decoded = decode(kind.schema, value, { at });
  if (!decoded.ok) return decoded;
  const { kind: given, apiVersion } = decoded.value;
  const errors: FieldError[] = [];
  if (given !== undefined && given !== '' && given !== kind.kind) {
    errors.push(decodeError(`${formatPath(at)}.kind`, `must be ${kind.kind}, was ${JSON.stringify(given)}`));
  }
  if (apiVersion !== undefined && apiVersion !== '' && !versions.includes(apiVersion)) {
    const detail = `must be one of ${versions.join(', ')}, was ${JSON.stringify(apiVersion)}`;
    errors.push(decodeError(`${formatPath(at)}.apiVersion`, detail));
  }
  return errors.length > 0 ? { ok: false, errors } : { ...decoded, value: kind.complete(decoded.value) };
}

function inNamespace<T extends Role | RoleBinding>(object: T): T {
  return object.metadata.namespace
    ? object
    : { ...object, metadata: { ...object.metadata, namespace: 'default' } };
}

function clusterWide<T extends Role | RoleBinding>(object: T): T {
  if (object.metadata.namespace === undefined) return object;
  const { namespace: _namespace, ...metadata } = object.metadata;
  return { ...object, metadata };
}

function defaultBinding(binding: RoleBinding): RoleBinding {
  const roleRef = binding.roleRef.apiGroup ? binding.roleRef : { ...binding.roleRef, apiGroup: RBAC_GROUP };
  const subjects = binding.subjects?.map((subject) =>
    !subject.apiGroup && (subject.kind === 'User' || subject.kind === 'Group')
      ? { ...subject, apiGroup: RBAC_GROUP }
      : subject,
  );
  return withField(withField(binding, 'roleRef', roleRef), 'subjects', subjects);
}
