// npm run test:api-fuzz: Schemathesis against a running API, its OpenAPI document and all checks, as admin and as viewer.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { lock, requireNode, root, say } from './project.mjs';

const version = '4.32.5';
const environment = join(root, '.cache', `schemathesis-${version}`);
const schemathesis = join(environment, 'bin', 'st');

const help = `Usage: npm run test:api-fuzz -- [options of "st run"]

Starts the service on a data directory of its own and sends it made-up requests, valid and invalid, to every operation
of its OpenAPI document: first as admin, then as viewer. Fails on a server error, a status or a body that the document
does not describe, and on whatever else Schemathesis checks.

  -- --max-examples 200                 more requests to each operation
  -- --seed 7                           other requests
  -- --include-operation-id policiesRead  one operation

Needs Python 3.10 or newer; Schemathesis ${version} is installed into .cache/.
`;
if (process.argv.includes('--help')) {
  process.stdout.write(help);
  process.exit(0);
}

function run(command, args) {
  const { status, error } = spawnSync(command, args, { stdio: ['ignore', 2, 2] });
  if (error !== undefined || status !== 0) {
    say(`"${command} ${args.join(' ')}" failed${error === undefined ? '' : `: ${error.message}`}`);
    say('Python 3.10 or newer with venv and pip is needed (Debian: python3-venv)');
    rmSync(environment, { recursive: true, force: true });
    process.exit(1);
  }
}

requireNode();
const unlock = await lock('schemathesis', 'installing Schemathesis');
if (!existsSync(schemathesis)) {
  say(`installing Schemathesis ${version} into .cache/`);
  run('python3', ['-m', 'venv', environment]);
  run(join(environment, 'bin', 'pip'), ['install', '--quiet', `schemathesis==${version}`]);
}
unlock();

const library = pathToFileURL(join(root, 'dist', 'libs', 'embedded-services', 'src', 'index.js'));
const { runOnService } = await import(library.href);
const dataDirectory = mkdtempSync(join(tmpdir(), 'policy-advisor-fuzz-'));
try {
  process.exitCode = await runOnService({
    root,
    environment: {
      ...process.env,
      DATA_DIR: dataDirectory,
      PORT: '0',
      WORKER_HEALTH_PORT: '0',
      COLLECTOR_HEALTH_PORT: '0',
      SCHEMATHESIS: schemathesis,
    },
    program: join(root, 'scripts', 'fuzz-api.mjs'),
    arguments: process.argv.slice(2),
  });
} finally {
  rmSync(dataDirectory, { recursive: true, force: true });
}
