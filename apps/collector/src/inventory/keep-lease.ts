import { StaleTermError } from '#libs/inventory';
import type { LeaseAnswer } from './lease.js';

/** What whoever has a Lease does again and again. */
export interface LeaseDuties {
  /** Until the next renewal is due. Rejects when the signal aborts. */
  readonly pause: (signal: AbortSignal) => Promise<unknown>;
  readonly renew: (signal: AbortSignal) => Promise<LeaseAnswer>;
  /** Says that the watcher lives. Throws `StaleTermError` when somebody else has taken over. */
  readonly heartbeat: () => Promise<void>;
  /** Says what failed; it is tried again. Does not reject. */
  readonly failed: (error: unknown) => Promise<void>;
}

/**
 * Renews the Lease and says that the watcher lives, until this process no longer has the Lease. What is said is stored in
 * Postgres, behind all that the watch stores, which may take longer than the Lease lasts: no renewal waits for it, or a
 * slow Postgres would get a healthy watcher replaced, and the next one after it. Throws `StaleTermError`.
 */
export async function keepLease(duties: LeaseDuties, signal: AbortSignal): Promise<void> {
  const refused = new AbortController();
  const ended = AbortSignal.any([signal, refused.signal]);
  const complain = oneAtATime(duties.failed);
  const heartbeat = oneAtATime(async () => {
    try {
      await duties.heartbeat();
    } catch (error) {
      if (error instanceof StaleTermError) refused.abort(error);
      else if (!ended.aborted) complain(error);
    }
  });
  for (;;) {
    try {
      await duties.pause(ended);
      const answer = await duties.renew(ended);
      // Nobody's is lost as well: somebody has cleared it, or given it back in our name. It is taken anew.
      if (!answer.held && answer.heldBy !== undefined) return;
      // Else an earlier request of our own may have been the faster one.
      if (answer.held) heartbeat(undefined);
    } catch (error) {
      // With the StaleTermError, if that is what ended it.
      ended.throwIfAborted();
      complain(error);
    }
  }
}

/** Begins the work, unless it is still under way from an earlier time. */
function oneAtATime<T>(work: (about: T) => Promise<void>): (about: T) => void {
  let working = false;
  const once = async (about: T): Promise<void> => {
    working = true;
    await work(about);
    working = false;
  };
  return (about) => {
    if (!working) void once(about);
  };
}
