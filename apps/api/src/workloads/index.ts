export { WorkloadsModule } from './workloads.module.js';
export { dayOrTime } from './workload-view.js';
