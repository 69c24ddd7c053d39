import type { ReadValue } from './read-value.js';

/** Bounds the work of parsing the text again after each repair. */
const MAX_PARSED_LENGTH = 16 * 1024 * 1024;

/**
 * go-yaml does not look at the indentation of lines inside `[…]`, `{…}` and quotes, where YAML 1.2 wants it deeper than
 * the parent's:
 *
 *     args: [
 *       "--verbose"
 *     ]
 *
 * Space at the beginning of such lines means nothing, so that each line the parser complains about may be indented.
 */
export class IndentationRepair {
  /** The text with the repairs made so far. */
  source: string;
  /** Where spaces were put in, as offsets in the original text, ascending. */
  private readonly repairs: number[] = [];
  private parsedLength = 0;
  /** More columns than block indentation reaches in this text; 0: not known yet. */
  private indent = 0;

  constructor(text: string) {
    this.source = text;
  }

  /** Indents the line at an offset of `source`; false if that has been done, or there is too much of it. */
  indentLineAt(offset: number): boolean {
    if (this.indent === 0) this.indent = deepestIndentation(this.source) + 2;
    const lineStart = this.source.lastIndexOf('\n', offset - 1) + 1;
    const original = lineStart - this.repairs.length * this.indent;
    this.parsedLength += this.source.length;
    const repeated = original <= (this.repairs.at(-1) ?? -1);
    if (repeated || this.parsedLength > MAX_PARSED_LENGTH) return false;
    this.repairs.push(original);
    this.source = this.source.slice(0, lineStart) + ' '.repeat(this.indent) + this.source.slice(lineStart);
    return true;
  }

  /** A mistake at an offset of `source`, as one of the original text. */
  mistake(offset: number, message: string): ReadValue {
    let original = offset;
    for (const repair of this.repairs) {
      if (original <= repair) break;
      original = Math.max(repair, original - this.indent);
    }
    return { ok: false, mistake: { offset: original, message } };
  }
}

// A block collection begins at the column of its first entry, with nothing but indicators before it.
function deepestIndentation(text: string): number {
  let deepest = 0;
  for (const [prefix] of text.matchAll(/^[ \t\-?:]+/gm)) deepest = Math.max(deepest, prefix.length);
  return deepest;
}
