import { randomUUID } from 'node:crypto';
import { unknownInScope } from '#libs/inventory';
import { ConflictError, InvalidError, NotFoundError } from '#libs/platform';
import {
  cancelSimulation,
  createSimulation,
  deleteSimulation,
  listSimulations,
  readResults,
  readSimulation,
  type ResultFilter,
  type ResultKey,
  type Scope,
  type SimulationStatus,
  type StoredSimulation,
} from '#libs/simulations';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { PolicyStore } from '../policies/index.js';
import { OutboxRelay } from './queue.module.js';
import { resolvePolicies } from './simulation-policies.js';
import { checkRequest, type NewSimulationRequest } from './simulation-request.js';

/** Simulations as the API knows them. Evaluating them is the worker's part. */
@Injectable()
export class SimulationsService {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(PolicyStore) private readonly policies: PolicyStore,
    @Inject(OutboxRelay) private readonly relay: OutboxRelay,
  ) {}

  /** Durable when it resolves. Throws `InvalidError` (422). */
  async create(request: NewSimulationRequest, createdBy: string): Promise<StoredSimulation> {
    const { order, manifests } = checkRequest(request);
    const policies = await resolvePolicies(this.policies, request.policies);
    await this.requireKnown(order.scope);
    const stored = await createSimulation(this.dataSource, {
      id: randomUUID(),
      name: request.name,
      createdAt: new Date(),
      createdBy,
      order,
      policies,
      manifests,
    });
    this.relay.kick();
    return stored;
  }

  /** Throws `NotFoundError`. */
  async read(id: string): Promise<StoredSimulation> {
    return (await readSimulation(this.dataSource, id)) ?? notFound(id);
  }

  async list(page: {
    readonly limit: number;
    readonly after?: { readonly createdAt: Date; readonly id: string } | undefined;
    readonly status?: SimulationStatus | undefined;
    readonly policy?: string | undefined;
  }): Promise<readonly StoredSimulation[]> {
    return listSimulations(this.dataSource, page);
  }

  /** Cancelling twice is no mistake; cancelling what has ended otherwise is (`ConflictError`). */
  async cancel(id: string): Promise<StoredSimulation> {
    const stored = (await cancelSimulation(this.dataSource, id, new Date())) ?? notFound(id);
    const { status } = stored.simulation;
    if (status !== 'cancelled') throw new ConflictError(`The simulation has ended already: it ${status}.`);
    return stored;
  }

  async remove(id: string): Promise<void> {
    if (!(await deleteSimulation(this.dataSource, id))) notFound(id);
  }

  async results(id: string, page: { limit: number; after?: ResultKey | undefined; filter: ResultFilter }) {
    const stored = await this.read(id);
    const verdicts = await readResults(this.dataSource, { simulation: id, run: stored.run }, page);
    return { stored, verdicts };
  }

  private async requireKnown(scope: Scope): Promise<void> {
    const unknown = await unknownInScope(this.dataSource, scope);
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
