import { type ChildProcess, fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePorts } from '#libs/embedded-services';
import { createDataSource, migrate } from '#libs/persistence';
import { loadConfig } from '#libs/platform';
import { z } from 'zod';
import { type RedisServer, startRedis, startTestPostgres, type TestPostgres } from '../../services/index.js';
import { root } from '../../services/server-process.js';
import type { Kill, Victim } from './plan.js';

/** Longer than anything takes that recovers, in ms. */
export const mostPatience = 120_000;

type ProcessName = Exclude<Victim, 'postgres' | 'redis'>;
const entries: Readonly<Record<ProcessName, string>> = {
  api: 'main',
  'worker-1': 'worker',
  'worker-2': 'worker',
};
const processNames = ['api', 'worker-1', 'worker-2'] as const;

/** How the processes ended that were asked to. */
export interface Ended {
  /** Of each process. */
  readonly exitCodes: readonly (number | null)[];
  /** The end of what they have logged, if one did not end in order. */
  readonly log?: string;
}

/** The API and two workers as they are delivered, with services of their own; all of them may be killed at any time. */
export class Service {
  readonly #processes = new Map<ProcessName, ChildProcess>();

  private constructor(
    private readonly postgres: TestPostgres,
    private readonly redis: RedisServer | undefined,
    private readonly folder: string,
    private readonly key: string,
    private readonly ports: ReadonlyMap<ProcessName, number>,
    private readonly environment: Readonly<Record<string, string>>,
  ) {}

  static async start(withRedis: boolean): Promise<Service> {
    const postgres = await startTestPostgres({ commitsSurvive: true });
    const redis = withRedis ? await startRedis() : undefined;
    const folder = mkdtempSync(join(tmpdir(), 'policy-advisor-kills-'));
    const key = randomBytes(32).toString('hex');
    writeFileSync(join(folder, 'key'), key, { mode: 0o600 });
    const url = await postgres.createDatabase('simulations');
    const dataSource = await createDataSource(loadConfig({ DATABASE_URL: url }).database).initialize();
    await migrate(dataSource);
    await dataSource.destroy();
    const free = await freePorts(processNames.length);
    const ports = new Map(processNames.map((name, index) => [name, free[index] ?? 0]));
    const service = new Service(postgres, redis, folder, key, ports, {
      DATABASE_URL: url,
      BOOTSTRAP_API_KEY_FILE: join(folder, 'key'),
      ...(redis !== undefined && { REDIS_URL: redis.url }),
      SIMULATION_CHUNK_SIZE: '10',
      SIMULATION_RECONCILE_INTERVAL: '1s',
      // All of a run may wait at the same time.
      SIMULATION_MAX_UNFINISHED_PER_PROJECT: '100000',
      LOG_LEVEL: 'warn',
    });
    for (const name of processNames) service.#startProcess(name);
    await service.untilReady();
    return service;
  }

  #startProcess(name: ProcessName): void {
    const log = openSync(join(this.folder, 'log'), 'a');
    const port = String(this.ports.get(name));
    const child = fork(`dist/apps/api/src/${entries[name]}.js`, {
      cwd: root,
      env: { ...process.env, ...this.environment, PORT: port, WORKER_HEALTH_PORT: port },
      stdio: ['ignore', log, log, 'ipc'],
    });
    closeSync(log);
    this.#processes.set(name, child);
  }

  /** Kills, waits and starts again. Resolves when that is done, not when it has recovered. */
  async suffer({ victim, lasts }: Kill): Promise<void> {
    if (victim === 'postgres' || victim === 'redis') {
      const server = victim === 'postgres' ? this.postgres : this.redis;
      await server?.kill();
      await delay(lasts);
      await server?.restart();
      return;
    }
    const child = this.#processes.get(victim);
    if (child === undefined || child.exitCode !== null || child.signalCode !== null)
      throw new Error(`${victim} has ended by itself:\n${this.log()}`);
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
    await delay(lasts);
    this.#startProcess(victim);
  }

  /** Resolves when every process says that it is ready. */
  async untilReady(): Promise<void> {
    for (const name of processNames) {
      await this.#patiently(name, async () => {
        const answer = await fetch(`http://127.0.0.1:${this.ports.get(name)}/readyz`);
        if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
      });
    }
  }

  /** Asks the API until it answers, as a caller does who wants his answer: what it can't be asked now it is asked again. */
  async ask(method: 'GET' | 'POST', path: string, body?: object, headers: object = {}): Promise<unknown> {
    return this.#patiently(`${method} ${path}`, async () => {
      const answer = await fetch(`http://127.0.0.1:${this.ports.get('api')}/api/v1${path}`, {
        method,
        headers: {
          authorization: `Bearer ${this.key}`,
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const text = await answer.text();
      if (answer.status >= 500) throw new Error(`${answer.status} ${text}`);
      if (!answer.ok) return Promise.reject(new RefusedError(`${method} ${path}: ${answer.status} ${text}`));
      return z.unknown().parse(JSON.parse(text));
    });
  }

  async #patiently<T>(what: string, work: () => Promise<T>): Promise<T> {
    const deadline = performance.now() + mostPatience;
    for (;;) {
      try {
        return await work();
      } catch (error) {
        if (error instanceof RefusedError) throw error;
        if (performance.now() > deadline)
          throw new Error(`${what} in vain; the processes say:\n${this.log()}`, { cause: error });
        await delay(50);
      }
    }
  }

  /** The end of what the processes have logged. */
  log(): string {
    return readFileSync(join(this.folder, 'log'), 'utf8').slice(-5_000);
  }

  /** Asks all processes to end, and returns their exit codes (0 for each that ended in order), and what they said last. */
  async stop(): Promise<Ended> {
    const children = [...this.#processes.values()];
    const running = children.filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null);
    const ended = running.map((child) => once(child, 'exit'));
    for (const child of running) child.kill('SIGTERM');
    await Promise.all(ended);
    await this.redis?.stop();
    await this.postgres.stop();
    const log = this.log();
    rmSync(this.folder, { recursive: true, force: true });
    const exitCodes = children.map(({ exitCode }) => exitCode);
    return exitCodes.every((code) => code === 0) ? { exitCodes } : { exitCodes, log };
  }
}

/** An answer that another try does not change. */
class RefusedError extends Error {}
