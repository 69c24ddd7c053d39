import { collectDefaultMetrics, Registry } from 'prom-client';

/** A registry with the metrics of the Node process; `process_role` labels every series: api, worker or collector. */
export function createMetrics(role: string): Registry {
  const registry = new Registry();
  registry.setDefaultLabels({ process_role: role });
  collectDefaultMetrics({ register: registry });
  return registry;
}
