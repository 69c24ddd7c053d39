import { describe, expect, it } from 'vitest';
import { resolvePlainKey, resolvePlainScalar, resolveTaggedKey, resolveTaggedScalar } from './yaml-scalar.js';

describe('a plain scalar, as Kubernetes reads it', () => {
  it.each<[string, string | number | boolean | null]>([
    ['yes', true],
    ['On', true],
    ['y', true],
    ['NO', false],
    ['off', false],
    ['n', false],
    ['tRue', 'tRue'],
    ['', null],
    ['~', null],
    ['Null', null],
    ['0755', 493],
    ['0o17', 15],
    ['0O17', 15],
    ['0x1F', 31],
    ['-0b11', -3],
    ['+0x1f', 31],
    ['1_000', 1000],
    ['_1', '_1'],
    ['08', 8],
    ['+5', 5],
    ['-0', 0],
    ['1e3', 1000],
    ['1.', 1],
    ['.5', 0.5],
    ['-.5', -0.5],
    ['.e3', '.e3'],
    ['1e999', '1e999'],
    ['9223372036854775808', 9223372036854775808],
    ['18446744073709551616', 18446744073709551616],
    ['+9223372036854775808', 9223372036854775808],
    ['0x1FFFFFFFFFFFFFFFF', '0x1FFFFFFFFFFFFFFFF'],
    ['190:20:30', '190:20:30'],
    ['2001-01-01', '2001-01-01'],
    ['100m', '100m'],
    ['1.2.3', '1.2.3'],
    ['0o8', '0o8'],
    ['0x', '0x'],
    ['-', '-'],
    ['.', '.'],
    ['1'.repeat(100_000), '1'.repeat(100_000)],
  ])('%.40s', (text, value) => {
    expect(resolvePlainScalar(text)).toBe(value);
  });

  it('is refused if JSON has no such number', () => {
    for (const text of ['.inf', '-.Inf', '.nan']) {
      expect(() => resolvePlainScalar(text)).toThrow(`${text} has no JSON value`);
    }
  });
});

describe('a plain key', () => {
  it.each([
    ['name', 'name'],
    ['yes', 'true'],
    ['off', 'false'],
    ['0755', '493'],
    ['9007199254740993', '9007199254740993'],
    ['1.0', '1'],
    ['0.1', '0.1'],
    ['0.00001', '1e-05'],
    ['123456789.5', '1.2345679e+08'],
    ['999999.5', '999999.5'],
    ['-0.0', '-0'],
    ['3.5e38', '.inf'],
    ['.nan', '.nan'],
    ['2001-01-01', '2001-01-01'],
  ])('%s is %s', (text, key) => {
    expect(resolvePlainKey(text)).toBe(key);
  });

  it('can be neither null nor a number beyond 63 bits', () => {
    expect(() => resolvePlainKey('~')).toThrow('null is no key');
    expect(() => resolvePlainKey('18446744073709551615')).toThrow('a number beyond 2^63 is no key');
  });
});

describe('a tag', () => {
  it('decides the type of a scalar', () => {
    expect(resolveTaggedScalar('!!str', '0755')).toBe('0755');
    expect(resolveTaggedScalar('!<tag:yaml.org,2002:str>', 'yes')).toBe('yes');
    expect(resolveTaggedScalar('!!int', '0755')).toBe(493);
    expect(resolveTaggedScalar('!!float', '3')).toBe(3);
    expect(resolveTaggedScalar('!!bool', 'on')).toBe(true);
    expect(resolveTaggedScalar('!!null', '~')).toBe(null);
    expect(resolveTaggedScalar('!!binary', 'aGk=')).toBe('hi');
    expect(resolveTaggedScalar('!!timestamp', '2001-01-01')).toBe('2001-01-01');
    expect(resolveTaggedScalar('!local', '12')).toBe('12');
    expect(resolveTaggedKey('!!float', '1')).toBe('1');
    expect(resolveTaggedKey('!!float', '.inf')).toBe('.inf');
    expect(resolveTaggedKey('!!int', '010')).toBe('8');
  });

  it('that does not fit its scalar is refused', () => {
    expect(() => resolveTaggedScalar('!!int', '1.5')).toThrow('cannot read "1.5" as !!int');
    expect(() => resolveTaggedScalar('!!bool', '1')).toThrow('cannot read "1" as !!bool');
    expect(() => resolveTaggedScalar('!!null', 'x')).toThrow('cannot read "x" as !!null');
    expect(() => resolveTaggedScalar('!!binary', 'aGk')).toThrow('!!binary value is no base64');
    expect(() => resolveTaggedScalar('!!timestamp', 'soon')).toThrow('cannot read "soon" as !!timestamp');
  });
});
