export { WorkloadsModule } from './workloads.module.js';
