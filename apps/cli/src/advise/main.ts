import { renderYaml } from '#libs/advisor';

import { answerLines, type Line, MAX_LINE_BYTES } from '../evaluate/json-lines.js';
import type { Answer } from './answer.js';
import { type Command, InputError, oneOf, readArguments, type Values } from './arguments.js';
import { generate } from './generate.js';
import { HELP } from './help.js';
import { compare, consolidate, tighten } from './policies.js';
import { simulate } from './simulate.js';
import { answerLine, type StreamAnswer } from './stream.js';

const RUN: Readonly<Record<Command, (values: Values) => Answer>> = {
  generate,
  simulate,
  compare,
  tighten,
  consolidate,
};

function streamed(line: Line): string {
  const detail = `line longer than ${MAX_LINE_BYTES / 1024 / 1024} MiB`;
  const answer: StreamAnswer =
    'text' in line ? answerLine(line.text) : { id: null, error: { code: 'invalid-line', detail } };
  return JSON.stringify(answer);
}

async function run(): Promise<number> {
  const given = readArguments(process.argv.slice(2));
  if (given === undefined) {
    process.stdout.write(HELP);
    return 0;
  }
  const { command, values } = given;
  if (values.stream === true) {
    const others = Object.keys(values).filter((option) => option !== 'stream');
    if (others.length > 0) throw new InputError(others.map((each) => `--${each} does not go with --stream`));
    await answerLines(process.stdin, process.stdout, streamed);
    return 0;
  }
  const output = oneOf('output', values.output, ['yaml', 'json'], 'yaml');
  const { result, yaml, notes, exitCode } = RUN[command](values);
  for (const note of notes) process.stderr.write(`${note}\n`);
  const json: unknown = JSON.parse(JSON.stringify(result));
  process.stdout.write(
    output === 'json' ? `${JSON.stringify(json, undefined, 2)}\n` : (yaml ?? renderYaml(Object(json))),
  );
  return exitCode;
}

// a reader that has seen enough (head) is no error
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
try {
  process.exitCode = await run();
} catch (error) {
  if (!(error instanceof InputError)) throw error;
  for (const mistake of error.mistakes) process.stderr.write(`${mistake}\n`);
  process.stderr.write('\nnpm run --silent advise -- --help tells what is allowed\n');
  process.exitCode = 2;
}
