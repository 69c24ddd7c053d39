import { setting } from './setting.js';
import { matching, url } from './value-types.js';

/** The job queue's Redis; without one the queue lives in Postgres. */
export const redisSettings = {
  url: setting('REDIS_URL', url(['redis', 'rediss'], 'redis://:password@host:6379/0'), {
    secret: true,
    about: 'Redis (6.2 or newer) for the job queue; `rediss:` for TLS. Unset: the queue lives in Postgres.',
  }),
  keyPrefix: setting(
    'REDIS_KEY_PREFIX',
    matching(/^[A-Za-z0-9:_-]{1,64}$/, '1 to 64 letters, digits, colons, underscores or dashes'),
    {
      default: 'policy-advisor',
      about: 'Prefix of all keys, so that several installations can share a Redis.',
    },
  ),
};
