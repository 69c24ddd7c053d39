import { setTimeout as pause } from 'node:timers/promises';

/** How a client goes on with requests that the service has refused and told when to come back. */
export interface Retries {
  /** How often a request is sent again at most; 0: never. */
  readonly count: number;
  /** Milliseconds. Who is told to wait longer than that is left with the answer. */
  readonly maxDelay: number;
  /** Milliseconds that are waited longer than told, at most, by chance: so that all who were refused do not come back at once. */
  readonly jitter: number;
}

type Send = (request: Request) => Promise<Response>;

/**
 * Sends requests again that were answered with 429 or 503 and Retry-After (RFC 9110, 10.2.3), when it may do no harm:
 * idempotent ones (RFC 9110, 9.2.2) and those with an Idempotency-Key. Not when the signal of the request has been
 * aborted; a pause ends with it. The last answer is the one that counts.
 */
export function withRetries(send: Send, { count, maxDelay, jitter }: Retries): Send {
  return async (request) => {
    for (let left = isRepeatable(request) ? count : 0; ; left--) {
      // A body can be sent once: as long as there may be another time, what is sent is a copy.
      const response = await send(left > 0 ? request.clone() : request);
      const delay = left > 0 ? delayAsked(response, Date.now()) : undefined;
      if (delay === undefined || delay > maxDelay) return response;
      await response.body?.cancel();
      await paused(delay + Math.random() * jitter, request.signal);
    }
  };
}

const idempotentMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE']);

function isRepeatable({ method, headers }: Request): boolean {
  return idempotentMethods.has(method) || headers.has('idempotency-key');
}

/** Milliseconds; undefined for answers that say nothing of coming back. */
function delayAsked({ status, headers }: Response, now: number): number | undefined {
  return status === 429 || status === 503 ? retryAfter(headers, now) : undefined;
}

/** What Retry-After says, in milliseconds from now: it is a number of seconds, or a date. Undefined: nothing that is either. */
export function retryAfter(headers: Headers, now: number): number | undefined {
  const value = headers.get('retry-after')?.trim() ?? '';
  if (/^\d+$/.test(value)) return Number(value) * 1_000;
  // Date.parse makes something of almost anything; what HTTP has as dates begins with the day of the week.
  const date = /^[A-Z][a-z]/.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/** Resolves after that many milliseconds; rejects with the reason of the signal as soon as it is aborted. */
export async function paused(milliseconds: number, signal?: AbortSignal): Promise<void> {
  try {
    await pause(milliseconds, undefined, { signal });
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  }
}
