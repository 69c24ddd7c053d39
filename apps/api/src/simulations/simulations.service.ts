import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Verdict } from '#libs/advisor';
import { type Reach, recordedTogether } from '#libs/persistence';
import { CONFIG, type Config, ConflictError, InvalidError, NotFoundError } from '#libs/platform';
import {
  cancelSimulation,
  completeResults,
  createSimulation,
  deleteSimulation,
  type DiffPage,
  findByIdempotencyKey,
  type HistoryEntry,
  type HistoryFilter,
  type Idempotency,
  listSimulations,
  type NamespaceSummary,
  readDiff,
  readHistory,
  readNamespaces,
  readProposals,
  readResult,
  ResultTexts,
  readSimulation,
  requireRoom,
  type ResultFilter,
  type ResultKey,
  type Scope,
  type SimulatedPolicy,
  type Simulation,
  type SimulationOrder,
  type SimulationStatus,
  stopSimulation,
  type StoredProposal,
  type StoredSimulation,
  unknownOfScope,
} from '#libs/simulations';
import { type BeforeApplicationShutdown, Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { requireAreas } from '../auth/index.js';
import { ManifestTexts } from '../computations/index.js';
import { type GeneratedPolicies, PolicyGenerator, PolicyStore, resolvePolicies } from '../policies/index.js';
import { OutboxRelay } from './queue.module.js';
import { RecentSimulations } from './recent-simulations.js';
import {
  checkRequest,
  generateSources,
  type NewSimulationRequest,
  withGrants,
} from './simulation-request.js';

/** How often Postgres is asked on behalf of somebody who waits, in ms. */
const POLL = 250;

/** Simulations as the API knows them. Evaluating them is the worker's part. */
@Injectable()
export class SimulationsService implements BeforeApplicationShutdown {
  readonly #recent: RecentSimulations;
  readonly #resultTexts = new ResultTexts();
  readonly #ending = new AbortController();

  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(PolicyStore) private readonly policies: PolicyStore,
    @Inject(ManifestTexts) private readonly texts: ManifestTexts,
    @Inject(PolicyGenerator) private readonly generator: PolicyGenerator,
    @Inject(OutboxRelay) private readonly relay: OutboxRelay,
    @Inject(CONFIG) private readonly config: Config,
  ) {
    this.#recent = new RecentSimulations(dataSource, config.simulations.readAge);
  }

  /** Those who wait for a simulation are answered with what there is of it: they come again, to another process. */
  beforeApplicationShutdown(): void {
    this.#ending.abort();
    this.#recent.close();
  }

  /**
   * Durable when it resolves; it belongs to the project in which the caller makes things. The same idempotency key with
   * the same request gives the simulation of the first time. Throws `InvalidError` (422), `ForbiddenError` (403) for what
   * the caller does not reach, `ConflictError` (409) if the key was used with another request or
   * too many continuous ones go on, and `TooManyRequestsError` (429) if the project has too many that have not ended.
   */
  async create(
    request: NewSimulationRequest,
    reach: Reach,
    createdBy: string,
    idempotency: Idempotency | undefined,
  ): Promise<StoredSimulation> {
    const project = reach.home;
    const own = reach.within(project);
    const { order: asked, manifests, areas } = await checkRequest(this.texts, request);
    requireAreas(own, areas, '');
    const earlier = await this.findEarlier(idempotency);
    if (earlier !== undefined) return earlier;
    const given = await resolvePolicies(
      { store: this.policies, texts: this.texts },
      own,
      request.policies ?? [],
    );
    if (request.scope !== undefined) await this.requireKnown(request.scope);
    // Before policies are generated for nothing; it is certain only when the simulation is stored.
    await requireRoom(this.dataSource, { project, continuous: request.continuous }, this.config.simulations);
    const generated = await this.generate(request, asked, { reach: own, beside: given });
    const at = new Date();
    const added = {
      id: randomUUID(),
      project,
      name: request.name,
      createdAt: at,
      createdBy,
      idempotency,
      continuous: request.continuous,
      order: withGrants(asked, request, generated),
      manifests,
      // Its bundle tells of what policies were generated from, which may be something else than what is simulated.
      areas: [...areas, ...(generated?.areas ?? [])],
    };
    const store = async (transaction: EntityManager): Promise<StoredSimulation> => {
      const bundle =
        generated && (await this.generator.store(transaction, own, generated, { by: createdBy, at }));
      const policies = [...given, ...(bundle?.policies ?? [])];
      const whole = { ...added, policies, proposals: bundle?.proposals };
      return createSimulation(transaction, whole, this.config.simulations);
    };
    try {
      // The policies that were generated are stored with the simulation, or not at all.
      const stored = await recordedTogether(() => this.dataSource.transaction(store));
      this.relay.kick();
      return stored;
    } catch (error) {
      // The same request at the same time was faster.
      const winner = await this.findEarlier(idempotency);
      if (winner === undefined) throw error;
      return winner;
    }
  }

  private async generate(
    request: NewSimulationRequest,
    { manifestsIn, window }: SimulationOrder,
    generated: { readonly reach: Reach; readonly beside: readonly SimulatedPolicy[] },
  ): Promise<GeneratedPolicies | undefined> {
    if (request.generate === undefined) return undefined;
    const sources = { ...generateSources(request), ...manifestsIn, window };
    return this.generator.generate(request.generate, sources, generated);
  }

  private async findEarlier(idempotency: Idempotency | undefined): Promise<StoredSimulation | undefined> {
    if (idempotency === undefined) return undefined;
    const found = await findByIdempotencyKey(this.dataSource, idempotency);
    if (found === undefined) return undefined;
    if (!found.same) throw new ConflictError('The Idempotency-Key was used with another request.');
    return readSimulation(this.dataSource, found.id);
  }

  /** What was generated with it, by cluster; none if nothing was. */
  async proposals(id: string): Promise<readonly StoredProposal[]> {
    return readProposals(this.dataSource, id);
  }

  /** Throws `NotFoundError`. */
  async read(id: string): Promise<StoredSimulation> {
    return (await this.#recent.read(id)) ?? notFound(id);
  }

  /** As it is, or was a moment ago (`SIMULATION_READ_MAX_AGE`): for those who poll. Throws `NotFoundError`. */
  async readLately(id: string): Promise<StoredSimulation> {
    return (await this.#recent.readLately(id)) ?? notFound(id);
  }

  /**
   * Reads it when it has ended, or, given the version that the caller has seen, when it has changed; at the latest after
   * `milliseconds`, or when the signal is aborted or the process ends.
   */
  async readLater(
    id: string,
    until: {
      readonly milliseconds: number;
      readonly seen: (version: number) => boolean;
      readonly signal: AbortSignal;
    },
  ): Promise<StoredSimulation> {
    const deadline = performance.now() + until.milliseconds;
    const signal = AbortSignal.any([until.signal, this.#ending.signal]);
    for (;;) {
      const found = (await this.#recent.version(id)) ?? notFound(id);
      const left = deadline - performance.now();
      if (found.settled || !until.seen(found.version) || left <= 0 || signal.aborted) return this.read(id);
      await delay(Math.min(POLL, left), undefined, { signal }).catch(() => undefined);
    }
  }

  async list(
    reach: Reach,
    page: {
      readonly limit: number;
      readonly after?: { readonly createdAt: Date; readonly id: string } | undefined;
      readonly status?: SimulationStatus | undefined;
      readonly policy?: string | undefined;
    },
  ): Promise<readonly StoredSimulation[]> {
    return listSimulations(this.dataSource, reach, page);
  }

  /** Cancelling twice is no mistake; cancelling what has ended otherwise is (`ConflictError`). */
  async cancel(id: string): Promise<StoredSimulation> {
    const stored = (await cancelSimulation(this.dataSource, id, new Date())) ?? notFound(id);
    this.#recent.changed(id);
    const { status } = stored.simulation;
    if (status !== 'cancelled') throw new ConflictError(`The simulation has ended already: it ${status}.`);
    this.relay.kick();
    return stored;
  }

  /** Stopping twice is no mistake; stopping what ends by itself, or has ended otherwise, is (`ConflictError`). */
  async stop(id: string): Promise<StoredSimulation> {
    const stored = (await stopSimulation(this.dataSource, id, new Date())) ?? notFound(id);
    this.#recent.changed(id);
    const { status, continuous } = stored.simulation;
    if (continuous === undefined)
      throw new ConflictError('The simulation is not continuous: it ends by itself, or is cancelled.');
    if (status !== 'stopped') throw new ConflictError(`The simulation has ended already: it ${status}.`);
    // Webhooks may have to be told.
    this.relay.kick();
    return stored;
  }

  /** Changes of verdict after a place in the history of a continuous simulation. */
  async history(
    id: string,
    page: { readonly limit: number; readonly after: number; readonly workload: HistoryFilter },
  ): Promise<readonly HistoryEntry[]> {
    await this.read(id);
    return readHistory(this.dataSource, id, page);
  }

  async remove(id: string): Promise<void> {
    const removed = await deleteSimulation(this.dataSource, id);
    this.#recent.changed(id);
    if (!removed) notFound(id);
  }

  /** A page of verdicts, each as JSON. */
  async results(id: string, page: { limit: number; after?: ResultKey | undefined; filter: ResultFilter }) {
    const stored = await this.read(id);
    const verdicts = await this.#resultTexts.read(this.dataSource, { simulation: id, run: stored.run }, page);
    return { stored, verdicts };
  }

  /** The verdict of one workload; throws `NotFoundError` where there is none, or not yet. */
  async result(id: string, key: ResultKey): Promise<Verdict> {
    const { run } = await this.read(id);
    const found = await readResult(this.dataSource, { simulation: id, run }, key);
    if (found !== undefined) return found;
    const { cluster, namespace, kind, name } = key;
    throw new NotFoundError(
      `The simulation ${id} has no result for ${kind} ${namespace}/${name} of cluster ${cluster}.`,
    );
  }

  async namespaces(
    id: string,
    page: {
      readonly limit: number;
      readonly after?: Pick<NamespaceSummary, 'cluster' | 'namespace'> | undefined;
    },
  ): Promise<readonly NamespaceSummary[]> {
    const { run } = await this.read(id);
    return readNamespaces(this.dataSource, { simulation: id, run }, page);
  }

  /**
   * All results of a simulation that has ended, as they are read. Throws `NotFoundError`, and `ConflictError` as long as
   * there may be more. The iteration ends with an error if results are deleted meanwhile.
   */
  async export(
    id: string,
    filter: ResultFilter,
  ): Promise<{ readonly simulation: Simulation; readonly verdicts: AsyncIterable<Verdict> }> {
    const { simulation, run } = await this.readEnded(id);
    return { simulation, verdicts: completeResults(this.dataSource, { simulation: id, run }, filter) };
  }

  /** What changed from `base` to `id`. Both must have succeeded: of one that was cut short, what is missing is not known. */
  async diff(
    id: string,
    base: string,
    page: { readonly limit: number; readonly after?: ResultKey | undefined },
  ): Promise<DiffPage> {
    const after = { simulation: id, run: (await this.readSucceeded(id)).run };
    const before = { simulation: base, run: (await this.readSucceeded(base)).run };
    return readDiff(this.dataSource, { before, after }, page);
  }

  private async readSucceeded(id: string): Promise<StoredSimulation> {
    const stored = await this.readEnded(id);
    const { status, summary } = stored.simulation;
    if (status === 'succeeded' || (status !== 'failed' && status !== 'cancelled' && summary !== undefined))
      return stored;
    throw new ConflictError(`The simulation ${id} has ${status}: its results are not complete.`);
  }

  private async readEnded(id: string): Promise<StoredSimulation> {
    const stored = await this.read(id);
    if (stored.simulation.finishedAt !== undefined || stored.simulation.status === 'active') return stored;
    throw new ConflictError(`The simulation ${id} has not ended yet: its results are not complete.`, {
      headers: { 'retry-after': '1' },
    });
  }

  private async requireKnown(scope: Scope): Promise<void> {
    const unknown = await unknownOfScope(this.dataSource, scope);
    const mistakes = unknown.map(({ path, detail }) => ({
      pointer: `/scope${path}`,
      detail,
      code: 'not-in-inventory',
    }));
    if (mistakes.length > 0) throw new InvalidError('The scope is not valid.', { mistakes });
  }
}

function notFound(id: string): never {
  throw new NotFoundError(`There is no simulation ${id}.`);
}
