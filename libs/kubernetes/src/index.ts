export type * from './pod.js';
export { type PodShape, type WorkloadReference, workloadKey } from './workload.js';
