import { setTimeout as delay } from 'node:timers/promises';
import { countStored, countUnrelayed, differingProfiles, type Outcome, readOutcome } from './outcome.js';
import { describeFault, planFaults } from './plan.js';
import { createStream } from './stream.js';
import { type Group, partitions, Surroundings } from './surroundings.js';

const collectors = 3;
/** How often it is told how far it is, while it is waited for, in ms. */
const progressEvery = 10_000;
/** Nothing stored for so long means that somebody hangs. */
const mostPatience = 120_000;

export interface FaultRunOptions {
  readonly rounds: number;
  /** Messages of the stream, without those that are sent twice. */
  readonly events: number;
  readonly seed: number;
  /** Told of progress, line by line. */
  readonly say: (line: string) => void;
}

/** What a disturbed run left, beside what it should have. */
export interface FaultRunResult {
  readonly malformed: readonly string[];
  readonly disturbed: Outcome;
  readonly undisturbed: Outcome;
  /** Workloads whose profiles are not the same byte for byte. */
  readonly differing: readonly string[];
  readonly deadLetterTopic: readonly string[];
  /** Of the collectors, when they were asked to end. */
  readonly exitCodes: readonly (number | null)[];
}

/**
 * Sends a stream through a broker to three collectors, and disturbs one of them, the broker or the database in each
 * round; then sends the same topics through one collector that nobody disturbs.
 *
 * @throws {Error} if nothing is stored for two minutes although everything is there: with the end of the logs
 */
export async function runFaults({ rounds, events, seed, say }: FaultRunOptions): Promise<FaultRunResult> {
  say(`seed ${seed}: ${rounds} rounds over ${events} events`);
  const { messages, malformed } = createStream(events, seed, partitions);
  const faults = planFaults(rounds, seed, collectors);
  say(
    `${messages.length} messages, ${messages.length - events} of them repeats, ${malformed.length} malformed`,
  );
  const surroundings = await Surroundings.start();
  try {
    const group = await surroundings.startGroup('disturbed', collectors);
    const size = Math.ceil(messages.length / rounds);
    for (const [index, fault] of faults.entries()) {
      const goal = Math.ceil((index + fault.after) * size);
      const sent = Math.min(messages.length, (index + 1) * size);
      const disturb = async (): Promise<void> => {
        const now = await untilStored(group, goal, say);
        say(`round ${index + 1}/${rounds}: ${describeFault(fault)}, ${now} of ${sent} messages stored`);
        await surroundings.disturb(fault, group);
      };
      await Promise.all([surroundings.send(messages.slice(index * size, sent)), disturb()]);
    }
    const disturbed = await finish(group, messages.length, say);
    say(`stored ${messages.length} messages in ${rounds} rounds; now the same topics undisturbed`);
    const deadLetterTopic = await surroundings.readDeadLetterTopic();
    const calm = await surroundings.startGroup('undisturbed', 1);
    const undisturbed = await finish(calm, messages.length, say);
    const differing = differingProfiles(disturbed.outcome, undisturbed.outcome);
    const { size: profiles } = undisturbed.outcome.profiles;
    say(`${profiles - differing.length} of ${profiles} profiles are byte-identical`);
    say(`${disturbed.outcome.letters.length} dead letters of ${malformed.length} malformed messages`);
    return {
      malformed: malformed.toSorted(),
      disturbed: disturbed.outcome,
      undisturbed: undisturbed.outcome,
      differing,
      deadLetterTopic,
      exitCodes: [...disturbed.exitCodes, ...undisturbed.exitCodes],
    };
  } finally {
    await surroundings.stop();
  }
}

/** Waits until a group has stored everything and relayed its dead letters, and ends it in order. */
async function finish(
  group: Group,
  messages: number,
  say: (line: string) => void,
): Promise<{ readonly outcome: Outcome; readonly exitCodes: readonly (number | null)[] }> {
  await untilStored(group, messages, say);
  await until(group, async () => -(await countUnrelayed(group.dataSource)), 0);
  const exitCodes = await group.collectors.stop();
  return { outcome: await readOutcome(group.dataSource), exitCodes };
}

function untilStored(group: Group, count: number, say: (line: string) => void): Promise<number> {
  return until(
    group,
    () => countStored(group.dataSource),
    count,
    (now) => say(`${now} of ${count} messages stored`),
  );
}

/** Waits until a number that rises is as large; returns it. Patience begins anew whenever it rises. */
async function until(
  group: Group,
  measure: () => Promise<number>,
  goal: number,
  tell: (now: number) => void = () => undefined,
): Promise<number> {
  let highest = Number.NEGATIVE_INFINITY;
  let deadline = performance.now() + mostPatience;
  let told = performance.now();
  for (;;) {
    const now = (await measure().catch(() => undefined)) ?? highest;
    if (now >= goal) return now;
    if (performance.now() - told > progressEvery) {
      told = performance.now();
      tell(Math.max(0, now));
    }
    if (now > highest) {
      highest = now;
      deadline = performance.now() + mostPatience;
    }
    if (performance.now() > deadline) {
      throw new Error(
        `no progress from ${highest} to ${goal}; the collectors say:\n${group.collectors.log()}`,
      );
    }
    await delay(20);
  }
}
