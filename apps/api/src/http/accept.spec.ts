import { describe, expect, it } from 'vitest';
import { preferredMediaType } from './accept.js';

const offers = ['application/json', 'application/yaml'];

describe('preferredMediaType', () => {
  it.each([
    ['the first offer without a header', undefined, 'application/json'],
    ['the first offer for an empty header', '', 'application/json'],
    ['the first offer for anything', '*/*', 'application/json'],
    ['the one that is asked for', 'application/yaml', 'application/yaml'],
    ['whatever the letter case', 'Application/YAML', 'application/yaml'],
    ['the one of higher quality', 'application/json;q=0.5, application/yaml;q=0.9', 'application/yaml'],
    ['the offered order at equal quality', 'application/yaml, application/json', 'application/json'],
    ['a type by its range', 'application/*;q=0.1', 'application/json'],
    ['the most specific range', 'application/*, application/json;q=0', 'application/yaml'],
    ['nothing for other types', 'text/html, image/png', undefined],
    ['nothing that is excluded', 'application/json;q=0', undefined],
    ['nothing for what is no media type', 'json', undefined],
    ['nothing for a quality that is none', 'application/json;q=2', undefined],
    ['what is valid besides what is not', 'json, application/yaml', 'application/yaml'],
    [
      'a browser the first offer',
      'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
      'application/json',
    ],
    ['with parameters ignored', 'application/yaml; charset=utf-8', 'application/yaml'],
  ])('gives %s', (_, accept, expected) => {
    expect(preferredMediaType(accept, offers)).toBe(expected);
  });
});
