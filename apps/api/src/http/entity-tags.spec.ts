import { PreconditionFailedError } from '#libs/platform';
import { describe, expect, it } from 'vitest';
import { entityTag, isUnchanged, requireMatch } from './entity-tags.js';

describe('If-None-Match', () => {
  it.each([
    [undefined, false],
    ['"3"', true],
    ['W/"3"', true],
    ['"2", "3"', true],
    ['*', true],
    ['"2"', false],
    ['"3-yaml"', false],
    ['3', false],
    ['', false],
  ])('%s, for version 3 as JSON: unchanged is %s', (header, unchanged) => {
    expect(isUnchanged(header, entityTag(3))).toBe(unchanged);
  });

  it('tells representations apart', () => {
    expect(isUnchanged('"3-yaml"', entityTag(3, 'yaml'))).toBe(true);
    expect(isUnchanged('"3"', entityTag(3, 'yaml'))).toBe(false);
  });
});

describe('If-Match', () => {
  it.each([undefined, '*', '"3"', '"3-yaml"', '"1", "3"'])('%s permits a change of version 3', (header) => {
    expect(() => requireMatch(header, 3)).not.toThrow();
  });

  it.each(['"2"', '"33"', '', 'nonsense'])('%s does not permit a change of version 3', (header) => {
    expect(() => requireMatch(header, 3)).toThrow(PreconditionFailedError);
  });
});
