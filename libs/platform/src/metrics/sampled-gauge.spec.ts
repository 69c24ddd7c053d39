import { Registry } from 'prom-client';
import { describe, expect, it } from 'vitest';
import { type Sample, sampledGauge } from './sampled-gauge.js';

function scrape(sample: () => Promise<readonly Sample[]>, labelNames: readonly string[] = []) {
  const registry = new Registry();
  sampledGauge(registry, { name: 'jobs', help: 'Jobs.', labelNames, sample, timeout: 20 });
  return async (): Promise<readonly string[]> =>
    (await registry.metrics()).split('\n').filter((line) => line.startsWith('jobs'));
}

describe('a gauge that is sampled when it is scraped', () => {
  it('shows what is there now, and no longer what was', async () => {
    let queues = ['a', 'b'];
    const lines = scrape(async () => queues.map((queue, value) => ({ labels: { queue }, value })), ['queue']);
    expect(await lines()).toEqual(['jobs{queue="a"} 0', 'jobs{queue="b"} 1']);
    queues = ['b'];
    expect(await lines()).toEqual(['jobs{queue="b"} 0']);
  });

  it('is absent, not 0, while what it shows can not be had; the scrape goes on', async () => {
    for (const labelNames of [[], ['queue']]) {
      let answer = (): Promise<readonly Sample[]> => Promise.reject(new Error('away'));
      const lines = scrape(() => answer(), labelNames);
      expect(await lines()).toEqual([]);
      const labels = Object.fromEntries(labelNames.map((name) => [name, 'a']));
      answer = async () => [{ labels, value: 3 }];
      expect(await lines()).toEqual([labelNames.length === 0 ? 'jobs 3' : 'jobs{queue="a"} 3']);
      answer = () => Promise.reject(new Error('away'));
      expect(await lines()).toEqual([]);
    }
  });

  it('does not hold up the scrape, nor ask again while the last answer is due', async () => {
    let asked = 0;
    const lines = scrape(() => {
      asked += 1;
      return new Promise(() => undefined);
    });
    expect([await lines(), await lines(), asked]).toEqual([[], [], 1]);
  });
});
