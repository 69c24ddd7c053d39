export { type QueueBackend, selectBackend } from './backend.js';
export { catalog, deliverWebhook, eraseClusterData, evaluateChunk, planSimulation } from './catalog.js';
export { collectHandlers, type JobHandlers, JobHandlersError } from './handlers.js';
export {
  defineJob,
  type Job,
  type JobContext,
  type JobHandler,
  type JobRequest,
  type JobSettings,
} from './job.js';
export { JobCatalog, UnknownJobError } from './job-catalog.js';
export { JobQueue, type QueueCounts } from './job-queue.js';
export { defaultWorkerOptions, JobWorker, type JobWorkerOptions } from './job-worker.js';
export { relayOutbox, writeOutbox } from './outbox.js';
export { JobMetrics, type ObserveTry, observeQueue, type TryOutcome } from './queue-metrics.js';
export type { ReportFault } from './report-fault.js';
