export { WorkloadsModule } from './workloads.module.js';
export { windowOf, windowQuery } from './workload-view.js';
