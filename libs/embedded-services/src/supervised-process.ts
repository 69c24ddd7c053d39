import { fork, type ChildProcess } from 'node:child_process';
import { STARTED } from '#libs/platform';
import { nextDelay, type Backoff } from './backoff.js';
import { identify, isAlive, signal, type ProcessIdentity } from './process-identity.js';

export interface ProcessSpec {
  /** What messages call it: "api". */
  readonly name: string;
  /** The JavaScript file to run. */
  readonly entry: string;
  readonly env: NodeJS.ProcessEnv;
  readonly arguments?: readonly string[];
}

/** How a process ended. */
export interface ProcessEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export function describeEnd(end: ProcessEnd): string {
  return end.signal === null ? `ended with exit code ${end.code ?? 'unknown'}` : `was ended by ${end.signal}`;
}

const preload = new URL(
  import.meta.url.endsWith('.ts') ? './end-with-supervisor.ts' : './end-with-supervisor.js',
  import.meta.url,
);

/**
 * Starts a Node process that ends when this one does. Its output goes to our standard error; it has a process group of
 * its own, so that a Ctrl-C of the terminal reaches the supervisor alone and the order of ending is the supervisor's.
 */
export function forkNode(spec: ProcessSpec): ChildProcess {
  return fork(spec.entry, spec.arguments ?? [], {
    env: spec.env,
    execArgv: ['--enable-source-maps', '--import', preload.href],
    stdio: ['ignore', 2, 2, 'ipc'],
    detached: true,
  });
}

export function whenEnded(child: ChildProcess): Promise<ProcessEnd> {
  return new Promise((resolve) => {
    child.once('error', () => resolve({ code: null, signal: null }));
    child.once('exit', (code, byWhat) => resolve({ code, signal: byWhat }));
  });
}

/** Asks a process to end, and after `grace` milliseconds kills it with all of its process group. */
export async function endChild(child: ChildProcess, grace: number): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const ended = whenEnded(child);
  child.kill('SIGTERM');
  const { pid } = child;
  const timer = setTimeout(() => signal(pid, 'SIGKILL', 'group'), grace);
  await ended;
  clearTimeout(timer);
  signal(pid, 'SIGKILL', 'group'); // what it started and left: the group outlives its leader
}

export interface ProcessEvents {
  /** A process was started or has ended: `identities` of what runs has changed. */
  readonly changed: () => void;
  /** It ended without being asked. True: start it again. */
  readonly crashed: (name: string, end: ProcessEnd, delay: number) => boolean;
  /** It says that it has started. */
  readonly started?: () => void;
}

/** A process that is started again, after a growing wait, whenever it ends without being asked to. */
export class SupervisedProcess {
  #child: ChildProcess | undefined;
  #timer: NodeJS.Timeout | undefined;
  #delay: number | undefined;
  #wanted = false;

  constructor(
    readonly spec: ProcessSpec,
    private readonly backoff: Backoff,
    private readonly events: ProcessEvents,
  ) {}

  get identity(): ProcessIdentity | undefined {
    const pid = this.#child?.pid;
    const identity = pid === undefined ? undefined : identify(pid);
    return identity !== undefined && isAlive(identity) ? identity : undefined;
  }

  start(): void {
    this.#wanted = true;
    const startedAt = performance.now();
    const child = forkNode(this.spec);
    this.#child = child;
    this.events.changed();
    child.on('message', (message) => {
      if (message === STARTED) this.events.started?.();
    });
    void whenEnded(child).then((end) => {
      if (this.#child !== child) return;
      this.#child = undefined;
      this.events.changed();
      if (!this.#wanted) return;
      this.#delay = nextDelay(this.backoff, this.#delay, performance.now() - startedAt);
      if (!this.events.crashed(this.spec.name, end, this.#delay)) return;
      this.#timer = setTimeout(() => this.start(), this.#delay);
    });
  }

  /** Ends the process; it is not started again. `grace` in milliseconds, as of endChild. */
  async stop(grace: number): Promise<void> {
    this.#wanted = false;
    clearTimeout(this.#timer);
    if (this.#child !== undefined) await endChild(this.#child, grace);
  }
}
