import { PreconditionFailedError } from '#libs/platform';
import { describe, expect, it } from 'vitest';
import { contentTag, entityTag, isUnchanged, requireMatch } from './entity-tags.js';

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

  it.each(['"2"', '"33"', '', 'nonsense', 'W/"3"', 'W/"3", "2"', '3'])(
    '%s does not permit a change of version 3',
    (header) => {
      expect(() => requireMatch(header, 3)).toThrow(PreconditionFailedError);
    },
  );

  it('is about the version alone, where the tag is also of what nobody wrote', () => {
    const tag = contentTag(3, { known: 1 });
    expect(() => requireMatch(tag, 3)).not.toThrow();
    expect(() => requireMatch(tag, 4)).toThrow(PreconditionFailedError);
    expect(contentTag(3, { known: 2 })).not.toBe(tag);
    expect(contentTag(3, { known: 1 })).toBe(tag);
  });

  it.each(['*', '"0"', '"3"'])('%s matches nothing where there is nothing', (header) => {
    expect(() => requireMatch(header, undefined)).toThrow(PreconditionFailedError);
    expect(() => requireMatch(undefined, undefined)).not.toThrow();
  });
});
