import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDocuments } from './documents.js';

const values = (text: string): unknown => {
  const { documents, mistakes } = readDocuments(text);
  expect(mistakes).toEqual([]);
  return documents.map((document) => document.value);
};
const mistake = (text: string): string => {
  const { mistakes } = readDocuments(text);
  expect(mistakes).toHaveLength(1);
  const [{ line, column, message } = { line: 0, column: 0, message: '' }] = mistakes;
  return `${line}:${column} ${message}`;
};

describe('a text of manifests', () => {
  it('is split at lines of ---, empty documents are skipped', () => {
    const text = '---\n# nothing\n---\na: 1\n--- # next\n\n---\nb: 2\n---\n';
    expect(readDocuments(text)).toEqual({
      documents: [
        { index: 0, line: 4, path: '', value: { a: 1 } },
        { index: 1, line: 8, path: '', value: { b: 2 } },
      ],
      mistakes: [],
    });
    expect(readDocuments('')).toEqual({ documents: [], mistakes: [] });
  });

  it('may have a byte order mark and lines that end with CR LF', () => {
    expect(values('\ufeffa: |\r\n  x\r\n  y\r\n---\r\nb: 2\r\n')).toEqual([{ a: 'x\ny\n' }, { b: 2 }]);
  });

  it('may be JSON, one value after another', () => {
    expect(values('{"a": 1}\n{"b": [{"c": "\\ud800x"}]}')).toEqual([{ a: 1 }, { b: [{ c: '\ufffdx' }] }]);
    expect(mistake('{"a": 1}\n{"b": }')).toBe('2:7 invalid JSON: expected a value, found "}"');
    expect(mistake('{a: 1}')).toBe('1:2 invalid JSON: expected a key in quotes, found "a"');
    expect(mistake('{"a" 1}')).toBe('1:6 invalid JSON: expected ":", found "1"');
    expect(mistake('{"a": [1 2]}')).toBe('1:10 invalid JSON: expected "," or "]", found "2"');
    expect(mistake('{"a": 01}')).toBe('1:7 invalid JSON: expected a value, found "0"');
    expect(mistake('{"a": "\\x"}')).toBe('1:8 invalid JSON: unknown escape in a string');
    expect(mistake('{"a": "\n"}')).toBe('1:8 invalid JSON: control character in a string');
    expect(mistake('{"a": "')).toBe(
      '1:8 invalid JSON: expected the end of a string, found the end of the text',
    );
    expect(values('# YAML\n{a: 1}')).toEqual([{ a: 1 }]);
  });

  it('gives the items of Lists in their place', () => {
    const text = [
      'apiVersion: v1',
      'kind: List',
      'items:',
      '- {apiVersion: v1, kind: Pod, metadata: {name: a}}',
      '- apiVersion: v1',
      '  kind: PodList',
      '  items:',
      '  - metadata: {name: b}',
      '- 7',
    ].join('\n');
    expect(readDocuments(text)).toEqual({
      documents: [
        {
          index: 0,
          line: 1,
          path: '/items/0',
          value: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' } },
        },
        {
          index: 0,
          line: 1,
          path: '/items/1/items/0',
          value: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'b' } },
        },
      ],
      mistakes: [
        {
          index: 0,
          line: 1,
          column: 1,
          path: '/items/2',
          message: 'must be object with apiVersion and kind, was number',
        },
      ],
    });
    expect(values('kind: List\nitems: null\n')).toEqual([]);
  });

  it('is read on after a document with a mistake', () => {
    const { documents, mistakes } = readDocuments('a: [\n---\nb: 2\n---\n- x\n');
    expect(documents).toEqual([{ index: 1, line: 3, path: '', value: { b: 2 } }]);
    expect(mistakes.map(({ index, line, message }) => ({ index, line, message }))).toEqual([
      { index: 0, line: 2, message: 'unexpected end of the stream within a flow collection' },
      { index: 2, line: 5, message: 'must be object with apiVersion and kind, was array' },
    ]);
  });
});

describe('YAML as Kubernetes reads it', () => {
  it('has octal numbers, words for booleans, and text for keys', () => {
    expect(values('runAsUser: 0755\nhostPID: yes\n1: a\non: b\n1.5: c\nquoted: "yes"\n')).toEqual([
      { runAsUser: 493, hostPID: true, 1: 'a', true: 'b', 1.5: 'c', quoted: 'yes' },
    ]);
  });

  it('merges mappings in the order in which they stand', () => {
    const text =
      'x: &x {a: 1, b: 1}\nz: &z {a: 2, c: 2}\nfirst:\n  <<: [*x, *z]\n  b: 3\nlast:\n  b: 3\n  <<: *x\n';
    expect(values(text)).toEqual([
      {
        x: { a: 1, b: 1 },
        z: { a: 2, c: 2 },
        first: { a: 1, b: 3, c: 2 },
        last: { a: 1, b: 1 },
      },
    ]);
    expect(values('"<<": 1\n')).toEqual([{ '<<': 1 }]);
    expect(mistake('<<: 1\n')).toBe('1:5 "<<" needs a mapping or a list of mappings');
  });

  it('does not care for indentation inside brackets and quotes', () => {
    const text = 'spec:\n  args: [\n    "a",\n  b\n  ]\n  m: {\nx: 1\n  }\n  s: "p\nq"\n  t: [\n\t1\n  ]\n';
    expect(values(text)).toEqual([{ spec: { args: ['a', 'b'], m: { x: 1 }, s: 'p q', t: [1] } }]);
    expect(mistake('spec:\n  args: [\n  a\n  ]\n  b: 1\n  b: 2\n')).toBe(
      '6:3 key "b" occurs twice in the same mapping',
    );
    const long = `a: [\n${'x,\n'.repeat(500)}]\n`;
    expect(values(long)).toEqual([{ a: Array.from({ length: 500 }, () => 'x') }]);
    expect(mistake(`a: [\n${'x,\n'.repeat(8000)}]\n`)).toMatch(/^\d{3}:1 deficient indentation$/);
  });

  it('keeps anchors to their document', () => {
    expect(values('a: &x [1]\nb: *x\n&k key: *k\n')).toEqual([{ a: [1], b: [1], key: 'key' }]);
    expect(mistake('a: &x 1\n---\nb: *x\n')).toBe('3:5 unknown anchor "x"');
    expect(mistake('a: &x [*x]\n')).toBe('1:9 anchor "x" contains itself');
  });

  it('has no directives, no second document after ..., and nothing but comments after ---', () => {
    expect(mistake('%YAML 1.1\n---\na: 1\n')).toContain('directives end mark is expected');
    expect(mistake('a: 1\n...\nb: 2\n')).toBe('3:1 a further document must begin with "---"');
    expect(mistake('--- a\n')).toBe('1:4 only a comment may follow "---" on its line, found "a"');
  });
});

describe('hostile text is refused with its place', () => {
  it.each([
    ['a: 1\na: 2\n', '2:1 key "a" occurs twice in the same mapping'],
    ['true: 1\nyes: 2\n', '2:1 key "true" occurs twice in the same mapping'],
    ['{"a": 1, "\\u0061": 2}', '1:10 key "a" occurs twice in the same object'],
    ['[a]: 1\n', '1:1 a mapping or list can be no key'],
    ['a: [b:]\n', '1:6 a space is missing after ":"'],
    ['~: 1\n', '1:1 null is no key'],
    ['a:\n\tb: 1\n', '2:1 tab characters must not be used in indentation'],
    ['a: \u0000\n', '1:4 null byte is not allowed in input'],
    ['a: "\\ud800"\n', '1:5 an escape stands for half of a surrogate pair, which is no character'],
    ['a: \ud800\n', '1:1 the text is no valid Unicode: it contains half of a surrogate pair'],
    ['a: .inf\n', '1:4 .inf has no JSON value'],
    [`a: ${'['.repeat(10_000)}`, '1:203 nesting exceeded maxDepth (200)'],
    ['{"a":'.repeat(10_000), '1:1001 nesting exceeds 200 levels'],
  ])('%.30j', (text, message) => {
    expect(mistake(text)).toBe(message);
  });

  it('where aliases multiply', () => {
    const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
    for (let level = 1; level < 10; level += 1) {
      lines.push(`a${level}: &a${level} [${Array.from({ length: 10 }, () => `*a${level - 1}`).join(', ')}]`);
    }
    expect(mistake(lines.join('\n'))).toMatch(/^\d+:\d+ the document contains excessive aliasing$/);
    const few = `a: &a [x]\nb: [${Array.from({ length: 90 }, () => '*a').join(', ')}]\n`;
    expect(values(few)).toEqual([{ a: ['x'], b: Array.from({ length: 90 }, () => ['x']) }]);
  });

  it('where there is too much of it', () => {
    expect(readDocuments('a: "é"\n', { maxTextBytes: 7 }).mistakes[0]?.message).toBe(
      'the text is longer than 7 bytes',
    );
    expect(readDocuments('x'.repeat(50 * 1024 * 1024)).mistakes[0]?.message).toBe(
      'the text is longer than 8388608 bytes',
    );
    for (const text of [
      'a: 1\n---\nb: 2\n---\nc: 3\n',
      '{"a": 1} {"b": 2} {"c": 3} {',
      'kind: List\nitems: [a: 1, b: 2, c: 3, 7]\n',
    ]) {
      const { documents, mistakes } = readDocuments(text, { maxDocuments: 2 });
      expect(documents.map(({ value }) => value)).toEqual([{ a: 1 }, { b: 2 }]);
      expect(mistakes.map(({ message }) => message)).toEqual(['the text has more than 2 objects']);
    }
  });

  it('and never changes what objects are', () => {
    for (const text of [
      '__proto__: {polluted: 1}\nconstructor: 2\n',
      '{"__proto__": {"polluted": 1}, "constructor": 2}',
    ]) {
      const [document] = readDocuments(text).documents;
      expect(JSON.stringify(document?.value)).toBe('{"__proto__":{"polluted":1},"constructor":2}');
      expect(Object.getPrototypeOf(document?.value)).toBe(Object.prototype);
    }
    expect(JSON.stringify(values('a: &a {__proto__: 1}\nb: {<<: *a}\n'))).toBe(
      '[{"a":{"__proto__":1},"b":{"__proto__":1}}]',
    );
    expect(Object.hasOwn({}, 'polluted')).toBe(false);
  });
});

describe('laws', () => {
  it('JSON means the same read as YAML', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue({ maxDepth: 5 })), (value) => {
        // DEL, C1 characters and noncharacters are no YAML, unless escaped.
        const json = JSON.stringify(value).replace(
          /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
          (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
        );
        const same: unknown = JSON.parse(json);
        expect(values(json)).toEqual([same]);
        // A comment first, as a leading brace means JSON.
        expect(values(`#\n${json}`)).toEqual([same]);
      }),
      { seed: 1, numRuns: 500 },
    );
  });

  it('JSON is refused exactly where JSON.parse refuses it', () => {
    const part = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"a"',
      '"b"',
      '1',
      '-',
      '.5',
      'e3',
      'true',
      ' ',
      '"',
      '\\',
      'u0041',
    );
    const isJson = (text: string): boolean => {
      try {
        JSON.parse(text);
        return true;
      } catch {
        return false;
      }
    };
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
        const text = `{"k":[${parts.join('')}]}`;
        const { documents, mistakes } = readDocuments(text);
        if (mistakes[0]?.message.includes('occurs twice') === true) return;
        // Several values one after another are no JSON, but a stream of it.
        expect(mistakes.length === 0 && documents.length === 1).toBe(isJson(text));
      }),
      { seed: 1, numRuns: 5000 },
    );
  });

  it('no text makes it throw', () => {
    const part = fc.constantFrom(
      'a',
      ': ',
      '\n',
      '  ',
      '- ',
      '[',
      ']',
      '{',
      '}',
      '"',
      "'",
      '&a ',
      '*a',
      '<<',
      '|',
      '>',
      '---',
      '#',
      '?',
      '!',
      '\t',
      ',',
      '0x',
      '\\u',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 40 }), (parts) => {
        const { documents, mistakes } = readDocuments(parts.join(''));
        for (const { message, line, column } of mistakes) {
          expect(message).not.toBe('');
          expect(Math.min(line, column)).toBeGreaterThanOrEqual(1);
        }
        expect(JSON.stringify(documents)).toBeDefined();
      }),
      { seed: 1, numRuns: 3000 },
    );
  });
});
