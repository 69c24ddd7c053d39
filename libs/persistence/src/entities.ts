import { ApiKeyEntity } from './api-key-entity.js';
import { WorkloadEntity } from './workload-entity.js';

/** Every entity, in the order of the migrations that made their tables. */
export const entities = [WorkloadEntity, ApiKeyEntity];

/**
 * The tables that have no entity, on purpose: they are written in bulk and read in parts, in SQL that stands beside the
 * code that needs it. Every table of the schema is either here or an entity's.
 */
export const tablesWithoutEntity: readonly string[] = [
  'audit_log',
  'change_marks',
  'cluster_watch_resources',
  'cluster_watches',
  'clusters',
  'dead_letters',
  'deletions',
  'ingestion_event_ids',
  'ingestion_requests',
  'inventory_containers',
  'inventory_objects',
  'inventory_owners',
  'inventory_failures',
  'inventory_pods',
  'inventory_shapes',
  'inventory_workloads',
  'kafka_offsets',
  'outbox',
  'policies',
  'policy_revisions',
  'profile_decisions',
  'projects',
  'runtime_agents',
  'runtime_containers',
  'runtime_images',
  'runtime_interactions',
  'runtime_items',
  'runtime_loss_totals',
  'runtime_nodes',
  'runtime_observations',
  'runtime_pod_blocks',
  'runtime_pods',
  'runtime_service_account_uses',
  'runtime_transmissions',
  'runtime_watches',
  'simulation_chunks',
  'simulation_documents',
  'simulation_history',
  'simulation_manifests',
  'simulation_pending',
  'simulation_policies',
  'simulation_results',
  'simulations',
  'webhook_attempts',
  'webhook_deliveries',
  'webhooks',
];
