import createClient, { type Client } from 'openapi-fetch';
import type { components, paths } from './generated/api.js';

export interface ClientOptions {
  /** Where the API is, such as `https://policy-advisor.example`; without a slash at the end. */
  readonly baseUrl: string;
  /** An API key, or a function that gives a token for each request: for tokens that expire. */
  readonly token: string | (() => string | Promise<string>);
  /** Instead of the global `fetch`. */
  readonly fetch?: (request: Request) => Promise<Response>;
}

/** What answers are typed as: JSON is what comes where a call could be answered in YAML, too, and Accept does not ask for that. */
type Json = `${string}/${string}json`;

/** The API of policy-advisor: `client.GET('/api/v1/simulations/{id}', { params: { path: { id } } })`. */
export type ApiClient = Client<paths, Json>;

/** The schemas of the API by name: `Schema<'Simulation'>`. */
export type Schema<Name extends keyof components['schemas']> = components['schemas'][Name];

/**
 * A typed client. Calls resolve to `{ data, error, response }`: `error` is the problem (RFC 9457) of an answer from 400
 * on; what is thrown are failures to reach the API at all.
 */
export function createApiClient({ baseUrl, token, fetch }: ClientOptions): ApiClient {
  const client = createClient<paths, Json>({ baseUrl, ...(fetch === undefined ? {} : { fetch }) });
  client.use({
    onRequest: async ({ request }) => {
      request.headers.set('authorization', `Bearer ${typeof token === 'string' ? token : await token()}`);
      return request;
    },
  });
  return client;
}
