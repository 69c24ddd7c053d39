import { parseArgs } from 'node:util';

/**
 * The arguments of a benchmark, at most so many. `--help` prints the help and ends the process before anything is measured; a
 * mistake is said together with the help, and ends it with 2.
 */
export function benchArguments(help: string, most = 0): readonly string[] {
  try {
    const { values, positionals } = parseArgs({
      options: { help: { type: 'boolean', short: 'h' } },
      allowPositionals: most > 0,
    });
    if (values.help === true) {
      process.stdout.write(help);
      process.exit(0);
    }
    if (positionals.length <= most) return positionals;
    return refuse(help, `${positionals.length} arguments are too many`);
  } catch (error) {
    return refuse(help, error instanceof Error ? error.message : String(error));
  }
}

/** A whole number from 10 on: figures of growth compare with a tenth. */
export function countIn(help: string, text: string | undefined, fallback: number): number {
  if (text === undefined) return fallback;
  const count = Number(text);
  return Number.isInteger(count) && count >= 10 ? count : refuse(help, `${text} is no number from 10 on`);
}

function refuse(help: string, mistake: string): never {
  process.stderr.write(`${mistake}\n\n${help}`);
  process.exit(2);
}
