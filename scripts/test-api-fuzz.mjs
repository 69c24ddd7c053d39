// npm run test:api-fuzz: Schemathesis against a running API, its OpenAPI document and all checks, as admin and as viewer.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { lock, requireNode, root, say } from './project.mjs';

const version = '4.32.5';
const environment = join(root, '.cache', `schemathesis-${version}`);
const schemathesis = join(environment, 'bin', 'st');

const help = `npm run test:api-fuzz -- [--seed N] [--max-examples N] [--role R] [--operation ID] [--max-minutes N] [-- ...]

Starts the service on a data directory of its own, gives it something to be asked about, and sends requests, valid and
invalid, to every operation of its OpenAPI document: first as admin, then as viewer. Schemathesis makes them up by the
document, with all checks; then come requests that are each valid but for one awkward thing: NUL and halves of surrogates,
huge numbers, deep nesting, doubled parameters and keys, odd headers, media types, methods and encodings. Fails on a
server error, a status or a body that the document does not describe, a success that the role is not permitted, and on
whatever else Schemathesis checks. Prints each finding when it is made, and writes all of them to .cache/api-fuzz/report.ndjson.

  --seed N          of both                                          (1)
  --max-examples N  made up at random, to each operation; 12 take about a quarter of an hour on two cores  (12)
  --role R          admin or viewer; may be repeated                  (both)
  --by WHAT         schemathesis or hand; may be repeated             (both)
  --operation ID    one by its operationId; may be repeated           (all)
  --max-minutes N   so long at most, then it fails                    (45)
  -- ...            handed on to "st run"

Webhooks are delivered to 127.0.0.77 alone: the service that is fuzzed talks to this machine only. What is let pass, and why, stands in
scripts/fuzz/schemathesis.toml. Schemathesis ${version} is installed into .cache/, which needs Python 3.10 or newer; "--by hand" needs none of it.
`;

function requireAmong(name, given, possible) {
  if (!given.every((each) => possible.includes(each)))
    throw new Error(`--${name} must be ${possible.join(' or ')}`);
}

/** The arguments for run.mjs, with defaults. Ends the process for --help and for mistakes. */
function readArguments() {
  const number = { type: 'string' };
  const list = { type: 'string', multiple: true };
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        seed: number,
        'max-examples': number,
        'max-minutes': number,
        role: list,
        operation: list,
        by: list,
        help: { type: 'boolean', short: 'h' },
      },
    });
    if (values.help) {
      process.stdout.write(help);
      process.exit(0);
    }
    const { role = ['admin', 'viewer'], by = ['schemathesis', 'hand'], operation = [], ...given } = values;
    const numbers = { seed: '1', 'max-examples': '12', 'max-minutes': '45', ...given };
    for (const [name, value] of Object.entries(numbers)) {
      if (!/^[1-9]\d{0,8}$/.test(value))
        throw new Error(`--${name} must be a whole number from 1 to 999999999`);
    }
    requireAmong('role', role, ['admin', 'viewer']);
    requireAmong('by', by, ['schemathesis', 'hand']);
    return [
      ...Object.entries(numbers).map(([name, value]) => `--${name}=${value}`),
      ...role.map((each) => `--role=${each}`),
      ...by.map((each) => `--by=${each}`),
      ...operation.map((each) => `--operation=${each}`),
      '--',
      ...positionals,
    ];
  } catch (error) {
    process.stderr.write(`${error.message}\n\n${help}`);
    process.exit(2);
  }
}

const args = readArguments();

function run(command, ...rest) {
  const { status, error } = spawnSync(command, rest, { stdio: ['ignore', 2, 2] });
  if (error !== undefined || status !== 0) {
    say(`"${command} ${rest.join(' ')}" failed${error === undefined ? '' : `: ${error.message}`}`);
    say('Python 3.10 or newer with venv and pip is needed (Debian: python3-venv)');
    rmSync(environment, { recursive: true, force: true });
    process.exit(1);
  }
}

requireNode();
if (args.includes('--by=schemathesis')) {
  const unlock = await lock('schemathesis', 'installing Schemathesis');
  if (!existsSync(schemathesis)) {
    say(`installing Schemathesis ${version} into .cache/`);
    run('python3', '-m', 'venv', environment);
    run(join(environment, 'bin', 'pip'), 'install', '--quiet', `schemathesis==${version}`);
  }
  unlock();
}

const noNetwork = pathToFileURL(join(root, 'scripts', 'fuzz', 'no-network.mjs'));
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
      // Deliveries can succeed, to one address of this machine.
      WEBHOOK_ALLOW_HTTP: 'true',
      WEBHOOK_ALLOWED_NETWORKS: '127.0.0.77/32',
      // What is limited by the minute would be all that is seen of the rest.
      RATE_LIMIT_REQUESTS: '100000000',
      RATE_LIMIT_EVENTS: '100000000',
      RATE_LIMIT_FAILURES: '0',
      NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --import=${noNetwork.href}`,
    },
    program: join(root, 'scripts', 'fuzz', 'run.mjs'),
    arguments: args,
  });
} finally {
  rmSync(dataDirectory, { recursive: true, force: true });
}
