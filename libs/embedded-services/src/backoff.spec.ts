import { describe, expect, it } from 'vitest';
import { defaultBackoff, nextDelay } from './backoff.js';

describe('the wait before a process is started again', () => {
  it('doubles with each crash up to half a minute', () => {
    const waits: number[] = [];
    for (let crash = 0; crash < 9; crash += 1) waits.push(nextDelay(defaultBackoff, waits.at(-1), 100));
    expect(waits).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
  });

  it('begins anew after the process had run for a minute', () => {
    expect(nextDelay(defaultBackoff, 30_000, 60_000)).toBe(500);
    expect(nextDelay(defaultBackoff, 30_000, 59_999)).toBe(30_000);
  });
});
