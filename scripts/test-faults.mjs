// npm run test:faults: what collectors store while processes are killed, ended and stalled.
import { parseArgs } from 'node:util';
import { requireNode } from './project.mjs';
import { runVitest } from './vitest-run.mjs';

const help = `npm run test:faults -- [--rounds N] [--events N] [--seed N]

Sends a stream of native events and alerts of falcosidekick, 1 % of them malformed and 5 % sent twice, through a real
broker to three collectors with a real Postgres. In each round a collector, the broker or Postgres is killed, ended or
stalled. In the end the profiles have to be byte-identical to those of an undisturbed run over the same stream, and the
dead letters have to be exactly the malformed messages.

  --rounds N   faults, one after the other         (20)
  --events N   messages, repeats not counted       (300000)
  --seed N     of the stream and of the faults     (another one each time; it is printed)
`;

/**
 * The whole numbers from 1 on that the options give; undefined if help was asked for.
 *
 * @returns {{ rounds: string, events: string, seed: string } | undefined}
 */
function optionsOf(args) {
  const { values } = parseArgs({
    args,
    options: {
      rounds: { type: 'string' },
      events: { type: 'string' },
      seed: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return undefined;
  const { rounds = '20', events = '300000', seed = String(1 + (Date.now() % 1_000_000)) } = values;
  for (const [name, value] of Object.entries({ rounds, events, seed })) {
    if (!/^[1-9]\d{0,8}$/.test(value))
      throw new Error(`--${name} must be a whole number from 1 to 999999999`);
  }
  return { rounds, events, seed };
}

requireNode();
let options;
try {
  options = optionsOf(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error.message}\n\n${help}`);
  process.exit(2);
}
if (options === undefined) {
  process.stdout.write(help);
} else {
  const { rounds, events, seed } = options;
  process.env.FAULTS_ROUNDS = rounds;
  process.env.FAULTS_EVENTS = events;
  process.env.FAULTS_SEED = seed;
  const minutes = 15 + Number(rounds) + Number(events) / 20_000;
  const { passed, failed, problem } = await runVitest('e2e', ['test/faults'], { minutes });
  if (problem !== undefined) console.log(`faults FAILED: ${problem}`);
  console.log(`again: npm run test:faults -- --rounds ${rounds} --events ${events} --seed ${seed}`);
  console.log(`\n${passed} passed, ${failed} failed`);
  process.exitCode = problem === undefined ? 0 : 1;
}
