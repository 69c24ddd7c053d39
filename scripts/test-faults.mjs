// npm run test:faults: what collectors store while processes are killed, ended and stalled.
import { requireNode } from './project.mjs';
import { runVitest } from './vitest-run.mjs';
import { anySeed, wholeNumberOptions } from './whole-number-options.mjs';

const help = `npm run test:faults -- [--rounds N] [--events N] [--seed N]

Sends a stream of native events and alerts of falcosidekick, 1 % of them malformed and 5 % sent twice, through a real
broker to three collectors with a real Postgres. In each round a collector, the broker or Postgres is killed, ended or
stalled. In the end the profiles have to be byte-identical to those of an undisturbed run over the same stream, and the
dead letters have to be exactly the malformed messages.

  --rounds N   faults, one after the other         (20)
  --events N   messages, repeats not counted       (300000)
  --seed N     of the stream and of the faults     (another one each time; it is printed)
`;

requireNode();
const defaults = { rounds: '20', events: '300000', seed: anySeed() };
const options = wholeNumberOptions(process.argv.slice(2), defaults, help);
if (options !== undefined) {
  const { rounds, events, seed } = options;
  process.env.FAULTS_ROUNDS = rounds;
  process.env.FAULTS_EVENTS = events;
  process.env.FAULTS_SEED = seed;
  const minutes = 15 + Number(rounds) + Number(events) / 20_000;
  const { passed, failed, problem } = await runVitest('e2e', ['test/faults/faults.spec.ts'], { minutes });
  if (problem !== undefined) console.log(`faults FAILED: ${problem}`);
  console.log(`again: npm run test:faults -- --rounds ${rounds} --events ${events} --seed ${seed}`);
  console.log(`\n${passed} passed, ${failed} failed`);
  process.exitCode = problem === undefined ? 0 : 1;
}
