import { objectMeta } from './metadata-schema.js';
import type { ObjectMeta, Pod, PodSpec } from './pod.js';
import { pod as podSchema, podSpec } from './pod-schema.js';
import { decode, object, type Decoded, type DecodeOptions, type Schema } from './schema.js';

/** The pod template of a controller (v1 PodTemplateSpec). */
export interface PodTemplateSpec {
  readonly metadata: ObjectMeta;
  readonly spec: PodSpec;
  readonly [field: string]: unknown;
}

/** Schema of v1 PodTemplateSpec. */
export const podTemplateSpec: Schema<PodTemplateSpec> = object({ metadata: objectMeta, spec: podSpec }, [
  'metadata',
  'spec',
]);

/** Decodes a v1 Pod. `null` counts as absent, wrong JSON types are errors, what is unknown or newer is carried. */
export function decodePod(value: unknown, options: DecodeOptions = {}): Decoded<Pod> {
  return decode(podSchema, value, options);
}

/** Decodes a pod template; `at` tells where in its document it stands. */
export function decodePodTemplate(value: unknown, options: DecodeOptions = {}): Decoded<PodTemplateSpec> {
  return decode(podTemplateSpec, value, options);
}

/** Decodes the metadata of any object, for instance of a policy. */
export function decodeObjectMeta(value: unknown, options: DecodeOptions = {}): Decoded<ObjectMeta> {
  return decode(objectMeta, value, options);
}
