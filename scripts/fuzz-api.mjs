// Runs Schemathesis on the service that test-api-fuzz.mjs has started: once with the key of an admin, once with that of a viewer.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './project.mjs';

const url = process.env.POLICY_ADVISOR_URL;
const adminKey = readFileSync(process.env.POLICY_ADVISOR_API_KEY_FILE, 'utf8').trim();

async function issueKey(role) {
  const answer = await fetch(`${url}/api/v1/keys`, {
    method: 'POST',
    headers: { authorization: `Bearer ${adminKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      name: `fuzz ${role}`,
      bindings: [{ role, project: 'all', clusters: 'all', namespaces: 'all' }],
    }),
  });
  if (answer.status !== 201) throw new Error(`no key for ${role}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()).key;
}

/** Resolves to the exit code. The key goes through the environment: arguments can be read by everybody on the machine. */
function fuzz(role, key) {
  const folder = mkdtempSync(join(tmpdir(), 'schemathesis-'));
  const args = [
    '--config-file',
    join(root, 'scripts', 'schemathesis.toml'),
    'run',
    `${url}/api/openapi.json`,
    '--no-color',
    ...process.argv.slice(2),
  ];
  process.stdout.write(`\nas ${role}\n`);
  const child = spawn(process.env.SCHEMATHESIS, args, {
    cwd: folder,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, FUZZ_API_KEY: key },
  });
  return new Promise((resolve) => {
    child.once('error', () => resolve(1));
    child.once('exit', (code) => resolve(code ?? 1));
  }).finally(() => rmSync(folder, { recursive: true, force: true }));
}

const codes = [];
for (const role of ['admin', 'viewer']) codes.push(await fuzz(role, await issueKey(role)));
const failed = codes.filter((code) => code !== 0).length;
process.stdout.write(`\n${codes.length - failed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;
