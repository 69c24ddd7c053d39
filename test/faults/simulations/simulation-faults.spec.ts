import { execFileSync } from 'node:child_process';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { runKills } from './run.js';
import { orders } from './workloads.js';

/** Short unless `npm run test:simulation-faults` says otherwise. */
const {
  KILLS_ROUNDS: rounds,
  KILLS_SIMULATIONS: simulations,
  KILLS_WORKLOADS: workloads,
  KILLS_SEED: seed,
} = z
  .object({
    KILLS_ROUNDS: z.coerce.number().default(4),
    KILLS_SIMULATIONS: z.coerce.number().default(8),
    KILLS_WORKLOADS: z.coerce.number().default(60),
    KILLS_SEED: z.coerce.number().default(1),
  })
  .parse(process.env);

beforeAll(() => {
  execFileSync(process.execPath, ['scripts/build.mjs'], { stdio: 'inherit' });
});

// Side by side: most of the time is spent waiting for the locks of those that were killed.
describe.concurrent('simulations while workers, the API, Postgres and Redis are killed', () => {
  it.each(['postgres', 'redis'] as const)(
    'end with the results of an undisturbed run, with the queue in %s',
    async (queue) => {
      const say = (line: string): void => void process.stderr.write(`kills: ${line}\n`);
      const result = await runKills({ queue, rounds, simulations, workloads, seed, say });
      expect(result.undisturbed.map(({ status, results }) => [status, results.length])).toEqual([
        ['succeeded', workloads],
        ['succeeded', workloads],
        ['succeeded', Math.floor(workloads / 2)],
        ['succeeded', Math.ceil(workloads / 3)],
      ]);
      expect(result.disturbed).toEqual(
        Array.from({ length: simulations }, (_, number) => result.undisturbed[number % orders.length]),
      );
      expect(result.stored).toBe(simulations);
      expect(result.ended).toEqual({ exitCodes: [0, 0, 0] });
    },
    120_000 + rounds * 30_000,
  );
});
