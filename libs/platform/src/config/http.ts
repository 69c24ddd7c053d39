import { setting } from './setting.js';
import { duration, flag, integer, size, text } from './value-types.js';

const port = integer(0, 65_535);

/** Where the API, and the health servers of worker and collector, listen. */
export const httpSettings = {
  host: setting('HOST', text('an address or host name of this machine'), {
    default: '127.0.0.1',
    about: 'Address on which the API and the health servers listen; `0.0.0.0` for all interfaces.',
  }),
  port: setting('PORT', port, { default: '3000', about: 'Port of the API. 0: any free port.' }),
  workerHealthPort: setting('WORKER_HEALTH_PORT', port, {
    default: '3001',
    about: 'Port on which the worker answers /healthz, /readyz and /metrics. 0: any free port.',
  }),
  collectorHealthPort: setting('COLLECTOR_HEALTH_PORT', port, {
    default: '3002',
    about: 'Port on which the collector answers /healthz, /readyz and /metrics. 0: any free port.',
  }),
  bodyLimit: setting('HTTP_BODY_LIMIT', size('1KiB', '256MiB'), {
    default: '16MiB',
    about: 'Largest accepted request body; larger ones are answered with 413.',
  }),
  maxWaitingSize: setting('HTTP_MAX_WAITING_SIZE', size('64KiB', '16GiB'), {
    default: '24MiB',
    about:
      'Bytes of request bodies of more than 64 KiB, decompressed, that are being read or worked on, runtime events aside; half of it for one API key. Who comes when there is no room is answered with 429. Parsed, they take about five times as much memory.',
  }),
  requestTimeout: setting('HTTP_REQUEST_TIMEOUT', duration('1s', '10m'), {
    default: '60s',
    about:
      'How long a client may take to send a whole request; its headers a minute at most. Then it is answered with 408.',
  }),
  stallTimeout: setting('HTTP_STALL_TIMEOUT', duration('1s', '10m'), {
    default: '60s',
    about:
      'How long a client may take nothing of an answer that waits for it; then its connection is closed.',
  }),
  trustProxy: setting('HTTP_TRUST_PROXY', flag(), {
    default: 'false',
    about: 'Behind a reverse proxy: take the address of the client from X-Forwarded-For.',
  }),
  mostEventStreams: setting('HTTP_MAX_EVENT_STREAMS', integer(0, 100_000), {
    default: '500',
    about:
      'Streams of server-sent events that a process of the API has open at a time; a quarter of them for one key.',
  }),
  eventStreamHeartbeat: setting('HTTP_EVENT_STREAM_HEARTBEAT', duration('100ms', '5m'), {
    default: '15s',
    about: 'After so long without an event a stream sends a comment, so that proxies leave it open.',
  }),
  shutdownTimeout: setting('SHUTDOWN_TIMEOUT', duration('1s', '5m'), {
    default: '8s',
    about:
      'How long a process may take to finish what it is doing after SIGTERM; then it exits all the same.',
  }),
};
