import { setting } from './setting.js';
import { duration, flag, list, network } from './value-types.js';

/** Where and how webhooks are delivered. */
export const webhookSettings = {
  timeout: setting('WEBHOOK_TIMEOUT', duration('100ms', '30s'), {
    default: '10s',
    about: 'How long a receiver may take to answer; then the delivery is tried again later.',
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
