import { setTimeout as delay } from 'node:timers/promises';

/** Sends one request. */
export type Send = (request: Request) => Promise<Response>;

/** No answer makes a caller wait for longer, in ms. */
const LONGEST_DELAY = 60_000;
/** Where an answer does not say when to come again: this, and twice as long each time, in ms. */
const FIRST_DELAY = 500;
/** So many callers that were refused at the same moment do not come again at the same moment: at most this much later, as a share. */
const JITTER = 0.2;

/** What may be asked twice with the effect of once (RFC 9110, 9.2.2). */
const idempotent: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE']);

/**
 * Asks again, at most `retries` times, when the service says so: 429 is answered before anything is done, so any request is
 * made again; 503 may come after, so only one that is idempotent, or has an Idempotency-Key. Waits as long as `Retry-After`
 * says, at most a minute. The last answer is given as it came. Aborting the signal of the request ends the waiting, too.
 */
export function retrying(send: Send, retries: number): Send {
  return async (request) => {
    for (let retry = 0; ; retry += 1) {
      const last = retry >= retries;
      const response = await send(last ? request : request.clone());
      if (last || !mayComeAgain(request, response)) return response;
      await response.body?.cancel();
      const wait = retryAfter(response, Date.now()) ?? FIRST_DELAY * 2 ** retry;
      const jittered = Math.min(wait, LONGEST_DELAY) * (1 + Math.random() * JITTER);
      await delay(jittered, undefined, { signal: request.signal });
    }
  };
}

function mayComeAgain({ method, headers }: Request, { status }: Response): boolean {
  if (status === 429) return true;
  return status === 503 && (idempotent.has(method) || headers.has('idempotency-key'));
}

/** Milliseconds: `Retry-After` is a number of seconds or a date (RFC 9110, 10.2.3). Undefined: it says nothing. */
function retryAfter({ headers }: Response, now: number): number | undefined {
  const said = headers.get('retry-after');
  if (said === null) return undefined;
  const at = /^\d+$/.test(said) ? now + Number(said) * 1_000 : Date.parse(said);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}
