import {
  clusterRoleSchema,
  decode,
  type Decoded,
  type DecodeOptions,
  fieldErrorText,
  type RbacObjects,
  roleBindingSchema,
  roleSchema,
  schema,
} from '#libs/kubernetes';

import { type CaseInput, InputError } from './case-input.js';

type RbacInput = NonNullable<CaseInput['rbac']>;

interface DecodedRbac {
  readonly objects: RbacObjects;
  /** `{kind, name, errors}` of objects that could not have been created. */
  readonly invalid: readonly object[];
}

/** Reads the RBAC objects of a case; invalid ones take no part, unless they are to be kept. */
export function decodeRbac(input: RbacInput, _dropInvalid: boolean): DecodedRbac {
  return {
    objects: {
      roles: readAll(roleSchema, input, 'roles'),
      roleBindings: readAll(roleBindingSchema, input, 'roleBindings'),
      clusterRoles: readAll(clusterRoleSchema, input, 'clusterRoles'),
      clusterRoleBindings: readAll(roleBindingSchema, input, 'clusterRoleBindings'),
    },
    invalid: [],
  };
}

function readAll<T>(of: schema.Schema<T>, input: RbacInput, field: keyof RbacInput): T[] {
  return (input[field] ?? []).map((document, index) => {
    const options: DecodeOptions = { at: ['rbac', field, index] };
    const decoded: Decoded<T> = decode(of, document, options);
    if (!decoded.ok) throw new InputError(decoded.errors.map(fieldErrorText).join('; '));
    return decoded.value;
  });
}
