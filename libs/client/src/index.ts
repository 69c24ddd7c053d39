export {
  type ApiClient,
  type ClientOptions,
  createApiClient,
  type Schema,
  yamlAnswer,
  yamlBody,
} from './client.js';
export { items } from './items.js';
export { type Answer, orThrow, ProblemError } from './problem-error.js';
export type { Retries } from './retries.js';
export { waitForSimulation, type Waiting } from './wait-for-simulation.js';
