import { setting } from './setting.js';
import { duration, integer, url } from './value-types.js';

/** The Postgres that holds all state. */
export const databaseSettings = {
  url: setting(
    'DATABASE_URL',
    url(['postgres', 'postgresql'], 'postgres://user:password@host:5432/database'),
    {
      required: true,
      secret: true,
      about:
        'The Postgres database (14 or newer). Unset, `npm start` runs one of its own; the processes themselves require it. TLS: `?sslmode=verify-full&sslrootcert=…`.',
    },
  ),
  poolSize: setting('DATABASE_POOL_SIZE', integer(2, 200), {
    default: '10',
    about: 'Connections that each process keeps at most.',
  }),
  connectTimeout: setting('DATABASE_CONNECT_TIMEOUT', duration('100ms', '5m'), {
    default: '10s',
    about: 'How long to wait for a connection, new or from the pool.',
  }),
  statementTimeout: setting('DATABASE_STATEMENT_TIMEOUT', duration('1s', '1h'), {
    default: '60s',
    about:
      'Postgres ends statements that take longer; without any answer 5 s after that, the connection is given up. Does not apply to migrations.',
  }),
};
