import { setting } from './setting.js';
import { duration, flag, integer, list, network } from './value-types.js';

/** Where and how webhooks are delivered. */
export const webhookSettings = {
  timeout: setting('WEBHOOK_TIMEOUT', duration('100ms', '30s'), {
    default: '10s',
    about: 'How long a receiver may take to answer; then the delivery is tried again later.',
  }),
  concurrency: setting('WEBHOOK_CONCURRENCY', integer(2, 256), {
    default: '16',
    about: 'Deliveries that a worker process makes at the same time, of all webhooks together.',
  }),
  concurrencyOfOne: setting('WEBHOOK_CONCURRENCY_PER_WEBHOOK', integer(1, 64), {
    default: '2',
    about:
      'Deliveries to one webhook that are made at the same time, by all workers together: a receiver that hangs holds up so many. At most one less than `WEBHOOK_CONCURRENCY` counts.',
  }),
  disableAfter: setting('WEBHOOK_DISABLE_AFTER', duration('1h', '90d'), {
    default: '5d',
    about: 'A webhook that has taken nothing of what it was sent for so long is disabled.',
  }),
  allowHttp: setting('WEBHOOK_ALLOW_HTTP', flag(), {
    default: 'false',
    about: 'Deliver to http:// too. What is told can then be read on the way.',
  }),
  allowedNetworks: setting('WEBHOOK_ALLOWED_NETWORKS', list(network(), 64), {
    about:
      'Networks that are not public and may be delivered to all the same, such as 10.20.0.0/16. Unset: public addresses alone.',
  }),
};
