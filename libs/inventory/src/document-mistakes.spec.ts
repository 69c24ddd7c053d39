import { invalid } from '#libs/kubernetes';
import { InvalidError, MalformedError } from '#libs/platform';
import { describe, expect, it } from 'vitest';
import {
  documentPointer,
  fieldMistakes,
  fieldPointer,
  parseManifestObjects,
  parseManifests,
} from './document-mistakes.js';

describe('the JSON pointer of a field', () => {
  it.each([
    ['', ''],
    ['spec', '/spec'],
    ['spec.containers[0].name', '/spec/containers/0/name'],
    ['metadata.annotations["a.b/c"]', '/metadata/annotations/a.b~1c'],
    ['metadata.labels["with \\"quotes\\" and ]"]', '/metadata/labels/with "quotes" and ]'],
    [
      'metadata.annotations[seccomp.security.alpha.kubernetes.io/pod]',
      '/metadata/annotations/seccomp.security.alpha.kubernetes.io~1pod',
    ],
  ])('of %s is %s', (field, pointer) => {
    expect(fieldPointer(field)).toBe(pointer);
  });
});

describe('errors in fields', () => {
  it('keep the words of Kubernetes, and say in which document', () => {
    const errors = [invalid('spec.x', 1, 'must be 2')];
    expect(fieldMistakes(errors, { pointer: '/manifests', line: 12 })).toEqual([
      {
        pointer: '/manifests/spec/x',
        detail: 'document at line 12: spec.x: Invalid value: 1: must be 2',
        code: 'FieldValueInvalid',
      },
    ]);
    expect(fieldMistakes(errors, { pointer: '' })[0]?.detail).toBe('spec.x: Invalid value: 1: must be 2');
  });
});

describe('manifests that can not be read', () => {
  const text = 'kind: A\n---\nkind: [\n';

  it('make the request malformed if they are its body, and invalid if they are a part of it', () => {
    expect(() => parseManifests(text, { pointer: '', isBody: true })).toThrow(MalformedError);
    expect(() => parseManifests(text, { pointer: '/manifests', isBody: false })).toThrow(InvalidError);
  });

  it('are told by line and column', () => {
    const mistakes = [
      expect.objectContaining({
        pointer: '/manifests',
        detail: expect.stringMatching(/^line [34], column \d+: /),
        code: 'unreadable-manifest',
      }),
    ];
    expect(() => parseManifests(text, { pointer: '/manifests', isBody: false })).toThrow(
      expect.objectContaining({ mistakes }),
    );
  });
});

it('Lists of objects are taken apart', () => {
  const list = { apiVersion: 'v1', kind: 'List', items: [{ kind: 'A' }, { kind: 'B' }] };
  const found = parseManifestObjects([list, { kind: 'C' }], '/manifests');
  expect(found.map(({ value }) => value['kind'])).toEqual(['A', 'B', 'C']);
});

it('an object of a list is told by its position, one of a text by its line', () => {
  const list = { apiVersion: 'v1', kind: 'List', items: [{ kind: 'A' }, { kind: 'B' }] };
  const objects = parseManifestObjects([{ kind: 'C' }, list], '/manifests');
  expect(objects.map((each) => documentPointer(each, '/manifests'))).toEqual([
    '/manifests/0',
    '/manifests/1/items/0',
    '/manifests/1/items/1',
  ]);
  const texts = parseManifests('kind: C\n---\nkind: D\n', { pointer: '/manifests', isBody: false });
  expect(texts.map((each) => documentPointer(each, '/manifests'))).toEqual(['/manifests', '/manifests']);
  expect(parseManifestObjects([list], '').map((each) => documentPointer(each, ''))).toEqual([
    '/items/0',
    '/items/1',
  ]);
});

it('objects are held to the limits of texts, and what JSON can not say of them is replaced', () => {
  const nested = (levels: number): Record<string, unknown> => {
    let value: Record<string, unknown> = { kind: 'A' };
    for (let level = 1; level < levels; level += 1) value = { kind: 'A', value };
    return value;
  };
  expect(parseManifestObjects([nested(200)], '')).toHaveLength(1);
  expect(() => parseManifestObjects([{ kind: 'B' }, nested(201)], '/manifests')).toThrow(
    expect.objectContaining({
      mistakes: [{ pointer: '/manifests/1', detail: 'nesting exceeds 200 levels' }],
    }),
  );
  const [read] = parseManifestObjects([{ kind: 'A', 'a\ud800': ['b\udc00', 'c'] }], '');
  expect(read?.value).toEqual({ kind: 'A', 'a\ufffd': ['b\ufffd', 'c'] });
});
