import { setting } from './setting.js';
import { flag, oneOf } from './value-types.js';

/** Logs: JSON lines on standard error. */
export const loggingSettings = {
  level: setting('LOG_LEVEL', oneOf('fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'), {
    default: 'info',
    about: 'The least severe level that is written.',
  }),
  requests: setting('LOG_REQUESTS', flag(), {
    default: 'true',
    about: 'Write a line for each answered request (health, readiness and metrics excepted).',
  }),
};
