import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findOwner, freePorts, identify, isAlive, type ProcessIdentity } from '#libs/embedded-services';
import * as start from './npm-start.js';
import { readyUrl, type Run } from './npm-start.js';

let dataDirectory: string;
let started: Run[];

beforeEach(() => {
  dataDirectory = mkdtempSync(join(tmpdir(), 'policy advisor smoke '));
  started = [];
});

afterEach(async () => {
  for (const run of started) if (run.child.exitCode === null) run.child.kill('SIGTERM');
  await Promise.all(started.map((run) => run.exit));
  rmSync(dataDirectory, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
});

function npmStart(environment: NodeJS.ProcessEnv = {}): Run {
  const run = start.npmStart(dataDirectory, environment);
  started.push(run);
  return run;
}

function living(pid: number): ProcessIdentity {
  const identity = identify(pid);
  if (identity === undefined) throw new Error(`no process ${pid}`);
  return identity;
}

/** All processes of the running service: supervisor, api, worker, collector, Postgres. */
function processes(): readonly ProcessIdentity[] {
  const owner = findOwner(dataDirectory);
  if (owner === undefined) throw new Error('no owner');
  const postgres = readFileSync(join(dataDirectory, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0];
  return [owner.owner, ...owner.children, living(Number(postgres))];
}

/** Those that still live a minute from now, sooner none. */
async function survivors(all: readonly ProcessIdentity[]): Promise<readonly ProcessIdentity[]> {
  const deadline = performance.now() + 60_000;
  while (all.some(isAlive) && performance.now() < deadline)
    await new Promise((resolve) => setTimeout(resolve, 50));
  return all.filter(isAlive);
}

async function workloads(url: string, key: string): Promise<number> {
  const response = await fetch(`${url}/api/v1/workloads`, { headers: { authorization: `Bearer ${key}` } });
  await response.arrayBuffer();
  return response.status;
}

describe('npm start', () => {
  it('serves the API to those who have the key, and Ctrl-C leaves no process', async () => {
    const run = npmStart();
    const url = await readyUrl(run);
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    expect((await fetch(`${url}/api/docs`)).status).toBe(200);
    expect((await fetch(`${url}/api/openapi.json`)).status).toBe(200);

    const keyFile = join(dataDirectory, 'api-key');
    expect(statSync(keyFile).mode & 0o777).toBe(0o600);
    const key = readFileSync(keyFile, 'utf8').trim();
    expect(await workloads(url, key)).toBe(200);
    expect(await workloads(url, `${key.slice(0, -1)}!`)).toBe(401);
    expect(run.errors()).not.toContain(key);

    const all = processes();
    expect(all.length).toBe(5);
    process.kill(-(run.child.pid ?? 0), 'SIGINT'); // to the whole group, as a terminal does
    expect(await run.exit).toBe(0);
    expect(all.filter(isAlive)).toEqual([]);
    expect(run.lines[0]).toBe(`ready ${url}`);
  });

  it('ends when npm is asked to end, and when it is killed', async () => {
    for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
      const run = npmStart();
      await readyUrl(run);
      const all = processes();
      run.child.kill(signal);
      await run.exit;
      expect(await survivors(all)).toEqual([]);
    }
  });

  it('starts on the same data after any of its processes was killed', async () => {
    let run = npmStart();
    await readyUrl(run);
    const count = processes().length;
    for (let which = 0; which < count; which += 1) {
      const all = processes();
      const victim = all[which];
      if (victim === undefined) throw new Error('fewer processes than before');
      process.kill(victim.pid, 'SIGKILL');
      run.child.kill('SIGTERM');
      await run.exit;
      run = npmStart();
      const key = readFileSync(join(dataDirectory, 'api-key'), 'utf8').trim();
      expect(await workloads(await readyUrl(run), key)).toBe(200);
      expect(all.slice(0, -1).filter(isAlive)).toEqual([]); // all but Postgres, which may have been adopted
    }
  });

  it('says where the first one is when it is started twice', async () => {
    const url = await readyUrl(npmStart());
    const second = npmStart();
    expect(await second.exit).toBe(1);
    expect(second.lines).toEqual([url]);
  });

  it('takes the port it is told to, and no other', async () => {
    const [port] = await freePorts(1);
    expect(await readyUrl(npmStart({ PORT: String(port) }))).toBe(`http://127.0.0.1:${port}`);
    const other = mkdtempSync(join(tmpdir(), 'policy-advisor-smoke-'));
    const second = npmStart({ PORT: String(port), DATA_DIR: other });
    expect(await second.exit).toBe(1);
    expect(second.lines).toEqual([]);
    expect(second.errors()).toContain(`port ${port} is taken by another program`);
    rmSync(other, { recursive: true, force: true });
  });
});
