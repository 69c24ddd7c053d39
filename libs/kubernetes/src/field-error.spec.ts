import { describe, expect, it } from 'vitest';
import {
  decodeError,
  duplicate,
  fieldErrorText,
  forbidden,
  goJson,
  invalid,
  notFound,
  notSupported,
  reportFieldError,
  required,
  tooLong,
} from './field-error.js';

describe('a field error', () => {
  it('reads as Kubernetes writes it', () => {
    expect(
      [
        invalid('spec.privileged', true, 'Privileged containers are not allowed'),
        required('spec.name', ''),
        forbidden('spec.values', 'may not be specified'),
        notSupported('kind', 'Foo', ['Role', 'ClusterRole']),
        notSupported('kind', 'Foo', []),
        duplicate('spec.names[1]', 'a'),
        notFound('spec.volume', 'data'),
        tooLong('metadata.annotations', 262_144),
        decodeError('spec.a', 'must be string, was number'),
        decodeError('', 'must be object'),
        invalid('spec.user', undefined, 'must be set'),
      ].map(fieldErrorText),
    ).toEqual([
      'spec.privileged: Invalid value: true: Privileged containers are not allowed',
      'spec.name: Required value',
      'spec.values: Forbidden: may not be specified',
      'kind: Unsupported value: "Foo": supported values: "Role", "ClusterRole"',
      'kind: Unsupported value: "Foo"',
      'spec.names[1]: Duplicate value: "a"',
      'spec.volume: Not found: "data"',
      'metadata.annotations: Too long: must have at most 262144 bytes',
      'spec.a: Decode error: must be string, was number',
      'Decode error: must be object',
      'spec.user: Invalid value: null: must be set',
    ]);
  });

  it('is reported with its bad value as JSON text, and without one where Kubernetes gives none', () => {
    expect(reportFieldError(invalid('a', { Min: 1 }, 'too low'))).toEqual({
      type: 'FieldValueInvalid',
      field: 'a',
      badValue: '{"Min":1}',
      detail: 'too low',
    });
    expect(reportFieldError(required('a', ''))).toEqual({ type: 'FieldValueRequired', field: 'a' });
    expect(reportFieldError({ ...forbidden('a', 'no'), badValue: 'secret' })).toEqual({
      type: 'FieldValueForbidden',
      field: 'a',
      detail: 'no',
    });
  });

  it('escapes line separators as Go does', () => {
    expect(goJson('a\u2028b\u2029<c>')).toBe('"a\\u2028b\\u2029<c>"');
  });
});
