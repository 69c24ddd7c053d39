// Options of scripts that are whole numbers: --rounds 20.
import { parseArgs } from 'node:util';

/**
 * The options by name, absent ones as in `defaults`; undefined if help was asked for. Explains mistakes, and ends the
 * process, with the exit code 2.
 *
 * @param {readonly string[]} args
 * @param {Readonly<Record<string, string>>} defaults
 * @param {string} help
 * @returns {Record<string, string> | undefined}
 */
export function wholeNumberOptions(args, defaults, help) {
  try {
    const options = Object.fromEntries(Object.keys(defaults).map((name) => [name, { type: 'string' }]));
    const { values } = parseArgs({ args, options: { ...options, help: { type: 'boolean', short: 'h' } } });
    if (values.help) {
      process.stdout.write(help);
      return undefined;
    }
    for (const [name, value] of Object.entries(values)) {
      if (!/^[1-9]\d{0,8}$/.test(value))
        throw new Error(`--${name} must be a whole number from 1 to 999999999`);
    }
    return { ...defaults, ...values };
  } catch (error) {
    process.stderr.write(`${error.message}\n\n${help}`);
    process.exit(2);
  }
}

/** A seed that is another one each time, and short enough to be typed. */
export function anySeed() {
  return String(1 + (Date.now() % 1_000_000));
}
