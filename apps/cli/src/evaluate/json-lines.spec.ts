import { once } from 'node:events';
import { PassThrough, Readable, Writable } from 'node:stream';

import { describe, expect, it } from 'vitest';

import { answerLines, type Line } from './json-lines.js';

const echo = (line: Line): string => ('tooLong' in line ? 'too long' : `<${line.text}>`);

async function answers(chunks: readonly (string | Buffer)[], maxBytes?: number): Promise<string> {
  const output = new PassThrough();
  const texts: string[] = [];
  output.on('data', (chunk: Buffer) => texts.push(chunk.toString()));
  await answerLines(Readable.from(chunks.map((chunk) => Buffer.from(chunk))), output, echo, maxBytes);
  return texts.join('');
}

describe('lines', () => {
  it('are answered one by one, in order, however the input is cut', async () => {
    expect(await answers(['a\nb', 'c\n', '\n  \r\n', 'd'])).toBe('<a>\n<bc>\n<d>\n');
  });

  it('may be cut within a character', async () => {
    const bytes = Buffer.from('ä😀\n');
    expect(await answers([bytes.subarray(0, 1), bytes.subarray(1, 4), bytes.subarray(4)])).toBe('<ä😀>\n');
  });

  it('may begin with a byte order mark, and end in CRLF', async () => {
    expect(await answers(['\uFEFFa\r\nb\r\n'])).toBe('<a\r>\n<b\r>\n');
  });

  it('that are too long are answered in their place, and the next one is read', async () => {
    expect(await answers(['aaaa', 'aaaa', 'a\nbb\n', 'c'.repeat(9)], 8)).toBe('too long\n<bb>\ntoo long\n');
  });

  it('are answered before the next one comes', async () => {
    const input = new PassThrough();
    const output = new PassThrough();
    const done = answerLines(input, output, echo);
    input.write('a\n');
    const [first] = await once(output, 'data');
    expect(String(first)).toBe('<a>\n');
    input.end();
    await done;
  });

  it('are not read faster than the answers are', async () => {
    let produced = 0;
    const input = new Readable({
      highWaterMark: 1,
      read() {
        produced += 1;
        this.push(produced > 1000 ? null : `${'x'.repeat(999)}\n`);
      },
    });
    const waiting: (() => void)[] = [];
    const output = new Writable({
      highWaterMark: 1,
      write: (_chunk, _encoding, accepted) => void waiting.push(accepted),
    });
    const done = answerLines(input, output, echo);
    await new Promise((resolve) => setImmediate(resolve));
    expect(produced).toBeLessThan(10);
    const accept = (): void => {
      waiting.shift()?.();
      if (produced <= 1000 || waiting.length > 0) setImmediate(accept);
    };
    accept();
    await done;
    expect(produced).toBe(1001);
  });
});
