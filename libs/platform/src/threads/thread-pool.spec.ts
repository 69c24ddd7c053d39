import { afterEach, expect, it } from 'vitest';
import { ThreadPool } from './thread-pool.js';

type Tasks = typeof import('../../../../test/threads/tasks.js');

const pools: ThreadPool<Tasks>[] = [];
afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.close()));
});

function pool(limits: { readonly timeLimit?: number; readonly waiting?: number } = {}): ThreadPool<Tasks> {
  const created = new ThreadPool<Tasks>(new URL('../../../../test/threads/tasks.ts', import.meta.url), {
    threads: 1,
    waiting: 1,
    timeLimit: 60_000,
    memory: 64 * 2 ** 20,
    ...limits,
  });
  pools.push(created);
  return created;
}

/** A task that has begun, and goes on until it is let go. */
async function held(threads: ThreadPool<Tasks>) {
  const flags = new Int32Array(new SharedArrayBuffer(8));
  const answer = threads.run('hold', flags);
  const { async, value } = Atomics.waitAsync(flags, 0, 0);
  if (async) await value;
  return {
    answer,
    letGo: () => {
      Atomics.store(flags, 1, 7);
      Atomics.notify(flags, 1);
    },
  };
}

it('answers what the function answers', async () => {
  expect(await pool().run('double', 21)).toBe(42);
});

it('fails with the error of the function', async () => {
  await expect(pool().run('refuse', 'not that')).rejects.toMatchObject({
    name: 'RangeError',
    message: 'not that',
  });
});

it('lets the event loop go on while a function computes', async () => {
  const threads = pool();
  const { answer, letGo } = await held(threads);
  const order: string[] = [];
  const computed = answer.then(() => order.push('the function'));
  await new Promise((resolve) => setImmediate(resolve));
  order.push('the loop');
  letGo();
  await computed;
  expect(order).toEqual(['the loop', 'the function']);
});

it('ends a function at the time limit, and its only thread is free for the next', async () => {
  const threads = pool({ timeLimit: 10_000 });
  await expect(threads.run('forever', undefined)).rejects.toMatchObject({
    kind: 'unavailable',
    detail:
      'The answer was not found within 10 s. Ask again when less is going on, or about fewer workloads.',
    headers: { 'retry-after': '2' },
  });
  expect(await threads.run('double', 4)).toBe(8);
});

it('refuses what finds every place to wait taken, and nothing once one is free', async () => {
  const threads = pool({ waiting: 1 });
  const { answer, letGo } = await held(threads);
  const second = threads.run('double', 1);
  await expect(threads.run('double', 2)).rejects.toMatchObject({
    kind: 'unavailable',
    detail: 'Too much is being computed at the moment.',
    headers: { 'retry-after': '2' },
  });
  letGo();
  expect([await answer, await second, await threads.run('double', 3)]).toEqual([7, 2, 6]);
});

it('ends a function that takes too much memory, and goes on', async () => {
  const threads = pool();
  await expect(threads.run('hoard', undefined)).rejects.toMatchObject({
    kind: 'too-large',
    detail: 'The answer takes more than 64 MiB of memory to find. Ask about fewer workloads.',
  });
  expect(await threads.run('double', 5)).toBe(10);
});

it('closes while a function computes, which fails', async () => {
  const threads = pool();
  const { answer } = await held(threads);
  const closed = threads.close();
  await expect(answer).rejects.toMatchObject({ detail: 'The service is stopping.' });
  await closed;
});

it('shows its threads no variable of the environment', async () => {
  expect(await pool().run('environment', undefined)).toEqual([]);
});
