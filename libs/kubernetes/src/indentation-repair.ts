import type { ReadValue } from './read-value.js';

/** More columns than block indentation reaches. */
const INDENT = 1024;
const MAX_REPAIRS = 500;
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

  constructor(text: string) {
    this.source = text;
  }

  /** Indents the line at an offset of `source`; false if that has been done, or there is too much of it. */
  indentLineAt(offset: number): boolean {
    const lineStart = this.source.lastIndexOf('\n', offset - 1) + 1;
    const original = lineStart - this.repairs.length * INDENT;
    this.parsedLength += this.source.length;
    const repeated = original <= (this.repairs.at(-1) ?? -1);
    if (repeated || this.repairs.length >= MAX_REPAIRS || this.parsedLength > MAX_PARSED_LENGTH) return false;
    this.repairs.push(original);
    this.source = this.source.slice(0, lineStart) + ' '.repeat(INDENT) + this.source.slice(lineStart);
    return true;
  }

  /** A mistake at an offset of `source`, as one of the original text. */
  mistake(offset: number, message: string): ReadValue {
    let original = offset;
    for (const repair of this.repairs) {
      if (original <= repair) break;
      original = Math.max(repair, original - INDENT);
    }
    return { ok: false, mistake: { offset: original, message } };
  }
}
