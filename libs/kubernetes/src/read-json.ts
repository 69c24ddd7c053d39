import type { ReadValue, TextMistake } from './read-value.js';

/**
 * Reads JSON values that stand one after another, until the first mistake. Beyond what JSON.parse refuses, a key that
 * occurs twice in an object and nesting deeper than `maxDepth` are mistakes; each has its place, and none repeats text
 * of the document other than a key. Halves of surrogate pairs become U+FFFD, as in Go.
 */
export function* readJsonStream(
  text: string,
  maxDepth: number,
): Generator<{ readonly offset: number; readonly read: ReadValue }> {
  let offset = skipWhitespace(text, 0);
  while (offset < text.length) {
    const scan = new JsonScan(text, offset, maxDepth);
    const mistake = scan.run();
    if (mistake !== undefined) {
      yield { offset, read: { ok: false, mistake } };
      return;
    }
    const source = text.slice(offset, scan.position);
    const value: unknown = JSON.parse(source);
    yield { offset, read: { ok: true, value: hasSurrogateEscape.test(source) ? wellFormed(value) : value } };
    offset = skipWhitespace(text, scan.position);
  }
}

const hasSurrogateEscape = /\\u[dD][89a-fA-F]/;

function skipWhitespace(text: string, from: number): number {
  let index = from;
  for (;;) {
    const code = text.charCodeAt(index);
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return index;
    index += 1;
  }
}

const literal = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?|true|false|null)(?![\w.+-])/y;
const escape = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

/** Finds the end of one JSON value, and whether it is one. Not recursive: depth is no matter of the stack. */
class JsonScan {
  /** The keys so far of each open object; undefined for a list. */
  private readonly open: (Set<string> | undefined)[] = [];

  constructor(
    private readonly text: string,
    public position: number,
    private readonly maxDepth: number,
  ) {}

  /** Leaves `position` behind the value, or returns the mistake. */
  run(): TextMistake | undefined {
    for (;;) {
      const before = this.value();
      if (before !== 'complete') {
        if (before !== 'opened') return before;
        continue;
      }
      const after = this.afterValue();
      if (after !== 'next') return after === 'end' ? undefined : after;
    }
  }

  // Reads a scalar or an empty collection, or steps into a collection, up to where a value is expected.
  private value(): 'complete' | 'opened' | TextMistake {
    this.position = skipWhitespace(this.text, this.position);
    const character = this.text.charAt(this.position);
    if (character === '"') return this.string() ?? 'complete';
    if (character !== '{' && character !== '[') {
      literal.lastIndex = this.position;
      if (!literal.test(this.text)) return this.unexpected('a value');
      this.position = literal.lastIndex;
      return 'complete';
    }
    if (this.open.length >= this.maxDepth) return this.mistake(`nesting exceeds ${this.maxDepth} levels`);
    this.position = skipWhitespace(this.text, this.position + 1);
    if (this.text.charAt(this.position) === (character === '{' ? '}' : ']')) {
      this.position += 1;
      return 'complete';
    }
    this.open.push(character === '{' ? new Set() : undefined);
    return character === '{' ? (this.key() ?? 'opened') : 'opened';
  }

  // Closes what ends here and moves on to the next value.
  private afterValue(): 'next' | 'end' | TextMistake {
    while (this.open.length > 0) {
      const keys = this.open.at(-1);
      this.position = skipWhitespace(this.text, this.position);
      const character = this.text.charAt(this.position);
      if (character === ',') {
        this.position = skipWhitespace(this.text, this.position + 1);
        return keys === undefined ? 'next' : (this.key() ?? 'next');
      }
      if (character !== (keys === undefined ? ']' : '}'))
        return this.unexpected(keys === undefined ? '"," or "]"' : '"," or "}"');
      this.position += 1;
      this.open.pop();
    }
    return 'end';
  }

  private key(): TextMistake | undefined {
    const start = this.position;
    if (this.text.charAt(start) !== '"') return this.unexpected('a key in quotes');
    const mistake = this.string();
    if (mistake !== undefined) return mistake;
    const key = String(JSON.parse(this.text.slice(start, this.position)));
    const keys = this.open.at(-1);
    if (keys?.has(key) === true) {
      this.position = start;
      return this.mistake(`key ${JSON.stringify(key)} occurs twice in the same object`);
    }
    keys?.add(key);
    this.position = skipWhitespace(this.text, this.position);
    if (this.text.charAt(this.position) !== ':') return this.unexpected('":"');
    this.position += 1;
    return undefined;
  }

  private string(): TextMistake | undefined {
    for (this.position += 1; ;) {
      const code = this.text.charCodeAt(this.position);
      if (code === 0x22) break;
      if (code === 0x5c) {
        escape.lastIndex = this.position;
        if (!escape.test(this.text)) return this.mistake('invalid JSON: unknown escape in a string');
        this.position = escape.lastIndex;
      } else if (code >= 0x20) this.position += 1;
      else if (Number.isNaN(code)) return this.unexpected('the end of a string');
      else return this.mistake('invalid JSON: control character in a string');
    }
    this.position += 1;
    return undefined;
  }

  private unexpected(expected: string): TextMistake {
    const found =
      this.position >= this.text.length
        ? 'the end of the text'
        : JSON.stringify(this.text.charAt(this.position));
    return this.mistake(`invalid JSON: expected ${expected}, found ${found}`);
  }

  private mistake(message: string): TextMistake {
    return { offset: this.position, message };
  }
}

/** A copy in which halves of surrogate pairs are U+FFFD. */
export function wellFormed(value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed();
  if (Array.isArray(value)) return value.map(wellFormed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, field]) => [key.toWellFormed(), wellFormed(field)]),
  );
}
