import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder, also for the compiled copy of this file that benchmarks use. */
export const root = fileURLToPath(
  new URL(import.meta.url.includes('/dist/test/') ? '../../..' : '../..', import.meta.url),
);

/** What is downloaded or compiled once for the tests, never committed. */
export const cache = (...path: string[]): string => join(root, '.cache', ...path);

/** A service that the tests need can't be had; says what to install. */
export class ServiceUnavailableError extends Error {
  override readonly name = 'ServiceUnavailableError';
}

/** Whether the command runs and exits with 0: `works('java', '-version')`. */
export function works(command: string, ...args: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}

interface ServerOptions {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  /** Recognises, in all that the server has printed so far, that it is ready; or looks elsewhere. */
  readonly isReady: (output: string) => boolean | Promise<boolean>;
  /** Milliseconds that it may stand still, neither printing nor computing, before it is ready. */
  readonly patience?: number;
}

/** A server started for the tests. */
export interface ServerProcess {
  readonly pid: number;
  /** The last part of what it has printed. */
  output(): string;
  /** SIGTERM, after ten seconds SIGKILL; resolves when it has gone. */
  stop(): Promise<void>;
  /** As a crash of the server: SIGKILL, or another signal; resolves when it has gone. */
  kill(signal?: NodeJS.Signals): Promise<void>;
  /** SIGSTOP: it neither works nor answers, and its connections stay open. */
  pause(): void;
  /** SIGCONT, after pause(). */
  resume(): void;
}

const kept = 200_000;

async function end(child: ChildProcess, exited: Promise<void>, signal: NodeJS.Signals): Promise<void> {
  child.kill(signal);
  const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await exited;
  clearTimeout(timer);
}

/** Milliseconds after which a server that still computes, and is not ready, is believed to turn in circles. */
const longest = 900_000;

/** Ticks (10 ms) that a server computes in each ms while it waits for something that does not come: timers alone. */
const idling = 1 / 600;

/** Clock ticks that a process has computed; undefined where that can't be read (not Linux, or it has gone). */
function computed(pid: number | undefined): number | undefined {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return Number(fields[11]) + Number(fields[12]);
  } catch {
    return undefined;
  }
}

/**
 * Starts a server and waits until it is ready, or has ended. A busy machine starts one slowly: as long as it prints or
 * computes it is waited for. Rejects with the end of its output if it ends, or stands still.
 */
export async function startServer(options: ServerOptions): Promise<ServerProcess> {
  const { name, command, args, env, isReady, patience = 60_000 } = options;
  const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output = (output + text).slice(-kept)));
  }
  let ended: string | undefined;
  const exited = new Promise<void>((resolve) => {
    child.once('error', (error) => {
      ended = error.message;
      resolve();
    });
    child.once('close', (code, signal) => {
      ended ??= `ended with ${signal ?? `exit code ${code ?? 'unknown'}`}`;
      resolve();
    });
  });
  const begun = performance.now();
  let moved = { at: begun, printed: '', ticks: computed(child.pid) };
  while (!(await isReady(output))) {
    const ticks = computed(child.pid);
    const now = performance.now();
    if (output !== moved.printed || (ticks ?? 0) - (moved.ticks ?? 0) > patience * idling)
      moved = { at: now, printed: output, ticks };
    if (ended === undefined && now - moved.at < patience && now - begun < longest) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      continue;
    }
    const reason =
      ended ??
      `was not ready within ${Math.round((now - begun) / 1000)} s, and stood still for ${Math.round((now - moved.at) / 1000)} s`;
    if (ended === undefined) await end(child, exited, 'SIGKILL');
    throw new ServiceUnavailableError(`${name} ${reason}:\n${output.slice(-3000)}`);
  }
  return {
    pid: child.pid ?? 0,
    output: () => output,
    stop: () => end(child, exited, 'SIGTERM'),
    kill: (signal = 'SIGKILL') => end(child, exited, signal),
    pause: () => void child.kill('SIGSTOP'),
    resume: () => void child.kill('SIGCONT'),
  };
}
