import { styleText } from 'node:util';

type Style = Parameters<typeof styleText>[0];

const WIDTH = 96;

/** Writes for people: headings, wrapped text, indented blocks. Colours only where the output is a terminal. */
export class Terminal {
  #step = 0;

  constructor(private readonly output: NodeJS.WritableStream) {}

  /** The title of the whole. */
  title(text: string): void {
    this.line(this.styled('bold', text));
  }

  /** A numbered heading, and the call that it stands for. */
  step(title: string, call: string): void {
    this.#step += 1;
    this.line();
    this.line(`${this.styled('bold', `${this.#step}  ${title}`)}  ${this.styled('dim', call)}`);
  }

  /** A paragraph, wrapped at the width of the page. */
  text(text: string, indent = 3): void {
    for (const line of wrapped(text, WIDTH - indent)) this.line(' '.repeat(indent) + line);
  }

  /** A point of a list: what comes after the mark is wrapped beside it. */
  point(mark: string, text: string, indent = 3): void {
    const [first = '', ...rest] = wrapped(text, WIDTH - indent - 2);
    this.line(`${' '.repeat(indent)}${mark} ${first}`);
    for (const line of rest) this.line(' '.repeat(indent + 2) + line);
  }

  /** Text that keeps its lines, such as YAML. */
  block(text: string, indent = 6): void {
    for (const line of text.trimEnd().split('\n')) {
      this.line(this.styled('cyan', `${' '.repeat(indent)}${line}`.trimEnd()));
    }
  }

  line(text = ''): void {
    this.output.write(`${text}\n`);
  }

  styled(style: Style, text: string): string {
    return styleText(style, text, { stream: this.output, validateStream: true });
  }
}

function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}
