import { MalformedError, type ServiceError, TooLargeError } from '#libs/platform';
import { describe, expect, it } from 'vitest';
import { requireBoundedJson, requireBoundedLines } from './json-bounds.js';

const list = (length: number, value = '1') => `[${Array<string>(length).fill(value).join(',')}]`;
const nested = (levels: number) => `${'[{"a":'.repeat(levels / 2)}1${'}]'.repeat(levels / 2)}`;
const named = (count: number, nameOf: (index: number) => string) =>
  `[${Array.from({ length: count }, (_, index) => `{"${nameOf(index)}":""}`).join(',')}]`;
const lengthened = (text: string, length: number) => text + ' '.repeat(length - text.length);

const tooDeep = new MalformedError('The body is nested more than 256 levels deep.');
const tooManyValues = (limit: string) =>
  new TooLargeError(
    `A body as long as this may have at most ${limit} values: one for 8 characters, and 100,000 in any case.`,
  );
const tooManyNames = (limit: string) =>
  new TooLargeError(
    `A body as long as this may have at most ${limit} different names of members: one for 64 characters, and 20,000 in any case.`,
  );

describe('a body of JSON', () => {
  it.each([
    ['100,000 values, however short it is', list(100_000)],
    ['100,000 lists without a value', list(100_000, '[]')],
    ['100,000 objects without a member', list(100_000, '{ }')],
    ['50,000 lists of a value', list(50_000, '[1]')],
    ['a value for 8 characters, of many', lengthened(list(200_000), 1_600_000)],
    ['commas and braces in texts', JSON.stringify(['{},'.repeat(200_000), '"\\"[{,'.repeat(200_000)])],
    ['one name as often as there may be values', named(50_000, () => 'a')],
    ['a name for 64 characters, of many', lengthened(named(30_000, String), 30_000 * 64)],
    [
      'many texts that differ and name nothing',
      JSON.stringify(Array.from({ length: 90_000 }, (_, n) => `${n}`)),
    ],
    ['256 levels', nested(256)],
    ['nothing', ''],
    ['a scalar', '1'],
    ['a text that does not end', '"\\'],
  ])('may have %s', (_, text) => {
    expect(() => requireBoundedJson(text)).not.toThrow();
  });

  it.each<[string, string, ServiceError]>([
    ['more than 100,000 values', list(100_001), tooManyValues('100,000')],
    ['more objects without a member', list(100_001, '{}'), tooManyValues('100,000')],
    ['more lists of a value', list(50_001, '[1]'), tooManyValues('100,000')],
    ['more members', `{${list(100_001, '"a":1').slice(1, -1)}}`, tooManyValues('100,000')],
    [
      'more than a value for 8 characters, of many',
      lengthened(list(200_001), 1_600_007),
      tooManyValues('200,000'),
    ],
    ['more behind a quote that is escaped', `["\\"",${list(100_000)}]`, tooManyValues('100,000')],
    ['more behind a backslash that is escaped', `["\\\\",${list(100_000)}]`, tooManyValues('100,000')],
    ['more than 20,000 names', named(25_000, (index) => `k${index}`), tooManyNames('20,000')],
    [
      'more than a name for 64 characters, of many',
      lengthened(named(40_000, String), 30_000 * 64),
      tooManyNames('30,000'),
    ],
    [
      'more names that differ only in what is escaped',
      named(25_000, (index) => `\\u${index.toString(16).padStart(4, '0')}`),
      tooManyNames('20,000'),
    ],
    ['257 levels', `[${nested(256)}]`, tooDeep],
    ['levels without end', '['.repeat(200_000), tooDeep],
  ])('may not have %s', (_, text, refused) => {
    expect(() => requireBoundedJson(text)).toThrow(refused);
  });

  it('is measured as far as a parser would read it', () => {
    const broken = `["\n",${list(200_000)}]`;
    expect(() => JSON.parse(broken)).toThrow(SyntaxError);
    expect(() => requireBoundedJson(broken)).not.toThrow();
  });
});

describe('a body of lines of JSON', () => {
  it('has a value for each line, and those of all lines together', () => {
    const lines = `${list(50_000)}\n{}\n`.repeat(2);
    expect(() => requireBoundedLines(lines.slice(0, 100_010))).not.toThrow();
    expect(() => requireBoundedLines(lines)).toThrow(tooManyValues('100,000'));
    expect(() => requireBoundedLines('{}\n'.repeat(100_000))).not.toThrow();
    expect(() => requireBoundedLines('{}\n'.repeat(100_001))).toThrow(tooManyValues('100,000'));
  });

  it('is measured to the first line that is no JSON', () => {
    expect(() => requireBoundedLines('{"a":\n'.repeat(1_000))).not.toThrow();
    expect(() => requireBoundedLines(`"\n${list(200_000)}`)).not.toThrow();
  });

  it('may be as deep on each of them as JSON', () => {
    expect(() => requireBoundedLines(`${nested(256)}\n`.repeat(3))).not.toThrow();
    expect(() => requireBoundedLines(`{}\n[${nested(256)}]\n`)).toThrow(tooDeep);
  });
});
