import { setting } from './setting.js';
import { duration, integer, size } from './value-types.js';

/** What the API computes while the caller waits: policies that are generated, tightened, consolidated, compared and evaluated, long texts that are read. */
export const computationSettings = {
  threads: setting('COMPUTATION_THREADS', integer(1, 64), {
    default: '2',
    about: 'Threads of a process of the API for these; other calls are answered meanwhile.',
  }),
  waiting: setting('COMPUTATION_MAX_WAITING', integer(1, 10_000), {
    default: '32',
    about: 'Calls that wait for such a thread; further ones are answered with 503 and Retry-After.',
  }),
  timeLimit: setting('COMPUTATION_TIME_LIMIT', duration('1s', '10m'), {
    default: '30s',
    about:
      'How long such a call may take, the wait for a thread included; then its work is ended and the answer is 503.',
  }),
  memory: setting('COMPUTATION_MEMORY', size('64MiB', '16GiB'), {
    default: '256MiB',
    about: 'Heap of such a thread; what needs more is answered with 413.',
  }),
};
