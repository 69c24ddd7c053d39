import { describe, expect, it } from 'vitest';
import { matchesLabelSelector, matchesRequirements, validateLabelSelector } from './label-selector.js';
import { parseLabelSelector } from './parse-label-selector.js';

const selects = (text: string, labels: Record<string, string>): boolean => {
  const parsed = parseLabelSelector(text);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return matchesRequirements(parsed.requirements, labels);
};
const mistake = (text: string): string => {
  const parsed = parseLabelSelector(text);
  return parsed.ok ? 'none' : `${parsed.error.position} ${parsed.error.message}`;
};

describe('the text form of a label selector', () => {
  it('becomes requirements, sorted by key', () => {
    expect(parseLabelSelector('e in (y,x,,y), a=b,c != d,!f , g,h>1,i notin (),j==k,l<5,in=in')).toEqual({
      ok: true,
      requirements: [
        { key: 'a', operator: 'in', values: ['b'] },
        { key: 'c', operator: 'notin', values: ['d'] },
        { key: 'e', operator: 'in', values: ['', 'x', 'y'] },
        { key: 'f', operator: '!', values: [] },
        { key: 'g', operator: 'exists', values: [] },
        { key: 'h', operator: '>', values: ['1'] },
        { key: 'i', operator: 'notin', values: [''] },
        { key: 'in', operator: 'in', values: ['in'] },
        { key: 'j', operator: 'in', values: ['k'] },
        { key: 'l', operator: '<', values: ['5'] },
      ],
    });
    expect(parseLabelSelector('')).toEqual({ ok: true, requirements: [] });
  });

  it.each<[string, Record<string, string>, boolean]>([
    ['', {}, true],
    ['a=b', { a: 'b' }, true],
    ['a=b', { a: 'c' }, false],
    ['a=b', {}, false],
    ['a!=b', {}, true],
    ['a!=b', { a: 'b' }, false],
    ['a=', { a: '' }, true],
    ['a', { a: '' }, true],
    ['a', {}, false],
    ['!a', {}, true],
    ['!a', { a: 'b' }, false],
    ['a in (b,c)', { a: 'c' }, true],
    ['a notin (b,c)', { a: 'c' }, false],
    ['a notin (b,c)', {}, true],
    ['a>5', { a: '6' }, true],
    ['a>5', { a: '5' }, false],
    ['a<5', { a: '-9223372036854775808' }, true],
    ['a<5', { a: '-9223372036854775809' }, false],
    ['a<5', {}, false],
    ['a=b,c', { a: 'b' }, false],
    ['toString', {}, false],
  ])('%j on %j: %j', (text, labels, matches) => {
    expect(selects(text, labels)).toBe(matches);
  });

  it.each([
    ['a=b,', "4 found '', expected: identifier after ','"],
    ['=a', "0 found '=', expected: !, identifier, or 'end of string'"],
    ['a b', "2 found 'b', expected: in, notin, =, ==, !=, >, <"],
    ['a in b', "5 found 'b', expected: '('"],
    ['a in (b', "7 found '', expected: ',' or ')'"],
    ['a in (=', "6 found '=', expected: ',', ')' or identifier"],
    ['a=(', "2 found '(', expected: identifier"],
    ['!', "1 found '', expected: identifier"],
    ['a=b c', "4 found 'c', expected: ',' or 'end of string'"],
    ['a>b', `2 Invalid value: "b": for 'Gt', 'Lt' operators, the value must be an integer`],
  ])('%j is refused: %s', (text, message) => {
    expect(mistake(text)).toBe(message);
  });

  it('is refused if a key or value has the wrong form, or there is too much of it', () => {
    expect(mistake('a_=b')).toMatch(/^0 Invalid value: "a_": name part must consist of/);
    expect(mistake('a=-')).toMatch(/^2 Invalid value: "-": a valid label must be/);
    expect(mistake('a,'.repeat(10_000))).toBe('0 must not be longer than 16384 characters');
  });
});

describe('a LabelSelector object', () => {
  it('matches if everything in it holds', () => {
    const selector = {
      matchLabels: { app: 'web' },
      matchExpressions: [
        { key: 'tier', operator: 'In', values: ['a', 'b'] },
        { key: 'zone', operator: 'NotIn', values: ['x'] },
        { key: 'old', operator: 'DoesNotExist' },
        { key: 'app', operator: 'Exists' },
      ],
    };
    expect(matchesLabelSelector(selector, { app: 'web', tier: 'b' })).toBe(true);
    expect(matchesLabelSelector(selector, { app: 'web', tier: 'b', old: '' })).toBe(false);
    expect(matchesLabelSelector(selector, { app: 'web', tier: 'b', zone: 'x' })).toBe(false);
    expect(matchesLabelSelector(selector, undefined)).toBe(false);
  });

  it('matches everything if empty, and nothing if absent or unknown', () => {
    expect(matchesLabelSelector({}, undefined)).toBe(true);
    expect(matchesLabelSelector(undefined, {})).toBe(false);
    expect(matchesLabelSelector({ matchExpressions: [{ key: 'a', operator: 'Like' }] }, { a: 'b' })).toBe(
      false,
    );
  });

  it('is validated with the paths of Kubernetes', () => {
    const errors = validateLabelSelector(
      {
        matchLabels: { 'a b': 'c', d: '-' },
        matchExpressions: [
          { key: 'a', operator: 'In' },
          { key: 'a', operator: 'Exists', values: ['x'] },
          { key: '', operator: 'Like' },
        ],
      },
      'selector',
    );
    expect(errors.map(({ type, field }) => `${type} ${field}`)).toEqual([
      'FieldValueInvalid selector.matchLabels',
      'FieldValueInvalid selector.matchLabels',
      'FieldValueRequired selector.matchExpressions[0].values',
      'FieldValueForbidden selector.matchExpressions[1].values',
      'FieldValueInvalid selector.matchExpressions[2].operator',
      'FieldValueInvalid selector.matchExpressions[2].key',
      'FieldValueInvalid selector.matchExpressions[2].key',
    ]);
    expect(validateLabelSelector({ matchLabels: { a: 'b' } }, 'selector')).toEqual([]);
  });
});
