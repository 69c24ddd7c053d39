import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';

/** A line beyond this is refused without being held in memory. */
export const MAX_LINE_BYTES = 16 * 1024 * 1024;

const NEWLINE = 0x0a;
const BYTE_ORDER_MARK = '\uFEFF';

/** A line of input, or the finding that it was too long to be read. */
export type Line = { readonly text: string } | { readonly tooLong: true };

/** Splits a chunked input into lines. Holds at most one line, and of one that is too long nothing. */
export class LineSplitter {
  #parts: Buffer[] = [];
  #bytes = 0;
  #first = true;

  constructor(readonly maxBytes: number) {}

  /** The lines that the chunk completes. */
  *push(chunk: Buffer): Generator<Line> {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      this.#keep(chunk.subarray(start, end));
      yield this.#take();
      start = end + 1;
    }
    this.#keep(chunk.subarray(start));
  }

  /** The last line, where the input does not end in a newline. */
  *end(): Generator<Line> {
    if (this.#bytes > 0) yield this.#take();
  }

  #keep(part: Buffer): void {
    this.#bytes += part.length;
    if (this.#bytes > this.maxBytes) this.#parts = [];
    else if (part.length > 0) this.#parts.push(part);
  }

  #take(): Line {
    const tooLong = this.#bytes > this.maxBytes;
    const text = tooLong ? '' : Buffer.concat(this.#parts).toString('utf8');
    this.#parts = [];
    this.#bytes = 0;
    const unmarked = this.#first && text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
    this.#first = false;
    return tooLong ? { tooLong: true } : { text: unmarked };
  }
}

/**
 * Answers each line of the input with one line of output, in order. Blank lines are skipped. What a chunk of input
 * completes is answered and written before more is read, so answers are not held back, and a slow reader of the output
 * slows the reading of the input down instead of filling memory.
 */
export async function answerLines(
  input: Readable,
  output: Writable,
  answer: (line: Line) => string,
  maxBytes: number = MAX_LINE_BYTES,
): Promise<void> {
  const splitter = new LineSplitter(maxBytes);
  const write = async (lines: Iterable<Line>): Promise<void> => {
    for (const line of lines) {
      if ('text' in line && line.text.trim() === '') continue;
      if (!output.write(`${answer(line)}\n`)) await once(output, 'drain');
    }
  };
  for await (const chunk of input) {
    await write(splitter.push(Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk))));
  }
  await write(splitter.end());
}
