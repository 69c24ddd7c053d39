import {
  type FieldError,
  invalid,
  isDNS1123Subdomain,
  required,
  tooLong,
  utf8Length,
} from '#libs/kubernetes';

const CSI_DRIVER_MAX_LENGTH = 63;

/** ValidateRuntimeClassName, pkg/apis/core/validation/validation.go, v1.24.17. */
export function validateRuntimeClassName(name: string, field: string): FieldError[] {
  return isDNS1123Subdomain(name).map((text) => invalid(field, name, text));
}

/** ValidateCSIDriverName, pkg/apis/core/validation/validation.go, v1.24.17. */
export function validateCSIDriverName(name: string, field: string): FieldError[] {
  return [
    ...(name === '' ? [required(field, '')] : []),
    ...(utf8Length(name) > CSI_DRIVER_MAX_LENGTH ? [tooLong(field, CSI_DRIVER_MAX_LENGTH)] : []),
    ...isDNS1123Subdomain(name.toLowerCase()).map((text) => invalid(field, name, text)),
  ];
}
