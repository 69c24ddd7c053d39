import { parseArgs } from 'node:util';

import { readDocuments } from '#libs/kubernetes';

import { idOf, InputError, parseCaseInput } from './case-input.js';
import { evaluateCase, evaluateValidity } from './evaluate-case.js';
import { answerLines, type Line, MAX_LINE_BYTES } from './json-lines.js';

const HELP = `Usage: npm run --silent evaluate [-- validate | -- --help]

Answers as the PodSecurityPolicy admission controller of Kubernetes 1.24 does. Reads JSON Lines on standard input and
writes one line of JSON on standard output for each, in order; exits with 0 at the end of the input.

  (nothing)   a line is a case: {"id", "psps", "pod", "operation", "oldPod", "user", "rbac", "serviceAccounts", …};
              the answer says whether the request is allowed, by which policy, the pod as stored, and what each policy
              says. test/data/vectors/README.md describes both formats. A wrapper {"input": …} is taken off.
  validate    a line is a PodSecurityPolicy; the answer is {"name", "valid", "errors"}

Blank lines are skipped. A line that can't be read is answered by {"id", "error"} in its place, and the run goes on;
a line may have ${MAX_LINE_BYTES / 1024 / 1024} MiB. Of API validation of pods, only conflicts that admission itself
creates are looked for (stage "podValidation").
`;

function parseLine(line: Line): unknown {
  if ('tooLong' in line) throw new InputError(`line longer than ${MAX_LINE_BYTES / 1024 / 1024} MiB`);
  if (!line.text.trimStart().startsWith('{')) throw new InputError('not a JSON object');
  const { documents, mistakes } = readDocuments(line.text);
  const [mistake] = mistakes;
  if (mistake !== undefined) throw new InputError(`column ${mistake.column}: ${mistake.message}`);
  const [document, ...others] = documents;
  if (document === undefined || others.length > 0) throw new InputError('a line has to hold one JSON object');
  return document.value;
}

function answerWith(answer: (value: unknown) => object): (line: Line) => string {
  return (line) => {
    let value: unknown;
    try {
      value = parseLine(line);
      return JSON.stringify(answer(value));
    } catch (error) {
      const id = idOf(value);
      const message = error instanceof InputError ? error.message : `can't be evaluated: ${String(error)}`;
      return JSON.stringify({ ...(id !== undefined && { id }), error: message });
    }
  };
}

const { values, positionals } = parseArgs({
  options: { help: { type: 'boolean', short: 'h' } },
  allowPositionals: true,
});
const [command, ...rest] = positionals;
if (values.help === true) {
  process.stdout.write(HELP);
} else if (rest.length > 0 || (command !== undefined && command !== 'validate')) {
  process.stderr.write(`unknown argument: ${positionals.join(' ')}\n\n${HELP}`);
  process.exitCode = 2;
} else {
  // a reader that has seen enough (head) is no error
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
  const answer =
    command === 'validate' ? evaluateValidity : (value: unknown) => evaluateCase(parseCaseInput(value));
  await answerLines(process.stdin, process.stdout, answerWith(answer));
}
