import { Gauge, type Registry } from 'prom-client';

/** One series of a gauge, as of now. */
export interface Sample {
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface SampledGauge {
  readonly name: string;
  readonly help: string;
  readonly labelNames?: readonly string[];
  /** Asked at each scrape; if it fails or takes too long the gauge has no series in that scrape. */
  readonly sample: () => Promise<readonly Sample[]>;
  /** Milliseconds that a scrape waits. */
  readonly timeout?: number;
}

/**
 * A gauge of something that others hold: a table, a queue. It is asked for when Prometheus scrapes, and a scrape neither
 * fails nor hangs because of it: what is not known is absent, which alerts can see.
 */
export function sampledGauge(
  registry: Registry,
  { name, help, labelNames = [], sample, timeout = 1_000 }: SampledGauge,
): void {
  const ask = askedOnce(() => sample().catch((): readonly Sample[] => []));
  const gauge = new Gauge({
    name,
    help,
    labelNames: [...labelNames],
    registers: [registry],
    async collect() {
      const samples = await Promise.race([ask(), nothingAfter(timeout)]);
      gauge.reset();
      // A gauge without labels shows 0 after that; one with labels shows nothing.
      if (samples.length === 0 && labelNames.length === 0) gauge.remove();
      for (const { labels = {}, value } of samples) gauge.set(labels, value);
    },
  });
}

/** Who asks while an answer is awaited gets that answer: gauges of the same rows, which are scraped together, read them once. */
export function askedOnce<T>(ask: () => Promise<T>): () => Promise<T> {
  let asking: Promise<T> | undefined;
  return () =>
    (asking ??= ask().finally(() => {
      asking = undefined;
    }));
}

function nothingAfter(milliseconds: number): Promise<readonly Sample[]> {
  return new Promise((resolve) => {
    setTimeout(() => resolve([]), milliseconds).unref();
  });
}
