export { atMostOfOne, webhookHandlers } from './webhook-jobs.js';
export { WebhooksModule } from './webhooks.module.js';
