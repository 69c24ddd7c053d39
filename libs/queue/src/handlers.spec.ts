import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { catalog } from './catalog.js';
import { collectHandlers, JobHandlersError } from './handlers.js';
import { defineJob, type JobHandler } from './job.js';
import { JobCatalog } from './job-catalog.js';

const settings = { queue: 'mail', attempts: 1, backoffMs: 1, timeoutMs: 1 };
const send = defineJob({
  ...settings,
  name: 'send',
  payload: z.strictObject({ to: z.string() }),
  key: ({ to }) => to,
});
const receive = defineJob({ ...settings, name: 'receive', payload: z.strictObject({}), key: () => '' });
const other = defineJob({ ...settings, name: 'other', payload: z.strictObject({}), key: () => '' });

function silent(job: typeof receive): JobHandler {
  return job.handledBy({ run: async () => undefined, givenUp: async () => undefined });
}

function mistakesOf(handlers: readonly JobHandler[]): readonly string[] {
  try {
    collectHandlers(new JobCatalog([send, receive]), handlers);
    return [];
  } catch (error) {
    return error instanceof JobHandlersError ? error.mistakes : [String(error)];
  }
}

describe('the handlers of a worker', () => {
  it('are accepted when each job has exactly one', () => {
    const sender = send.handledBy({ run: async () => undefined, givenUp: async () => undefined });
    const receiver = silent(receive);
    expect([...collectHandlers(new JobCatalog([send, receive]), [receiver, sender]).entries()]).toEqual([
      ['receive', receiver],
      ['send', sender],
    ]);
  });

  it('are refused with every mistake named: missing, double, unknown', () => {
    expect(mistakesOf([silent(receive), silent(receive), silent(other)])).toEqual([
      'job "receive" has more than one handler',
      'job "other" is not in the catalogue',
      'job "send" has no handler',
    ]);
  });

  it('are called with a payload that was parsed, and not called with one that does not fit', async () => {
    const seen: unknown[] = [];
    const sender = send.handledBy({
      run: async (payload) => void seen.push(payload),
      givenUp: async (payload) => void seen.push(['given up', payload]),
    });
    const context = { signal: AbortSignal.abort(), attempt: 1 };
    await sender.run({ to: 'a' }, context);
    await expect(sender.run({ to: 1 }, context)).rejects.toThrow(z.ZodError);
    await sender.givenUp({ to: 'b' }, new Error('x'));
    await sender.givenUp({ to: 2 }, new Error('x'));
    expect(seen).toEqual([{ to: 'a' }, ['given up', { to: 'b' }]]);
  });
});

describe('the catalogue', () => {
  it('has distinct names', () => {
    expect(new Set(catalog.jobs.map(({ name }) => name)).size).toBe(catalog.jobs.length);
  });

  it('names the piece of work in the id of a request, so that the same work is queued once', () => {
    expect(send.request({ to: 'a' })).toEqual({ name: 'send', payload: { to: 'a' }, id: 'send.a' });
    expect(send.parse({ to: 'a' })).toEqual(send.request({ to: 'a' }));
    expect(() => send.parse({ to: 'a', cc: 'b' })).toThrow(z.ZodError);
  });
});
