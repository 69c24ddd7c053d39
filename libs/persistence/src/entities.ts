import { ApiKeyEntity } from './api-key-entity.js';
import { WorkloadEntity } from './workload-entity.js';

/** Every entity, in the order of the migrations that made their tables. */
export const entities = [WorkloadEntity, ApiKeyEntity];
