import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { root } from '../services/server-process.js';

/** A group of collectors, as processes that can be killed and stalled. */
export class Collectors {
  readonly #processes: ChildProcess[] = [];

  constructor(
    private readonly environment: Readonly<Record<string, string>>,
    private readonly logFile: string,
    /** Of the health endpoints, one for each collector. */
    private readonly ports: readonly number[],
  ) {}

  start(): void {
    for (const index of this.ports.keys()) this.restart(index);
  }

  /** Starts one as it is delivered, in place of one that has ended. */
  restart(index: number): void {
    const log = openSync(this.logFile, 'a');
    this.#processes[index] = fork('dist/apps/collector/src/main.js', {
      cwd: root,
      env: { ...process.env, ...this.environment, COLLECTOR_HEALTH_PORT: String(this.ports[index] ?? 0) },
      stdio: ['ignore', log, log, 'ipc'],
    });
    closeSync(log);
  }

  /** Resolves when it has gone. */
  async kill(index: number, signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    const victim = this.#processes[index];
    if (victim === undefined || victim.exitCode !== null || victim.signalCode !== null) {
      throw new Error(`collector ${index + 1} has ended by itself:\n${this.log()}`);
    }
    const exited = once(victim, 'exit');
    victim.kill(signal);
    await exited;
  }

  /** SIGSTOP, SIGCONT. */
  signal(index: number, signal: NodeJS.Signals): void {
    this.#processes[index]?.kill(signal);
  }

  /** Asks all to end once they have started, and returns their exit codes: 0 for each that ended in order. */
  async stop(): Promise<readonly (number | null)[]> {
    await Promise.all(this.ports.map((port) => untilStarted(port)));
    await Promise.all(this.#processes.map((_, index) => this.kill(index, 'SIGTERM')));
    return this.#processes.map(({ exitCode }) => exitCode);
  }

  /** Ends what is left, however it does. */
  end(): void {
    for (const each of this.#processes) each.kill('SIGKILL');
  }

  /** The end of what they have logged, to be shown when something is wrong. */
  log(): string {
    return readFileSync(this.logFile, 'utf8').slice(-5_000);
  }
}

/** One that was started a moment ago does not know yet how to end in order. */
async function untilStarted(port: number): Promise<void> {
  const deadline = performance.now() + 60_000;
  while (performance.now() < deadline) {
    const response = await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => undefined);
    if (response?.ok === true) return;
    await delay(50);
  }
  throw new Error(`no collector has started on port ${port}`);
}

/** The file that a group of collectors logs to. */
export function logFileIn(folder: string, group: string): string {
  return join(folder, `${group}.log`);
}
