import { execFileSync } from 'node:child_process';
import { beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { runFaults } from './run.js';

/** Short unless `npm run test:faults` says otherwise. The seed stalls a collector for longer than its session. */
const {
  FAULTS_ROUNDS: rounds,
  FAULTS_EVENTS: events,
  FAULTS_SEED: seed,
} = z
  .object({
    FAULTS_ROUNDS: z.coerce.number().default(4),
    FAULTS_EVENTS: z.coerce.number().default(12_000),
    FAULTS_SEED: z.coerce.number().default(322),
  })
  .parse(process.env);

beforeAll(() => {
  execFileSync(process.execPath, ['scripts/build.mjs'], { stdio: 'inherit' });
});

it(
  'collectors store what one would have stored undisturbed, whatever is killed, ended or stalled',
  async () => {
    const say = (line: string): void => void process.stderr.write(`faults: ${line}\n`);
    const result = await runFaults({ rounds, events, seed, say });
    expect(result.differing).toEqual([]);
    expect(result.undisturbed.profiles.size).toBeGreaterThan(100);
    expect(result.malformed.length).toBeGreaterThan(events / 200);
    expect(result.undisturbed.letters).toEqual(result.malformed);
    expect(result.disturbed.letters).toEqual(result.malformed);
    expect(result.deadLetterTopic).toEqual(result.malformed);
    expect(result.exitCodes).toEqual([0, 0, 0, 0]);
  },
  300_000 + rounds * 60_000,
);
