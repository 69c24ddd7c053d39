import type { ApiClient, Schema } from './index.js';
import { ProblemError } from './problem-error.js';

/** How a call of the client resolves. */
export interface Answer<T> {
  readonly data?: T;
  readonly error?: unknown;
  readonly response: Response;
}

/** What a call answers, for those who rather catch than look: throws `ProblemError` for an answer from 400 on. */
export async function dataOf<T>(call: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await call;
  if (response.ok && data !== undefined) return data;
  throw new ProblemError(response.status, isProblem(error) ? error : undefined);
}

function isProblem(error: unknown): error is Schema<'Problem'> {
  return typeof error === 'object' && error !== null && 'code' in error && 'detail' in error;
}

/** A page of a list: `next` is the cursor of the one after it. */
interface Page<T> {
  readonly items: readonly T[];
  readonly next?: string;
}

/**
 * All members of a list, page by page as they are asked for: `itemsOf((next) => client.GET('/api/v1/policies', { params: {
 * query: { limit: 100, ...next } } }))`. Throws `ProblemError`.
 */
export async function* itemsOf<T>(
  page: (next: { readonly cursor?: string }) => Promise<Answer<Page<T>>>,
): AsyncIterable<T> {
  for (let from: { readonly cursor?: string } = {}; ;) {
    const { items, next } = await dataOf(page(from));
    yield* items;
    if (next === undefined) return;
    from = { cursor: next };
  }
}

/**
 * A simulation as soon as it has ended, or, of a continuous one, never: stop it, or abort the signal. Asks with `wait`, so that
 * the answer comes when there is one. Throws `ProblemError`, and what the signal was aborted with.
 */
export async function endOf(
  client: ApiClient,
  id: string,
  { signal }: { readonly signal?: AbortSignal } = {},
): Promise<Schema<'Simulation'>> {
  const params = { path: { id }, query: { wait: '20s' } };
  for (;;) {
    signal?.throwIfAborted();
    const simulation = await dataOf(
      client.GET('/api/v1/simulations/{id}', { params, ...(signal !== undefined && { signal }) }),
    );
    if (simulation.finishedAt !== undefined) return simulation;
  }
}

/**
 * A body in YAML for a call whose body may be JSON or YAML: `client.POST('/api/v1/policies', { ...yamlBody(text) })`. Sent as it
 * is: comments and order stay.
 */
export function yamlBody(text: string): {
  readonly body: Record<string, never>;
  readonly bodySerializer: () => string;
  readonly headers: { readonly 'content-type': string };
} {
  return { body: {}, bodySerializer: () => text, headers: { 'content-type': 'application/yaml' } };
}
