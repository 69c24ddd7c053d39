import type { Config } from './config/config.js';
import { loadConfig } from './config/load-config.js';
import { messageOf } from './errors/message-of.js';

/** What a command gets. `config` reads the settings: only commands that need them insist on them. */
export interface CommandInput {
  readonly args: readonly string[];
  readonly config: () => Config;
}

/** What a command gives back: lines for standard output, or what is wrong with how it was called. */
export type CommandResult = { readonly output: readonly string[] } | { readonly usage: string };

/**
 * Runs a command of the command line: `--help` and `-h` print the help. Exits 0; 1 if the command fails; 2 if it was
 * called wrongly. Messages go to standard error.
 */
export async function runCommand(
  help: string,
  command: (input: CommandInput) => Promise<CommandResult>,
): Promise<void> {
  const args = process.argv.slice(2);
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(help);
    return;
  }
  try {
    const result = await command({ args, config: () => loadConfig(process.env, { onWarning: complain }) });
    if ('usage' in result) {
      complain(`${result.usage}\n\n${help}`);
      process.exitCode = 2;
    } else {
      process.stdout.write(result.output.map((line) => `${line}\n`).join(''));
    }
  } catch (error) {
    process.exitCode = isParseArgsError(error) ? 2 : 1;
    complain(messageOf(error));
  }
}

// Errors of node:util parseArgs: unknown options, options without their value.
function isParseArgsError(error: unknown): boolean {
  return error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS_');
}

function complain(line: string): void {
  process.stderr.write(`${line}\n`);
}
