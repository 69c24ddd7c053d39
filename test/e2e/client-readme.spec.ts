import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { root } from '../services/server-process.js';
import { startTestService, type TestService } from './service.js';

let service: TestService;
let folder: string;
beforeAll(async () => {
  service = await startTestService();
  // Inside the project, where "#libs/client" is known.
  mkdirSync(join(root, '.cache'), { recursive: true });
  folder = mkdtempSync(join(root, '.cache', 'client-readme-'));
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await service.stop();
});

it('the examples in the README of the client print what it says', async () => {
  const readme = readFileSync(join(root, 'libs/client/README.md'), 'utf8');
  const blocks = [...readme.matchAll(/^```(ts|text)\n(.*?)^```$/gms)];
  const of = (wanted: string) =>
    blocks
      .filter(([, language]) => language === wanted)
      .map(([, , text = '']) => text)
      .join('');
  const program = join(folder, 'examples.ts');
  writeFileSync(program, of('ts'));
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--experimental-transform-types',
    '--disable-warning=ExperimentalWarning',
    `--import=${join(root, 'test/threads/sources.mjs')}`,
    program,
    service.url,
    service.key('editor'),
  ]);
  expect(stdout).toBe(of('text'));
  expect(blocks.length).toBeGreaterThan(8);
});
