import { setting } from './setting.js';
import { duration, integer } from './value-types.js';

/** How the worker evaluates simulations. */
export const simulationSettings = {
  concurrency: setting('SIMULATION_CONCURRENCY', integer(1, 64), {
    default: '2',
    about: 'Jobs that a worker process runs at the same time.',
  }),
  niceness: setting('WORKER_NICENESS', integer(0, 19), {
    default: '10',
    about:
      'How far the worker stands back while others of the same machine or container want the processor, as `nice` has it; alone it is as fast as ever. 0: not at all.',
  }),
  chunkSize: setting('SIMULATION_CHUNK_SIZE', integer(1, 10_000), {
    default: '500',
    about: 'Workloads evaluated between two looks for progress and cancellation.',
  }),
  timeLimit: setting('SIMULATION_TIME_LIMIT', duration('10s', '24h'), {
    default: '30m',
    about:
      'A simulation that takes longer fails, counted from when a worker took the first part of it: waiting in the queue before that does not count. Of a continuous simulation, each evaluation.',
  }),
  chunksInQueue: setting('SIMULATION_CHUNKS_IN_QUEUE', integer(1, 10_000), {
    default: '16',
    about:
      'Parts of simulations that wait in the queue or are evaluated at a time, over all workers, shared evenly by the projects that have some; each has one at least. A simulation that comes waits behind so many. At least twice the jobs that all workers run at a time (`SIMULATION_CONCURRENCY`), or they wait for work.',
  }),
  mostUnfinished: setting('SIMULATION_MAX_UNFINISHED_PER_PROJECT', integer(1, 100_000), {
    default: '500',
    about:
      'Simulations of a project that have not ended, continuous ones aside. More are answered with 429 until one has.',
  }),
  readAge: setting('SIMULATION_READ_MAX_AGE', duration('0ms', '10s'), {
    default: '200ms',
    about:
      'How old what `GET /simulations/{id}` says may be: those who poll are told what was read last, and wait for no database that is busy. What the same process has changed is never told as it was before. 0ms: it is asked each time.',
  }),
  reconcileEvery: setting('SIMULATION_RECONCILE_INTERVAL', duration('100ms', '10m'), {
    default: '5s',
    about:
      'How often the worker looks for unfinished simulations that the queue does not know of, and for changes.',
  }),
  debounce: setting('SIMULATION_DEBOUNCE', duration('0ms', '1h'), {
    default: '5s',
    about: 'How long a continuous simulation gathers changes before it evaluates them.',
  }),
  rescanEvery: setting('SIMULATION_RESCAN_INTERVAL', duration('1m', '30d'), {
    default: '1h',
    about:
      'How often a continuous simulation evaluates everything, also what is not known to have changed: evidence grows old.',
  }),
  mostContinuous: setting('SIMULATION_MAX_CONTINUOUS', integer(0, 10_000), {
    default: '100',
    about: 'Continuous simulations that may go on at a time; more are answered with 409.',
  }),
  mostContinuousOfProject: setting('SIMULATION_MAX_CONTINUOUS_PER_PROJECT', integer(0, 10_000), {
    default: '50',
    about: 'Continuous simulations of a project that may go on at a time; more are answered with 409.',
  }),
};
