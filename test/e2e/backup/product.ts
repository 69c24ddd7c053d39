import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePorts } from '#libs/embedded-services';
import { expect, vi } from 'vitest';
import { z } from 'zod';
import { root } from '../../services/server-process.js';

const entries = {
  api: 'dist/apps/api/src/main.js',
  worker: 'dist/apps/api/src/worker.js',
  collector: 'dist/apps/collector/src/main.js',
} as const;

type ProcessName = keyof typeof entries;

/** Polls until what is read is as wanted; with objects it may have more fields. Also for hooks, where expect.poll is not. */
export async function until(read: () => Promise<unknown>, wanted: unknown): Promise<void> {
  await vi.waitFor(
    async () => {
      const found = await read();
      if (typeof wanted === 'object' && wanted !== null) expect(found).toMatchObject(wanted);
      else expect(found).toBe(wanted);
    },
    { timeout: 60_000, interval: 50 },
  );
}

/** What is sent in a request. */
interface Sent {
  readonly body?: object | string;
  /** Of `body`, where that is text. */
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Another key than the admin's. */
  readonly key?: string;
}

/** The product's processes as they are delivered, on a database. */
export class Product {
  readonly #processes: ChildProcess[] = [];

  private constructor(
    private readonly ports: Readonly<Record<ProcessName, number>>,
    private readonly environment: Readonly<Record<string, string>>,
    private readonly key: string,
    private readonly logFile: string,
  ) {}

  /** None of its processes runs yet. `name` tells its log from others in the folder. */
  static async on(
    environment: Readonly<Record<string, string>>,
    { key, folder, name }: { readonly key: string; readonly folder: string; readonly name: string },
  ): Promise<Product> {
    const [api = 0, worker = 0, collector = 0] = await freePorts(3);
    return new Product({ api, worker, collector }, environment, key, join(folder, `${name}.log`));
  }

  /** Resolves when all of them are ready. */
  async start(...names: readonly ProcessName[]): Promise<void> {
    for (const name of names) {
      const log = openSync(this.logFile, 'a');
      const child = fork(entries[name], {
        cwd: root,
        env: {
          ...process.env,
          ...this.environment,
          PORT: String(this.ports.api),
          WORKER_HEALTH_PORT: String(this.ports.worker),
          COLLECTOR_HEALTH_PORT: String(this.ports.collector),
        },
        stdio: ['ignore', log, log, 'ipc'],
      });
      closeSync(log);
      this.#processes.push(child);
    }
    for (const name of names) await this.#ready(name);
  }

  async #ready(name: ProcessName): Promise<void> {
    const ready = async (): Promise<number> => {
      const answer = await fetch(`http://127.0.0.1:${this.ports[name]}/readyz`).catch(() => undefined);
      return answer?.status ?? 0;
    };
    await until(ready, 200).catch((error: unknown) => this.#explain(`${name} is not ready`, error));
  }

  /** The answer to a request; fails for those that refuse. Undefined: an empty one. */
  async ask(
    method: string,
    path: string,
    { body, type, headers, key = this.key }: Sent = {},
  ): Promise<unknown> {
    const answer = await fetch(`http://127.0.0.1:${this.ports.api}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${key}`,
        ...(body !== undefined && { 'content-type': type ?? 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}\n${this.#log()}`);
    if (text === '') return undefined;
    return answer.headers.get('content-type')?.includes('json') === true
      ? z.unknown().parse(JSON.parse(text))
      : text;
  }

  /** The `id` of what a request has made. */
  async make(path: string, sent: Sent): Promise<string> {
    return z.object({ id: z.string() }).parse(await this.ask('POST', path, sent)).id;
  }

  /** Resolves when reading the path gives what matches. */
  async reached(path: string, state: object): Promise<void> {
    await until(() => this.ask('GET', path), state).catch((error: unknown) => this.#explain(path, error));
  }

  /** SIGKILL for all that run, as when the machine is lost. */
  async lose(): Promise<void> {
    await Promise.all(
      this.#processes.splice(0).map(async (child) => {
        if (child.exitCode !== null || child.signalCode !== null) return;
        const exited = once(child, 'exit');
        child.kill('SIGKILL');
        await exited;
      }),
    );
  }

  #explain(what: string, cause: unknown): never {
    throw new Error(`${what}; the processes say:\n${this.#log()}`, { cause });
  }

  /** The end of what the processes have logged. */
  #log(): string {
    return readFileSync(this.logFile, 'utf8').slice(-3_000);
  }
}
