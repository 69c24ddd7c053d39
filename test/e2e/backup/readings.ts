import { z } from 'zod';
import type { Product } from './product.js';

const item = z.record(z.string(), z.unknown());
type Item = z.infer<typeof item>;
const page = z.object({ items: z.array(item), next: z.string().optional() });

/** Workloads of this namespace go on being observed; all else has to be the same before and after. */
export const BUSY_NAMESPACE = 'busy';

/** What the API says of its state. */
export interface Readings {
  /** By path. */
  readonly answers: ReadonlyMap<string, unknown>;
  /** Paths as the OpenAPI document has them. */
  readonly operations: ReadonlySet<string>;
}

class Reader implements Readings {
  readonly answers = new Map<string, unknown>();
  readonly operations = new Set<string>();

  constructor(private readonly product: Product) {}

  /** `values`: of the parameters in the template, by their names. */
  async one(template: string, values: Item, query = ''): Promise<unknown> {
    const path = template.replace(/\{(\w+)\}/g, (_, name: string) =>
      encodeURIComponent(z.coerce.string().parse(values[name])),
    );
    const answer = await this.product.ask('GET', path + query);
    this.operations.add(template);
    this.answers.set(path + query, withoutProgress(answer));
    return answer;
  }

  /** All pages. */
  async list(template: string, values: Item = {}): Promise<readonly Item[]> {
    const items: Item[] = [];
    let query = '?limit=50';
    for (;;) {
      const { items: some, next } = page.parse(await this.one(template, values, query));
      items.push(...some);
      if (next === undefined) return items;
      query = `?limit=50&cursor=${encodeURIComponent(next)}`;
    }
  }
}

/** Reads everything that the API shows of its state, but what is in motion: as an admin, who may see it all. */
export async function readEverything(product: Product): Promise<Readings> {
  const reader = new Reader(product);
  await reader.list('/audit');
  for (const { name } of await reader.list('/projects'))
    await reader.one('/projects/{project}', { project: name });
  for (const key of await reader.list('/keys')) await reader.one('/keys/{id}', key);
  for (const deletion of await reader.list('/deletions')) await reader.one('/deletions/{id}', deletion);
  for (const { name: cluster } of await reader.list('/clusters')) {
    await reader.one('/clusters/{cluster}', { cluster });
    // Of a day of which no more is told: what agents sent is counted for all namespaces together.
    await reader.one('/clusters/{cluster}/coverage', { cluster }, '?from=2026-02-28&to=2026-02-28');
  }
  for (const webhook of await reader.list('/webhooks')) {
    await reader.one('/webhooks/{id}', webhook);
    for (const { id: delivery } of await reader.list('/webhooks/{id}/deliveries', webhook))
      await reader.one('/webhooks/{id}/deliveries/{delivery}', { ...webhook, delivery });
  }
  await readPolicies(reader);
  await readSimulations(reader);
  await readWorkloads(reader);
  return reader;
}

/** How far a simulation is that runs changes by the moment. */
function withoutProgress(answer: unknown): unknown {
  if (Array.isArray(answer)) return answer.map(withoutProgress);
  const object = item.safeParse(answer);
  if (!object.success) return answer;
  const { progress, ...rest } = object.data;
  const kept = rest['status'] === 'running' || progress === undefined ? rest : object.data;
  return Object.fromEntries(Object.entries(kept).map(([name, value]) => [name, withoutProgress(value)]));
}

async function readPolicies(reader: Reader): Promise<void> {
  for (const { id } of await reader.list('/policies')) {
    await reader.one('/policies/{id}', { id });
    for (const { revision } of await reader.list('/policies/{id}/revisions', { id }))
      await reader.one('/policies/{id}/revisions/{revision}', { id, revision });
  }
}

async function readSimulations(reader: Reader): Promise<void> {
  for (const { id, status, policies } of await reader.list('/simulations')) {
    await reader.one('/simulations/{id}', { id });
    if (status === 'running') continue;
    for (const { workload } of await reader.list('/simulations/{id}/results', { id }))
      await reader.one('/simulations/{id}/results/{cluster}/{namespace}/{kind}/{name}', {
        id,
        ...item.parse(workload),
      });
    await reader.list('/simulations/{id}/history', { id });
    await reader.list('/simulations/{id}/namespaces', { id });
    if (status !== 'succeeded') continue; // there is nothing to export yet
    for (const format of ['json', 'csv'])
      await reader.one('/simulations/{id}/export', { id }, `?format=${format}`);
    const generated = z
      .array(z.object({ name: z.string() }))
      .catch([])
      .parse(policies);
    if (generated.some(({ name }) => name.startsWith('prod.')))
      await reader.one('/simulations/{id}/bundle', { id });
    await reader.one('/simulations/{id}/diff', { id }, `?base=${z.string().parse(id)}`);
  }
}

async function readWorkloads(reader: Reader): Promise<void> {
  for (const { id, namespace } of await reader.list('/workloads')) {
    if (namespace === BUSY_NAMESPACE) continue;
    await reader.one('/workloads/{id}', { id });
    await reader.one('/workloads/{id}/profile', { id });
    await reader.one('/workloads/{id}/coverage', { id });
    await reader.list('/workloads/{id}/interactions', { id });
    await reader.list('/workloads/{id}/service-account-uses', { id });
    for (const { id: decision } of await reader.list('/workloads/{id}/decisions', { id }))
      await reader.one('/workloads/{id}/decisions/{decision}', { id, decision });
  }
}
