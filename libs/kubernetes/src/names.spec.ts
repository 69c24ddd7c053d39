import { describe, expect, it } from 'vitest';
import {
  isDNS1035Label,
  isDNS1123Label,
  isDNS1123Subdomain,
  isQualifiedName,
  isValidLabelValue,
  isValidPathSegmentName,
  maskTrailingDash,
  utf8Length,
} from './names.js';

describe('names', () => {
  it('that fit have nothing wrong', () => {
    expect([
      isQualifiedName('app'),
      isQualifiedName('example.com/My_Name.x'),
      isValidLabelValue(''),
      isValidLabelValue('a_B.c-1'),
      isDNS1123Label('a-1'),
      isDNS1123Subdomain('a.b-c.1'),
      isDNS1035Label('a-1'),
      isValidPathSegmentName('system:node'),
    ]).toEqual([[], [], [], [], [], [], [], []]);
  });

  it('that do not fit are refused in the words of Kubernetes', () => {
    expect(isDNS1123Subdomain('A_b')).toEqual([
      "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')",
    ]);
    expect(isDNS1123Label('-a')).toEqual([
      "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')",
    ]);
    expect(isDNS1123Label('a'.repeat(64))).toEqual(['must be no more than 63 characters']);
    expect(isDNS1035Label('1a')[0]).toContain('a DNS-1035 label must');
    expect(isValidLabelValue('a b')[0]).toContain('a valid label must be an empty string or');
    expect(isQualifiedName('/a')).toEqual(['prefix part must be non-empty']);
    expect(isQualifiedName('A/a')[0]).toContain('prefix part a lowercase RFC 1123 subdomain');
    expect(isQualifiedName('')[0]).toBe('name part must be non-empty');
    expect(isQualifiedName('a'.repeat(64))).toEqual(['name part must be no more than 63 characters']);
    expect(isQualifiedName('a/b/c')[0]).toContain('with an optional DNS subdomain prefix');
    expect(isValidPathSegmentName('..')).toEqual(["may not be '..'"]);
    expect(isValidPathSegmentName('a/b%c')).toEqual(["may not contain '/'", "may not contain '%'"]);
  });

  it('are measured in bytes', () => {
    expect(['', 'a', 'é', '€', '😀'].map(utf8Length)).toEqual([0, 1, 2, 3, 4]);
    expect(utf8Length('\ud800')).toBe(3);
  });

  it('lose a trailing dash where a suffix follows', () => {
    expect(['web-', '-', 'web'].map(maskTrailingDash)).toEqual(['wea', '-', 'web']);
  });
});
