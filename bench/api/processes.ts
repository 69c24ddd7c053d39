import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { root } from '../../test/services/server-process.js';

/** A process of the product. */
export interface ProductProcess {
  readonly url: string;
  /** The largest resident set so far, in MB; null: this system does not tell. */
  peakRss(): number | null;
  stop(): Promise<void>;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('no TCP port');
  return address.port;
}

/** Starts an entry as it is delivered, and waits until it is ready. */
export async function startProduct(
  entry: 'main' | 'worker',
  environment: Readonly<Record<string, string>>,
): Promise<ProductProcess> {
  const port = await freePort();
  const child = fork(`${root}/dist/apps/api/src/${entry}.js`, {
    env: { ...environment, PORT: String(port), WORKER_HEALTH_PORT: String(port), LOG_LEVEL: 'warn' },
    // As much as V8 takes in a container with 512 MiB; without a limit it takes what the machine has. The other is the image's.
    execArgv: ['--max-old-space-size=256', '--max-semi-space-size=16'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const url = `http://127.0.0.1:${port}`;
  await untilReady(child, `${url}/readyz`);
  return {
    url,
    peakRss: () => peakRss(child.pid),
    stop: async () => {
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      await exited;
    },
  };
}

async function untilReady(child: ChildProcess, url: string): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`a process ended with ${child.exitCode}`);
    const ready = await fetch(url).then(
      ({ ok }) => ok,
      () => false,
    );
    if (ready) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function peakRss(pid: number | undefined): number | null {
  if (process.platform !== 'linux') return null;
  const found = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid ?? 0}/status`, 'utf8'));
  return found?.[1] === undefined ? null : Number(found[1]) / 1024;
}

const answer = z.object({
  latency: z.object({ p99: z.number() }),
  non2xx: z.number(),
  errors: z.number(),
});

/** How requests are made: so many a second for so long, or so many as fast as the answers come. */
export type Load =
  | { readonly connections: number; readonly perSecond: number; readonly seconds: number }
  | { readonly connections: number; readonly requests: number };

/** Requests to a URL, from a process of its own; the 99th percentile of their times to the last byte, in ms. */
export async function load(url: string, key: string, how: Load): Promise<number> {
  const program = fileURLToPath(import.meta.resolve('autocannon'));
  const amount =
    'requests' in how
      ? ['-a', String(how.requests)]
      : ['-R', String(how.perSecond), '-d', String(how.seconds)];
  const args = [
    '-j',
    '-n',
    '-c',
    String(how.connections),
    ...amount,
    '-H',
    `authorization=Bearer ${key}`,
    url,
  ];
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'ignore'] });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  await once(child, 'close');
  const { latency, non2xx, errors } = answer.parse(JSON.parse(output));
  if (non2xx + errors > 0) throw new Error(`${non2xx + errors} requests to ${url} failed`);
  return latency.p99;
}
