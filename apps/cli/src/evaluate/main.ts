import { parseArgs } from 'node:util';

import { answerCase, answerValidity } from './answer-line.js';
import { answerLines, MAX_LINE_BYTES } from './json-lines.js';

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
  const answer = command === 'validate' ? answerValidity : answerCase;
  await answerLines(process.stdin, process.stdout, answer);
}
