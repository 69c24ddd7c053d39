// npm run test:simulation-faults: what simulations find while processes and services are killed under them.
import { requireNode } from './project.mjs';
import { runVitest } from './vitest-run.mjs';
import { anySeed, wholeNumberOptions } from './whole-number-options.mjs';

const help = `npm run test:simulation-faults -- [--rounds N] [--simulations N] [--workloads N] [--seed N]

Creates simulations on an API with two workers. In each round one of them, Postgres or Redis is killed (SIGKILL) and comes
back after up to two seconds. In the end each simulation must have succeeded, once, with the results of a run that nobody
disturbed. Once with the queue in Postgres, once in Redis.

  --rounds N       kills, one after the other               (20)
  --simulations N  spread over the rounds                   (50)
  --workloads N    of the inventory                         (400)
  --seed N         of the kills                             (another one each time; it is printed)
`;

requireNode();
const defaults = { rounds: '20', simulations: '50', workloads: '400', seed: anySeed() };
const options = wholeNumberOptions(process.argv.slice(2), defaults, help);
if (options !== undefined) {
  const { rounds, simulations, workloads, seed } = options;
  process.env.KILLS_ROUNDS = rounds;
  process.env.KILLS_SIMULATIONS = simulations;
  process.env.KILLS_WORKLOADS = workloads;
  process.env.KILLS_SEED = seed;
  const minutes = 10 + Number(rounds) + (Number(simulations) * Number(workloads)) / 5_000;
  const { passed, failed, problem } = await runVitest('e2e', ['test/faults/simulations'], { minutes });
  if (problem !== undefined) console.log(`simulation faults FAILED: ${problem}`);
  const repeated = Object.entries(options).map(([name, value]) => `--${name} ${value}`);
  console.log(`again: npm run test:simulation-faults -- ${repeated.join(' ')}`);
  console.log(`\n${passed} passed, ${failed} failed`);
  process.exitCode = problem === undefined ? 0 : 1;
}
