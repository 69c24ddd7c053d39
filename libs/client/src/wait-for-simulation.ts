import type { ApiClient, Schema } from './client.js';
import { ProblemError } from './problem-error.js';
import { paused, retryAfter } from './retries.js';

type Simulation = Schema<'Simulation'>;

export interface Waiting {
  /** Ends the waiting, with its reason. */
  readonly signal?: AbortSignal;
  /** How long one call is held at most, as the API has durations. */
  readonly wait?: string;
  /** What to wait for, if not for its end: such as `({ status }) => status === 'active'` for one that is continuous. */
  readonly until?: (simulation: Simulation) => boolean;
}

/**
 * The simulation when it has ended, or is as wanted. Held calls, one after the other (`wait`); a state that is known is not
 * sent again (ETag). For as long as it takes: `signal` bounds that. A simulation that is continuous ends when it is stopped.
 *
 * @throws ProblemError if it can not be read, also because it has been deleted meanwhile.
 */
export async function waitForSimulation(
  client: ApiClient,
  id: string,
  { signal, wait = '20s', until }: Waiting = {},
): Promise<Simulation> {
  // Without a tag a call is held until the simulation has ended; with one, until it has changed. "" is no tag of any state.
  let tag = until === undefined ? undefined : '""';
  for (;;) {
    const asked = performance.now();
    const { data, error, response } = await client.GET('/api/v1/simulations/{id}', {
      params: {
        path: { id },
        query: { wait },
        ...(tag !== undefined && { header: { 'If-None-Match': tag } }),
      },
      ...(signal && { signal }),
    });
    if (data !== undefined) {
      if (data.finishedAt !== undefined || until?.(data) === true) return data;
      if (until !== undefined) tag = response.headers.get('etag') ?? tag;
    } else if (response.status !== 304) throw new ProblemError(error, response);
    // Calls are not always held: not by a service that is about to stop.
    const least =
      data === undefined ? 1_000 : until === undefined ? retryAfter(response.headers, Date.now()) : 0;
    await paused(Math.max(0, (least ?? 0) - (performance.now() - asked)), signal);
  }
}
