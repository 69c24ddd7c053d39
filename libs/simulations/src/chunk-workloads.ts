import { failuresOfToday, hasPlainNames, type PodFailure } from '#libs/advisor';
import type { TemplatedWorkload } from '#libs/inventory';
import { expandWorkload, isRecord, workloadKey, type WorkloadReference } from '#libs/kubernetes';
import { workloadId } from '#libs/persistence';
import type { RuntimeProfile } from '#libs/profiles';
import type { InventorySource, ProfileSource, SimulatedWorkload } from './ports.js';
import type { Chunk } from './chunk-store.js';
import type { RunContext } from './run-context.js';

/** A workload of a chunk. */
export interface ChunkWorkload {
  readonly workload: WorkloadReference;
  /** Workloads of the same template become the same pods. Undefined: nothing is known to be alike. */
  readonly template: string | undefined;
  /** What its manifest says: that of its own, or of another one of the same template. */
  readonly source: SimulatedWorkload;
}

/** What a chunk is judged by. */
export interface ChunkContent {
  readonly workloads: readonly ChunkWorkload[];
  /** By `workloadKey`; of those of which nothing was observed there is none. */
  readonly profiles: ReadonlyMap<string, RuntimeProfile>;
  /** What goes wrong with their pods at present, by `workloadKey`; of most there is nothing. */
  readonly failures: ReadonlyMap<string, readonly PodFailure[]>;
}

/**
 * Reads the workloads of a chunk that still exist. Of those that share a template, were not observed and have nothing
 * special in their names, one manifest is read.
 */
export async function readChunkWorkloads(
  inventory: Pick<InventorySource, 'readTemplates' | 'readWorkloads' | 'failuresOf'>,
  profileSource: ProfileSource,
  context: RunContext,
  chunk: Pick<Chunk, 'workloads' | 'manifests'>,
  now: Date,
): Promise<ChunkContent> {
  const given = chunk.manifests.flatMap((position) => context.manifests.get(position) ?? []);
  const known = await inventory.readTemplates(chunk.workloads);
  const references = [...given, ...known].map(({ workload }) => workload);
  const profiles = await profileSource.profilesOf(references, context.order.window);
  const failures = await inventory.failuresOf(references, new Date(now.getTime() - failuresOfToday));
  const readAs = readAsOf(known, profiles);
  const sources = await readSources(inventory, [...new Set(readAs.values())]);
  // One whose manifest was to be read for others, too, may be gone by now.
  const orphans = known.map(({ id }) => id).filter((id) => !sources.has(readAs.get(id) ?? id));
  const own = await readSources(inventory, orphans);
  return {
    workloads: [
      ...given.map((source) => ({ workload: source.workload, template: undefined, source })),
      ...known.flatMap(({ id, workload, template }) => {
        const source = sources.get(readAs.get(id) ?? id) ?? own.get(id);
        return source === undefined ? [] : [{ workload, template, source }];
      }),
    ],
    profiles,
    failures,
  };
}

/** Of each workload the one whose manifest is read for it. */
function readAsOf(
  known: readonly TemplatedWorkload[],
  profiles: ReadonlyMap<string, RuntimeProfile>,
): ReadonlyMap<string, string> {
  const first = new Map<string, string>();
  const readAs = new Map<string, string>();
  for (const { id, workload, template } of known) {
    const shared = template !== undefined && hasPlainNames(workload) && !profiles.has(workloadKey(workload));
    const key = `${workload.cluster}/${shared ? template : id}`;
    const representative = first.get(key) ?? id;
    first.set(key, representative);
    readAs.set(id, representative);
  }
  return readAs;
}

async function readSources(
  inventory: Pick<InventorySource, 'readWorkloads'>,
  ids: readonly string[],
): Promise<ReadonlyMap<string, SimulatedWorkload>> {
  if (ids.length === 0) return new Map();
  const read = await inventory.readWorkloads(ids);
  return new Map(read.map((each) => [workloadId(each.workload), each]));
}

/** The pods that a workload becomes, by those of another one of the same template, as far as `alikeBy` looks at them. */
export function shapesOf({ workload, source }: ChunkWorkload): SimulatedWorkload['shapes'] {
  if (source.workload.name === workload.name && source.workload.namespace === workload.namespace)
    return source.shapes;
  const { namespace } = workload;
  return source.shapes.map((shape) => ({
    ...shape,
    workload,
    pod: { ...shape.pod, metadata: { ...shape.pod.metadata, namespace } },
  }));
}

/** The workload as its own manifest would say, but for what does not count in a template. */
export function standIn({ workload, source }: ChunkWorkload): SimulatedWorkload {
  if (source.workload.name === workload.name && source.workload.namespace === workload.namespace)
    return source;
  const { cluster, namespace, name } = workload;
  const { metadata } = source.manifest;
  const manifest = {
    ...source.manifest,
    metadata: { ...(isRecord(metadata) ? metadata : {}), namespace, name },
  };
  const expansion = expandWorkload(manifest, { cluster, defaultNamespace: namespace });
  if (!expansion.ok) throw new Error(`the template of ${workloadKey(workload)} can no longer be read`);
  const shapes = expansion.workloads.map(({ pod, templatePath }) => ({
    workload,
    origin: 'template' as const,
    templatePath,
    pod,
  }));
  return { workload, shapes, manifest };
}
