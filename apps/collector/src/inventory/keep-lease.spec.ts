import { StaleTermError } from '#libs/inventory';
import { describe, expect, it } from 'vitest';
import { keepLease } from './keep-lease.js';
import type { LeaseAnswer } from './lease.js';

const held: LeaseAnswer = { held: true, term: 1 };
const lost: LeaseAnswer = { held: false, heldBy: 'other' };
const unknown: LeaseAnswer = { held: false, heldBy: undefined };

/** Renewals as fast as they are answered; after the last answer somebody else has the Lease. */
function keep(
  answers: readonly (LeaseAnswer | Error)[],
  heartbeat: (count: number) => Promise<void>,
  failed: () => Promise<void> = () => Promise.resolve(),
) {
  const log: string[] = [];
  const stop = new AbortController();
  let heartbeats = 0;
  const left = [...answers];
  const duties = {
    // A turn of the event loop, so that what was begun may end meanwhile.
    pause: async (signal: AbortSignal) => {
      await new Promise(setImmediate);
      signal.throwIfAborted();
    },
    renew: () => {
      log.push('renew');
      const answer = left.shift() ?? lost;
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    },
    heartbeat: () => {
      log.push('heartbeat');
      heartbeats += 1;
      return heartbeat(heartbeats);
    },
    failed: (error: unknown) => {
      log.push(String(error));
      return failed();
    },
  };
  return { log, stop, kept: keepLease(duties, stop.signal) };
}

const done = () => Promise.resolve();
const never = () => new Promise<void>(() => undefined);

describe('a Lease that is kept', () => {
  it('is renewed, with a heartbeat each time, until another one has it', async () => {
    const { log, kept } = keep([held, held], done);
    await kept;
    expect(log).toEqual(['renew', 'heartbeat', 'renew', 'heartbeat', 'renew']);
  });

  it('is renewed on time while a heartbeat is stored slowly, and no second one is begun meanwhile', async () => {
    const { log, kept } = keep([held, held, held], never);
    await kept;
    expect(log).toEqual(['renew', 'heartbeat', 'renew', 'renew', 'renew']);
  });

  it('is renewed on time while what failed is noted slowly', async () => {
    const { log, kept } = keep([new Error('away'), new Error('away'), held], done, never);
    await kept;
    expect(log).toEqual(['renew', 'Error: away', 'renew', 'renew', 'heartbeat', 'renew']);
  });

  it('is given up when a heartbeat says that somebody else has taken over', async () => {
    const { kept } = keep(
      Array.from({ length: 100 }, () => held),
      () => Promise.reject(new StaleTermError('prod')),
    );
    await expect(kept).rejects.toThrow(StaleTermError);
  });

  it('is kept when a heartbeat or a renewal fails otherwise, which is told', async () => {
    const { log, kept } = keep([held, new Error('away'), held], (count) =>
      count === 1 ? Promise.reject(new Error('slow')) : Promise.resolve(),
    );
    await kept;
    expect(log).toEqual([
      'renew',
      'heartbeat',
      'Error: slow',
      'renew',
      'Error: away',
      'renew',
      'heartbeat',
      'renew',
    ]);
  });

  it('is kept, without a heartbeat, when it was written at the same moment, perhaps by us', async () => {
    const { log, kept } = keep([unknown, held], done);
    await kept;
    expect(log).toEqual(['renew', 'renew', 'heartbeat', 'renew']);
  });

  it('is kept no longer than is asked for', async () => {
    const { stop, kept } = keep(
      Array.from({ length: 100 }, () => held),
      done,
    );
    stop.abort(new Error('stopped'));
    await expect(kept).rejects.toThrow('stopped');
  });
});
