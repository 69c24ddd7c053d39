import { isRecord } from '#libs/kubernetes';
import type { WatchedResource } from './watched-resources.js';

type Json = Readonly<Record<string, unknown>>;

/** Of metadata, what somebody wrote or what identifies the object; the rest is bookkeeping of the API server. */
const keptMetadata = ['name', 'generateName', 'namespace', 'uid', 'labels', 'annotations', 'ownerReferences'];
/** `kubectl apply` repeats the whole object here; controllers write the second with each rollout. */
const droppedAnnotations = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
  'deployment.kubernetes.io/revision',
]);

/**
 * An object as the inventory keeps it: without status, managed fields and other bookkeeping, so that it changes only when
 * somebody changes what it asks for. Lists leave kind and version out; `resource` says them.
 */
export function reduceObject(object: Json, { kind }: WatchedResource, apiVersion: string): Json {
  const { status: _status, metadata, ...rest } = object;
  return { apiVersion, kind, metadata: reduceMetadata(metadata), ...without(rest, ['apiVersion', 'kind']) };
}

function reduceMetadata(metadata: unknown): Json {
  if (!isRecord(metadata)) return {};
  const kept = Object.fromEntries(
    keptMetadata.flatMap((key) => (metadata[key] === undefined ? [] : [[key, metadata[key]]])),
  );
  const { annotations } = kept;
  if (!isRecord(annotations)) return kept;
  const entries = Object.entries(annotations).filter(([key]) => !droppedAnnotations.has(key));
  return entries.length === 0
    ? without(kept, ['annotations'])
    : { ...kept, annotations: Object.fromEntries(entries) };
}

function without(value: Json, keys: readonly string[]): Json {
  return Object.fromEntries(Object.entries(value).filter(([key]) => !keys.includes(key)));
}
