/** Resolves if the dependency can be used now, rejects otherwise. Must end by itself when the signal aborts. */
export type ReadinessCheck = (signal: AbortSignal) => Promise<void>;

export interface ReadinessReport {
  readonly ready: boolean;
  /** By name of the check, in order of registration. */
  readonly checks: Readonly<Record<string, 'ok' | 'failed' | 'timed out'>>;
}

/** The dependencies without which a process can't do its work. Modules register theirs when they start. */
export class Readiness {
  readonly #checks = new Map<string, ReadinessCheck>();
  readonly #timeout: number;
  #stopping = false;

  /** `timeout`: milliseconds after which a check counts as failed. */
  constructor({ timeout = 2_000 }: { readonly timeout?: number } = {}) {
    this.#timeout = timeout;
  }

  register(name: string, check: ReadinessCheck): void {
    if (this.#checks.has(name)) throw new Error(`readiness check ${name} is registered twice`);
    this.#checks.set(name, check);
  }

  /** From now on the process is not ready, whatever the checks say: load balancers send it nothing new. */
  stop(): void {
    this.#stopping = true;
  }

  /** Runs all checks at once. Causes stay in the log of those who know them; the report is public. */
  async report(): Promise<ReadinessReport> {
    const entries = await Promise.all(
      [...this.#checks].map(async ([name, check]) => [name, await outcome(check, this.#timeout)] as const),
    );
    const ready = !this.#stopping && entries.every(([, result]) => result === 'ok');
    return { ready, checks: Object.fromEntries(entries) };
  }
}

async function outcome(check: ReadinessCheck, timeout: number): Promise<'ok' | 'failed' | 'timed out'> {
  const signal = AbortSignal.timeout(timeout);
  const timedOut = new Promise<'timed out'>((resolve) => {
    signal.addEventListener('abort', () => resolve('timed out'), { once: true });
  });
  const checked = check(signal).then(
    () => 'ok' as const,
    () => (signal.aborted ? ('timed out' as const) : ('failed' as const)),
  );
  return Promise.race([checked, timedOut]);
}
