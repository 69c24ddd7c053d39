import createClient, { type Client } from 'openapi-fetch';
import type { components, paths } from './generated/api.js';
import { type Retries, withRetries } from './retries.js';

export interface ClientOptions {
  /** Where the API is, such as `https://policy-advisor.example`; without a slash at the end. */
  readonly baseUrl: string;
  /** An API key, or a function that gives a token for each request, and for each time it is sent again: for tokens that expire. */
  readonly token: string | (() => string | Promise<string>);
  /** Instead of the global `fetch`. */
  readonly fetch?: (request: Request) => Promise<Response>;
  /** How long to go on with requests that are refused with 429 or 503 and told when to come back; see `Retries`. */
  readonly retries?: Partial<Retries>;
  /** Milliseconds that a call may take with its answer, its retries and their pauses; as long as it takes without. */
  readonly timeout?: number;
}

/** What answers are typed as: JSON is what comes where a call could be answered in YAML, too, and Accept does not ask for that. */
type Json = `${string}/${string}json`;

/** The API of policy-advisor: `client.GET('/api/v1/simulations/{id}', { params: { path: { id } } })`. */
export type ApiClient = Client<paths, Json>;

/** The schemas of the API by name: `Schema<'Simulation'>`. */
export type Schema<Name extends keyof components['schemas']> = components['schemas'][Name];

/** With a call whose `body` is a text of YAML: `client.POST('/api/v1/policies', { ...yamlBody, body: text })`. */
export const yamlBody = { headers: { 'content-type': 'application/yaml' } } as const;

/** With a call that is to be answered in YAML: `data` is the text. */
export const yamlAnswer = { headers: { accept: 'application/yaml' }, parseAs: 'text' } as const;

/**
 * A typed client. Calls resolve to `{ data, error, response }`: `error` is the problem (RFC 9457) of an answer from 400
 * on; what is thrown are failures to reach the API at all, and the reason of a signal that ends the call. `orThrow` makes
 * the first an exception, too.
 */
export function createApiClient({ baseUrl, token, fetch, retries, timeout }: ClientOptions): ApiClient {
  const send = withRetries(
    async (request) => {
      const authorized = new Request(request);
      authorized.headers.set('authorization', `Bearer ${typeof token === 'string' ? token : await token()}`);
      return (fetch ?? globalThis.fetch)(authorized);
    },
    { count: 3, maxDelay: 30_000, jitter: 1_000, ...retries },
  );
  return createClient<paths, Json>({
    baseUrl,
    bodySerializer,
    fetch: (request) => send(timeout === undefined ? request : ending(request, timeout)),
  });
}

/** A request that also ends with the time that it may take. */
function ending(request: Request, timeout: number): Request {
  return new Request(request, { signal: AbortSignal.any([request.signal, AbortSignal.timeout(timeout)]) });
}

/** A body is JSON, unless the call says that it is something else: then it is a text already. */
function bodySerializer(body: unknown, headers?: Headers): string {
  const type = headers?.get('content-type') ?? 'application/json';
  return typeof body === 'string' && !/[/+]json$/.test(type) ? body : JSON.stringify(body);
}
