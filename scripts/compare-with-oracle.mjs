// Searches for cases on which the engine and the oracle disagree. The oracle is a program that runs the real
// controller's code: it makes up cases by itself (`gen`) and answers them. Its path is given in PSP_ORACLE.
// Usage: PSP_ORACLE=<binary> node scripts/compare-with-oracle.mjs [--count 100000] [--seeds 1,2] [--profiles single,set]
//        [--show 5]
//        PSP_ORACLE=<binary> node scripts/compare-with-oracle.mjs --cases <file of cases, JSON Lines>
// Prints a line for each profile and seed; exits with 1 if anything disagrees. The project has to be built.
import { spawn } from 'node:child_process';
import { createReadStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';

import { disagreements } from '../test/vectors/compare-answers.ts';
import { pinnedNode, root, say } from './project.mjs';

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '100000' },
    seeds: { type: 'string', default: '1' },
    profiles: { type: 'string', default: 'single,set,rbac,update,validity,real' },
    show: { type: 'string', default: '5' },
    cases: { type: 'string' },
  },
});

const oracle = process.env.PSP_ORACLE;
const evaluate = join(root, 'dist', 'apps', 'cli', 'src', 'evaluate', 'main.js');
if (!oracle || !existsSync(oracle)) {
  say('PSP_ORACLE has to name the oracle program');
  process.exit(2);
}
if (!existsSync(evaluate)) {
  say('build the project first: npm run build');
  process.exit(2);
}

/** Lines of a stream, without end-of-line. */
const lines = (stream) => createInterface({ input: stream, crlfDelay: Infinity })[Symbol.asyncIterator]();

/** Runs the cases of a source through both programs side by side and compares answer by answer. */
async function compare(name, source) {
  const started = Date.now();
  const expectedBy = spawn(oracle, ['--workers', '1'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const answeredBy = spawn(pinnedNode(), [evaluate], { stdio: ['pipe', 'pipe', 'inherit'] });
  source.pipe(expectedBy.stdin);
  source.pipe(answeredBy.stdin);
  const answers = lines(answeredBy.stdout);
  const kinds = new Map();
  let cases = 0;
  let disagree = 0;
  for await (const line of lines(expectedBy.stdout)) {
    const expected = JSON.parse(line);
    const { value, done } = await answers.next();
    cases += 1;
    const found = done ? [{ field: 'missing' }] : disagreements(expected, JSON.parse(value));
    // a case that the oracle itself refuses has to be refused
    if (expected.inputError !== undefined && found[0]?.field === 'error') continue;
    if (found.length === 0) continue;
    disagree += 1;
    for (const field of new Set(found.map((each) => each.field.replace(/\[.*?\]/g, '[]')))) {
      kinds.set(field, (kinds.get(field) ?? 0) + 1);
    }
    if (disagree <= Number(values.show)) {
      process.stderr.write(`${JSON.stringify({ case: name, id: expected.id, found }).slice(0, 4000)}\n`);
    }
  }
  const seconds = (Date.now() - started) / 1000;
  const result = {
    ...name,
    cases,
    agree: cases - disagree,
    disagree,
    kinds: Object.fromEntries(kinds),
    seconds,
  };
  process.stdout.write(`${JSON.stringify(result)}\n`);
  return disagree === 0 && cases > 0;
}

let agree = true;
if (values.cases !== undefined) {
  agree = await compare({ cases: values.cases }, createReadStream(values.cases));
} else {
  for (const profile of values.profiles.split(',')) {
    for (const seed of values.seeds.split(',')) {
      const generator = spawn(
        oracle,
        ['gen', '--seed', seed, '--count', values.count, '--profile', profile],
        {
          stdio: ['ignore', 'pipe', 'inherit'],
        },
      );
      agree = (await compare({ profile, seed }, generator.stdout)) && agree;
    }
  }
}
process.exitCode = agree ? 0 : 1;
