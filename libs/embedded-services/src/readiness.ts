import { setTimeout as delay } from 'node:timers/promises';

/** One look at a readiness URL: `ready`, or what it said instead. */
async function look(url: string, signal: AbortSignal): Promise<'ready' | (string & {})> {
  try {
    const response = await fetch(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(5000)]) });
    const body = (await response.text()).trim();
    return response.ok ? 'ready' : `${response.status} ${body}`.slice(0, 500);
  } catch {
    return 'no answer';
  }
}

/**
 * Waits until the URL answers with 2xx. Resolves to undefined then, and to the last answer seen when `milliseconds`
 * are over. Rejects when the signal is aborted.
 */
export async function waitUntilReady(
  url: string,
  milliseconds: number,
  signal: AbortSignal,
): Promise<string | undefined> {
  const deadline = performance.now() + milliseconds;
  for (;;) {
    signal.throwIfAborted();
    const answer = await look(url, signal);
    if (answer === 'ready') return undefined;
    if (performance.now() >= deadline) return answer;
    await delay(50, undefined, { signal });
  }
}
