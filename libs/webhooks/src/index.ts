export { areasOf, unlimitedAccess, type WebhookAccess } from './access.js';
export { reconcileWebhooks, webhookJobHandlers, type WebhookWork } from './deliver.js';
export {
  addDelivery,
  type Delivery,
  type DeliveryState,
  deliveryState,
  listDeliveries,
  readDelivery,
  redeliver,
} from './delivery-store.js';
export { webhookErasure } from './erasure.js';
export { addressPolicy } from './public-address.js';
export { webhookRetention } from './retention.js';
export { secretText } from './signature.js';
export {
  addWebhook,
  changeWebhook,
  listWebhooks,
  readWebhook,
  removeWebhook,
  rotateSecret,
} from './webhook-store.js';
export {
  type DeliveredEvent,
  deliveredEvent,
  urlMistake,
  type Webhook,
  type WebhookEvent,
  webhookEvent,
} from './webhook.js';
export { WebhookMetrics } from './webhook-metrics.js';
