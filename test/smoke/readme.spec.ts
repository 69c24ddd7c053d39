import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { root } from '../services/server-process.js';
import { npmStart, readyUrl, type Run } from './npm-start.js';

let dataDirectory: string;
/** Where the steps are run, and the files lie that they write: inside the project, where "#libs/client" is known. */
let folder: string;
let service: Run;

beforeEach(() => {
  dataDirectory = mkdtempSync(join(tmpdir(), 'policy advisor readme '));
  mkdirSync(join(root, '.cache'), { recursive: true });
  folder = mkdtempSync(join(root, '.cache', 'readme-'));
  // As the step says that has a webhook.
  service = npmStart(dataDirectory, {
    WEBHOOK_ALLOW_HTTP: 'true',
    WEBHOOK_ALLOWED_NETWORKS: '127.0.0.1/32',
  });
});

afterEach(async () => {
  service.child.kill('SIGTERM');
  await service.exit;
  rmSync(folder, { recursive: true, force: true });
  rmSync(dataDirectory, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
});

interface Step {
  readonly commands: string;
  /** The output printed below the commands; undefined where none is. */
  readonly output: string | undefined;
}

/** The shell blocks of the README's scenario, each with the block of output that comes next. */
function steps(): readonly Step[] {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const blocks = [...readme.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(([, language = '', text = '']) => ({
    language,
    text,
  }));
  return blocks.flatMap(({ language, text }, index) => {
    if (language !== 'sh') return [];
    const next = blocks[index + 1];
    return [{ commands: text, output: next === undefined || next.language === 'sh' ? undefined : next.text }];
  });
}

/** While the README polls, how often it sees which status is chance. */
const withoutPolling = (text: string): string => text.replace(/^(queued|running)\n/gm, '').trim();

const SEPARATOR = '==== end of a step ====';

describe('the walk-through of the README', () => {
  it('prints what it says it prints', async () => {
    const url = await readyUrl(service);
    const all = steps();
    const script = all
      .map(({ commands }) => `${commands}\necho '${SEPARATOR}'\n`)
      .join('')
      .replace('http://127.0.0.1:3000', url)
      .replace('$(cat .data/api-key)', `$(cat '${join(dataDirectory, 'api-key')}')`);

    // Without it bash reads its settings where its input is a socket, as under some CI runners.
    const run = spawnSync('bash', ['--norc', '-euo', 'pipefail', '-c', script], {
      cwd: folder,
      encoding: 'utf8',
      timeout: 120_000,
    });

    expect({ status: run.status, errors: run.stderr }).toEqual({ status: 0, errors: '' });
    const outputs = run.stdout.split(`${SEPARATOR}\n`);
    const printed = all.flatMap(({ output }, index) =>
      output === undefined
        ? []
        : [{ said: withoutPolling(output), was: withoutPolling(outputs[index] ?? '') }],
    );
    expect(printed.map(({ was }) => was)).toEqual(printed.map(({ said }) => said));
    expect(printed.length).toBeGreaterThanOrEqual(10);
  });
});
