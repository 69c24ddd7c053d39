import { setting } from './setting.js';
import { duration, integer } from './value-types.js';

/** How many requests each caller of the API may make. */
export const rateLimitSettings = {
  requests: setting('RATE_LIMIT_REQUESTS', integer(0, 100_000_000), {
    default: '60000',
    about:
      'Requests that each API key, or subject of tokens, may make in a window; more are answered with 429. A key may have a limit of its own. 0: no limit.',
  }),
  events: setting('RATE_LIMIT_EVENTS', integer(0, 100_000_000), {
    default: '600000',
    about:
      'The same for requests that bring runtime events, of which an agent makes many. What they hold is bounded apart.',
  }),
  failures: setting('RATE_LIMIT_FAILURES', integer(0, 100_000_000), {
    default: '100',
    about:
      'Requests with a wrong key or token that may come from one client address (of IPv6: a /64) in a window, counted by each process for itself; then it is answered with 429, unless with a key that was taken just before. Behind a reverse proxy HTTP_TRUST_PROXY says whose address that is. 0: no limit.',
  }),
  window: setting('RATE_LIMIT_WINDOW', duration('1s', '1h'), {
    default: '60s',
    about: 'How long a window lasts, to the second.',
  }),
};
