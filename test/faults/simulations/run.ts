import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { planKills } from './plan.js';
import { type Ended, mostPatience, Service } from './service.js';
import { manifests, orders } from './workloads.js';

export interface KillRunOptions {
  readonly queue: 'postgres' | 'redis';
  /** Kills, one after the other. */
  readonly rounds: number;
  readonly simulations: number;
  readonly workloads: number;
  readonly seed: number;
  /** Told of progress, line by line. */
  readonly say: (line: string) => void;
}

/** What became of a simulation: status and progress, and its results, a line of JSON each. */
export interface Outcome {
  readonly status: string;
  readonly progress: { readonly done: number; readonly total?: number | undefined };
  readonly results: readonly string[];
}

export interface KillRunResult {
  /** Of each order, in their order, from a run that nobody disturbed. */
  readonly undisturbed: readonly Outcome[];
  /** Of each simulation; the order of number n is n modulo their number. */
  readonly disturbed: readonly Outcome[];
  /** Simulations that there are in the end, besides those that nobody disturbed. */
  readonly stored: number;
  /** Of the processes, when they were asked to end. */
  readonly ended: Ended;
}

/** To which the simulations belong, in turns; an odd number, so that each has every order. */
const projects = ['default', 'payments', 'platform'] as const;

const simulation = z.object({
  id: z.string(),
  status: z.string(),
  finishedAt: z.string().optional(),
  progress: z.object({ done: z.int(), total: z.int().optional() }),
});
const page = z.object({ items: z.array(z.unknown()), next: z.string().optional() });

/**
 * Runs simulations on a service with two workers, and kills one of its processes or services in each round. Every request
 * is repeated until it is answered, under an Idempotency-Key where it creates something.
 *
 * @throws {Error} if a request has no answer, or a simulation makes no progress, for two minutes: with the end of the logs
 */
export async function runKills({ queue, say, ...options }: KillRunOptions): Promise<KillRunResult> {
  const { rounds, simulations, workloads, seed } = options;
  say(`${queue}: seed ${seed}, ${rounds} kills, ${simulations} simulations of ${workloads} workloads`);
  const service = await Service.start(queue === 'redis');
  const callers = new Callers(service, (line) => say(`${queue}, ${line}`));
  let ended: Ended | undefined;
  try {
    await service.ask('POST', '/clusters/prod/manifests', manifests(workloads));
    for (const name of projects.slice(1)) await service.ask('POST', '/projects', { name });
    const calm: string[] = [];
    for (const [index] of orders.entries()) calm.push(await callers.create(index, `calm-${index}`));
    const undisturbed = await callers.outcomes(calm);
    const created: string[] = [];
    for (const [index, kill] of planKills(rounds, seed, queue === 'redis').entries()) {
      const suffering = callers
        .progress()
        .then(() => delay(kill.after))
        .then(() => {
          say(
            `${queue}, round ${index + 1}/${rounds}: ${kill.victim} killed for ${(kill.lasts / 1000).toFixed(1)} s`,
          );
          return service.suffer(kill);
        });
      const upTo = Math.ceil((simulations * (index + 1)) / rounds);
      while (created.length < upTo)
        created.push(await callers.create(created.length, `sim-${created.length}`));
      await suffering;
    }
    const disturbed = await callers.outcomes(created);
    await service.untilReady();
    const stored = (await callers.all()).length - calm.length;
    say(
      `${queue}: ${disturbed.filter(({ status }) => status === 'succeeded').length} of ${stored} succeeded`,
    );
    ended = await service.stop();
    return { undisturbed, disturbed, stored, ended };
  } finally {
    if (ended === undefined) await service.stop();
  }
}

function evaluated(all: readonly z.infer<typeof simulation>[]): number {
  return all.reduce((sum, { progress }) => sum + progress.done, 0);
}

/** How often those who wait tell how far it is, in ms. */
const progressEvery = 10_000;

/** Those who create simulations and wait for them. */
class Callers {
  constructor(
    private readonly service: Service,
    private readonly say: (line: string) => void,
  ) {}

  async create(number: number, key: string): Promise<string> {
    const order = orders[number % orders.length] ?? {};
    const headers = { 'idempotency-key': key };
    const project = projects[number % projects.length] ?? 'default';
    const created = await this.service.ask('POST', `/simulations?project=${project}`, order, headers);
    return simulation.parse(created).id;
  }

  async all(): Promise<readonly z.infer<typeof simulation>[]> {
    const found: unknown[] = [];
    for (let next: string | undefined = ''; next !== undefined;) {
      const cursor: string = next === '' ? '' : `&cursor=${encodeURIComponent(next)}`;
      const read = page.parse(await this.service.ask('GET', `/simulations?limit=1000${cursor}`));
      found.push(...read.items);
      next = read.next;
    }
    return z.array(simulation).parse(found);
  }

  /** Resolves when something more was evaluated than when it was called. */
  async progress(): Promise<void> {
    const before = evaluated(await this.all());
    await this.until((all) => evaluated(all) > before);
  }

  /** Waits until all have ended, and reads what they found. */
  async outcomes(ids: readonly string[]): Promise<readonly Outcome[]> {
    const wanted = new Set(ids);
    const all = await this.until((found) =>
      found.every(({ id, finishedAt }) => !wanted.has(id) || finishedAt !== undefined),
    );
    const byId = new Map(all.map((each) => [each.id, each]));
    const outcomes: Outcome[] = [];
    for (const id of ids) {
      const { status = 'absent', progress = { done: 0 } } = byId.get(id) ?? {};
      outcomes.push({ status, progress, results: await this.results(id) });
    }
    return outcomes;
  }

  /** Patience begins anew whenever something is evaluated. */
  private async until(
    reached: (all: readonly z.infer<typeof simulation>[]) => boolean,
  ): Promise<readonly z.infer<typeof simulation>[]> {
    let last = -1;
    let deadline = 0;
    let told = performance.now();
    for (;;) {
      const all = await this.all();
      if (reached(all)) return all;
      const now = evaluated(all);
      if (performance.now() - told > progressEvery) {
        told = performance.now();
        const ended = all.filter(({ finishedAt }) => finishedAt !== undefined).length;
        this.say(`${ended} of ${all.length} simulations ended, ${now} workloads evaluated`);
      }
      if (now !== last) deadline = performance.now() + mostPatience;
      else if (performance.now() > deadline)
        throw new Error(`nothing is evaluated any more; the processes say:\n${this.service.log()}`);
      last = now;
      await delay(50);
    }
  }

  private async results(id: string): Promise<readonly string[]> {
    const results: string[] = [];
    for (let next: string | undefined = ''; next !== undefined;) {
      const cursor: string = next === '' ? '' : `&cursor=${encodeURIComponent(next)}`;
      const read = page.parse(await this.service.ask('GET', `/simulations/${id}/results?limit=100${cursor}`));
      results.push(...read.items.map((item) => JSON.stringify(item)));
      next = read.next;
    }
    return results;
  }
}
