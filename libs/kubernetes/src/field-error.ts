/**
 * Field errors as Kubernetes reports them (apimachinery/pkg/util/validation/field/errors.go, v0.24.17).
 */
export type FieldErrorType =
  | 'FieldValueNotFound'
  | 'FieldValueRequired'
  | 'FieldValueDuplicate'
  | 'FieldValueInvalid'
  | 'FieldValueNotSupported'
  | 'FieldValueForbidden'
  | 'FieldValueTooLong'
  | 'DecodeError';

/**
 * One field-level mistake. `field` is the path in Kubernetes' notation (`spec.containers[0].securityContext`).
 * `badValue` is the refused value as plain JSON; absent where Kubernetes leaves it out (Required, Forbidden, TooLong).
 */
export interface FieldError {
  readonly type: FieldErrorType;
  readonly field: string;
  readonly badValue?: unknown;
  readonly detail?: string;
}

/** field.Invalid: a malformed value. */
export function invalid(field: string, badValue: unknown, detail: string): FieldError {
  return { type: 'FieldValueInvalid', field, badValue, detail };
}

/** field.Required: a value that is missing or empty. */
export function required(field: string, detail: string): FieldError {
  return { type: 'FieldValueRequired', field, detail };
}

/** field.Forbidden: well-formed, but not permitted under the present conditions. */
export function forbidden(field: string, detail: string): FieldError {
  return { type: 'FieldValueForbidden', field, detail };
}

/** field.NotSupported: not one of the values of an enumeration; the detail lists them in the order given. */
export function notSupported(field: string, badValue: unknown, supported: readonly string[]): FieldError {
  if (supported.length === 0) return { type: 'FieldValueNotSupported', field, badValue };
  const detail = `supported values: ${supported.map((value) => JSON.stringify(value)).join(', ')}`;
  return { type: 'FieldValueNotSupported', field, badValue, detail };
}

/** field.Duplicate: a value that must be unique occurs again. */
export function duplicate(field: string, badValue: unknown): FieldError {
  return { type: 'FieldValueDuplicate', field, badValue };
}

/** field.NotFound: a reference to something that does not exist. */
export function notFound(field: string, badValue: unknown): FieldError {
  return { type: 'FieldValueNotFound', field, badValue };
}

/** field.TooLong: `maxLength` in bytes; the value itself is not repeated. */
export function tooLong(field: string, maxLength: number): FieldError {
  return { type: 'FieldValueTooLong', field, detail: `must have at most ${maxLength} bytes` };
}

/** A value that can't be read as the type of its field. `field` may be empty: the document as a whole. */
export function decodeError(field: string, detail: string): FieldError {
  return { type: 'DecodeError', field, detail };
}

const messages: Readonly<Record<FieldErrorType, string>> = {
  FieldValueNotFound: 'Not found',
  FieldValueRequired: 'Required value',
  FieldValueDuplicate: 'Duplicate value',
  FieldValueInvalid: 'Invalid value',
  FieldValueNotSupported: 'Unsupported value',
  FieldValueForbidden: 'Forbidden',
  FieldValueTooLong: 'Too long',
  DecodeError: 'Decode error',
};

/**
 * The error as one line, as Error.Error() writes it: `spec.privileged: Invalid value: true: Privileged containers are
 * not allowed`. Structures are written as JSON, not in Go's %#v notation.
 */
export function fieldErrorText(error: FieldError): string {
  let text = messages[error.type];
  if ('badValue' in error && !typesWithoutValue.has(error.type)) {
    text += `: ${error.badValue === undefined ? 'null' : goJson(error.badValue)}`;
  }
  if (error.detail !== undefined && error.detail !== '') text += `: ${error.detail}`;
  return error.field === '' && error.type === 'DecodeError' ? text : `${error.field}: ${text}`;
}

const typesWithoutValue: ReadonlySet<FieldErrorType> = new Set([
  'FieldValueRequired',
  'FieldValueForbidden',
  'FieldValueTooLong',
]);

/** A field error with its bad value as JSON text, the form in which answers are compared and written out. */
export interface ReportedFieldError {
  readonly type: FieldErrorType;
  readonly field: string;
  readonly badValue?: string;
  readonly detail?: string;
}

/** Renders `badValue` as JSON text and leaves out an empty detail. */
export function reportFieldError(error: FieldError): ReportedFieldError {
  return {
    type: error.type,
    field: error.field,
    ...('badValue' in error && !typesWithoutValue.has(error.type)
      ? { badValue: goJson(error.badValue ?? null) }
      : {}),
    ...(error.detail === undefined || error.detail === '' ? {} : { detail: error.detail }),
  };
}

/** JSON as Go's encoder writes it with HTML escaping off: U+2028 and U+2029 are escaped. Keys keep their order. */
export function goJson(value: unknown): string {
  const text = JSON.stringify(value) ?? 'null';
  return text.replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
}
