import { createRequire } from 'node:module';
import { z } from 'zod';

/** The part of kafkajs' RequestQueue that is corrected. */
interface RequestQueue {
  readonly pending: readonly unknown[];
  readonly throttledUntil: number;
}
type Schedule = (this: RequestQueue) => void;

const requestQueueClass = z.custom<{ readonly prototype: { scheduleCheckPendingRequests: Schedule } }>(
  (value) =>
    typeof value === 'function' && typeof value.prototype?.scheduleCheckPendingRequests === 'function',
  'kafkajs 2.2.4 has RequestQueue.prototype.scheduleCheckPendingRequests',
);

let corrected = false;

/**
 * kafkajs 2.2.4 looks for queued requests on a timer that it starts again and again although none are queued, with a
 * negative delay: 2 % of a core when idle, and a TimeoutNegativeWarning from Node 24 on (kafkajs issues 1556, 1704 and
 * 1751; the corrections offered there were never merged). Here the timer is started only if there is something to wait
 * for. Must run before the first client is made; may run any number of times.
 */
export function correctKafkajs(): void {
  if (corrected) return;
  corrected = true;
  const { prototype } = requestQueueClass.parse(
    createRequire(import.meta.url)('kafkajs/src/network/requestQueue'),
  );
  const schedule = prototype.scheduleCheckPendingRequests;
  prototype.scheduleCheckPendingRequests = function (this: RequestQueue): void {
    if (this.pending.length > 0 || this.throttledUntil > Date.now()) schedule.call(this);
  };
}
