import type { Chunk } from '../chunk-store.js';
import type { InventorySource } from '../ports.js';
import type { RunContext } from '../run-context.js';

/**
 * What of a chunk of a round is there to be judged. A round names all of its workloads by id: those from manifests too, and
 * some that have left the scope meanwhile, or the inventory.
 */
export async function presentPart(
  inventory: Pick<InventorySource, 'selectWorkloads'>,
  { order: { scope }, manifestsById }: RunContext,
  { workloads }: Pick<Chunk, 'workloads'>,
): Promise<Pick<Chunk, 'workloads' | 'manifests'>> {
  const others = workloads.filter((id) => !manifestsById.has(id));
  const beyondManifests = scope.manifestsOnly !== true && others.length > 0;
  return {
    workloads: beyondManifests ? [...(await inventory.selectWorkloads(scope, 'template', others))] : [],
    manifests: workloads.flatMap((id) => manifestsById.get(id)?.position ?? []),
  };
}
