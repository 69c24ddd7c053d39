import createClient, { type Client } from 'openapi-fetch';
import type { components, paths } from './generated/api.js';
import { retrying, type Send } from './retrying.js';

export type { paths } from './generated/api.js';
export { type Answer, dataOf, endOf, itemsOf, yamlBody } from './answers.js';
export { ProblemError } from './problem-error.js';

export interface ClientOptions {
  /** Where the API is, such as `https://policy-advisor.example`; without a slash at the end. */
  readonly baseUrl: string;
  /** An API key, or a function that gives a token for each request: for tokens that expire. */
  readonly token: string | (() => string | Promise<string>);
  /** How often a request is made again that the service asks to make later (429 and 503). 3 if absent; 0: never. */
  readonly retries?: number;
  /** Instead of the global `fetch`. */
  readonly fetch?: Send;
}

/** What answers are typed as: JSON is what comes where a call could be answered in YAML, too, and Accept does not ask for that. */
type Json = `${string}/${string}json`;

/** The API of policy-advisor: `client.GET('/api/v1/simulations/{id}', { params: { path: { id } } })`. */
export type ApiClient = Client<paths, Json>;

/** The schemas of the API by name: `Schema<'Simulation'>`. */
export type Schema<Name extends keyof components['schemas']> = components['schemas'][Name];

/**
 * A typed client. Calls resolve to `{ data, error, response }`: `error` is the problem (RFC 9457) of an answer from 400
 * on; what is thrown are failures to reach the API at all. `dataOf` gives the data alone.
 */
export function createApiClient({
  baseUrl,
  token,
  retries = 3,
  fetch = globalThis.fetch,
}: ClientOptions): ApiClient {
  const client = createClient<paths, Json>({
    baseUrl,
    fetch: retrying((request) => fetch(request), retries),
  });
  client.use({
    onRequest: async ({ request }) => {
      request.headers.set('authorization', `Bearer ${typeof token === 'string' ? token : await token()}`);
      return request;
    },
  });
  return client;
}
