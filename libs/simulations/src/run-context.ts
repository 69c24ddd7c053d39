import { firstRow, rows, type SqlRunner } from '#libs/persistence';
import { decodePolicy, type PodSecurityPolicy } from '#libs/psp';
import { alwaysAllow, type Authorizer, authorizerOf } from '#libs/kubernetes';
import { z } from 'zod';
import { type ManifestWorkload, manifestWorkloads } from './manifest-workloads.js';
import type { ClusterState, InventorySource } from './ports.js';
import type { RunReference } from './result-store.js';
import { kubernetesDocument, type SimulationOrder, simulationOrder } from './simulation-order.js';

/** What all chunks of a run share. Policies are compiled once by the advisor: the array stays the same. */
export interface RunContext {
  readonly order: SimulationOrder;
  readonly policies: readonly PodSecurityPolicy[];
  /** The workloads of the request's manifests, by position of the document. */
  readonly manifests: ReadonlyMap<number, ManifestWorkload>;
  readonly manifestsById: ReadonlyMap<string, ManifestWorkload>;
  /** Who may use which policy in that cluster, its service accounts and its own policies. */
  clusterState(cluster: string): Promise<ClusterState>;
}

/** Reads a run's context; undefined if the simulation is not running (any more), or is at another run. */
export async function readRunContext(
  runner: SqlRunner,
  inventory: InventorySource,
  { simulation, run }: RunReference,
): Promise<RunContext | undefined> {
  const found = await firstRow(
    runner,
    z.object({ request: simulationOrder }),
    `SELECT request FROM simulations WHERE id = $1 AND run = $2 AND status = 'running'`,
    [simulation, run],
  );
  if (found === undefined) return undefined;
  const order = found.request;
  const policies = await readDocuments(runner, 'simulation_policies', simulation);
  const manifests = await readDocuments(runner, 'simulation_manifests', simulation);
  const fromManifests = manifestWorkloads(manifests, order.manifestsIn);
  const clusters = new Map<string, Promise<ClusterState>>();
  const given = givenAuthorizer(order);
  return {
    order,
    policies: policies.map(storedPolicy),
    manifests: new Map(fromManifests.map((each) => [each.position, each])),
    manifestsById: new Map(fromManifests.map((each) => [each.id, each])),
    clusterState: (cluster) => {
      let state = clusters.get(cluster);
      if (state === undefined) {
        state = inventory.clusterState(cluster).then((known) => ({
          ...known,
          ...(given !== undefined && { authorizer: given }),
          ...(order.podCreators !== undefined && { podCreators: order.podCreators }),
        }));
        clusters.set(cluster, state);
        state.catch(() => clusters.delete(cluster));
      }
      return state;
    },
  };
}

async function readDocuments(
  runner: SqlRunner,
  table: 'simulation_policies' | 'simulation_manifests',
  simulation: string,
) {
  const found = await rows(
    runner,
    z.object({ document: kubernetesDocument }),
    `SELECT document FROM ${table} WHERE simulation_id = $1 ORDER BY position`,
    [simulation],
  );
  return found.map(({ document }) => document);
}

function storedPolicy(document: unknown): PodSecurityPolicy {
  const decoded = decodePolicy(document);
  if (!decoded.ok) throw new Error('a stored policy can no longer be decoded');
  return decoded.value;
}

// Undefined: as the inventory of each cluster says.
function givenAuthorizer({ grants }: SimulationOrder): Authorizer | undefined {
  if (grants === 'all') return alwaysAllow;
  return grants === 'cluster' ? undefined : authorizerOf(grants.objects);
}

/** The contexts of the latest runs, so that chunks of one run read it once. */
export class RunContexts {
  readonly #contexts = new Map<string, Promise<RunContext | undefined>>();

  constructor(
    private readonly read: (run: RunReference) => Promise<RunContext | undefined>,
    private readonly capacity = 8,
  ) {}

  async get(run: RunReference): Promise<RunContext | undefined> {
    const key = `${run.simulation}/${run.run}`;
    const context = this.#contexts.get(key) ?? this.read(run);
    this.#contexts.delete(key);
    this.#contexts.set(key, context);
    for (const [oldest] of this.#contexts) {
      if (this.#contexts.size <= this.capacity) break;
      this.#contexts.delete(oldest);
    }
    try {
      const found = await context;
      if (found === undefined) this.#contexts.delete(key);
      return found;
    } catch (error) {
      this.#contexts.delete(key);
      throw error;
    }
  }
}
