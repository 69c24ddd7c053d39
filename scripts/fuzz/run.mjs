// Fuzzes the service that test-api-fuzz.mjs has started, first with the key of an admin, then with that of a viewer: by
// Schemathesis, and with requests by hand.
import { spawn } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from '../project.mjs';
import { sendAwkwardRequests } from './awkward-requests.mjs';
import { operationsOf, withEvents, withLiveExamples } from './document.mjs';
import { makeFixtures } from './fixtures.mjs';
import { countCalls, summaryOf, trespassesOf } from './summary.mjs';

const folder = join(root, 'scripts', 'fuzz');
const { values: options, positionals: passedOn } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string' },
    role: { type: 'string', multiple: true },
    operation: { type: 'string', multiple: true },
    by: { type: 'string', multiple: true },
    'max-examples': { type: 'string' },
    'max-minutes': { type: 'string' },
  },
});
const seed = Number(options.seed);
const examples = Number(options['max-examples']);
const endsAt = Date.now() + Number(options['max-minutes']) * 60_000;
const by = options.by ?? ['schemathesis', 'hand'];
const roles = options.role ?? ['admin', 'viewer'];
/** Each part of the run, one tool as one role, has the same share of the time that those before it have left. */
let partsLeft = roles.length * by.length;
function beginPart() {
  const share = Math.max(0, endsAt - Date.now()) / partsLeft;
  partsLeft -= 1;
  return { until: Date.now() + share, tooLate: `not done within ${Math.ceil(share / 1_000)} s` };
}
const selected = options.operation === undefined ? undefined : new Set(options.operation);

const url = process.env.POLICY_ADVISOR_URL;
const adminKey = readFileSync(process.env.POLICY_ADVISOR_API_KEY_FILE, 'utf8').trim();
const line = (text) => process.stdout.write(`${text}\n`);

/** What is found, and how far the run came, a line of JSON each; written as it happens. */
const report = join(root, '.cache', 'api-fuzz', 'report.ndjson');
mkdirSync(join(root, '.cache', 'api-fuzz'), { recursive: true });
writeFileSync(report, '');
const note = (entry) => appendFileSync(report, `${JSON.stringify(entry)}\n`);

async function call(method, path, body) {
  const answer = await fetch(`${url}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${adminKey}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path} was answered with ${answer.status}: ${text}`);
  return text === '' ? undefined : JSON.parse(text);
}

const issueKey = (role) =>
  call('POST', '/api/v1/keys', {
    name: `fuzz ${role}`,
    bindings: [{ role, project: 'all', clusters: 'all', namespaces: 'all' }],
  });

/** Says now and then how far it is; resolves what is awaited. */
async function withProgress(what, calls, awaited) {
  const startedAt = Date.now();
  const timer = setInterval(() => {
    const seconds = Math.round((Date.now() - startedAt) / 1_000);
    const counted = countCalls(readFileSync(calls, 'utf8'));
    const requests = [...counted.values()].flatMap((of) => [...of.values()]).reduce((a, b) => a + b, 0);
    process.stderr.write(`${what}: ${requests} requests to ${counted.size} operations in ${seconds} s\n`);
  }, 20_000);
  try {
    return await awaited;
  } finally {
    clearInterval(timer);
  }
}

/** How much Schemathesis has done as a role, by what its hooks have noted. */
function doneAs(role) {
  const scenarios = readFileSync(report, 'utf8')
    .split('\n')
    .filter((text) => text !== '')
    .map((text) => JSON.parse(text))
    .filter((entry) => entry.role === role && entry.kind === 'scenario');
  const sum = (name) => scenarios.reduce((total, entry) => total + entry[name], 0);
  return { cases: sum('cases'), checks: sum('checks') };
}

/** Resolves to whether it passed. The key goes through the environment: arguments can be read by everybody on the machine. */
function runSchemathesis({ key, working, document, environment }) {
  const read = join(working, 'openapi.json');
  writeFileSync(read, JSON.stringify(withEvents(document)));
  const args = [
    ['--config-file', join(folder, 'schemathesis.toml')],
    ['run', read, '--url', url, '--no-color', '--checks', 'all'],
    ['--seed', String(seed), '--max-examples', String(examples)],
    [...(selected ?? [])].flatMap((operation) => ['--include-operation-id', operation]),
    passedOn,
  ].flat();
  const child = spawn(process.env.SCHEMATHESIS, args, {
    cwd: working,
    stdio: ['ignore', 'inherit', 'pipe'],
    env: {
      ...process.env,
      ...environment,
      FUZZ_API_KEY: key,
      FUZZ_REPORT: report,
      PYTHONPATH: folder,
      PYTHONDONTWRITEBYTECODE: '1',
      SCHEMATHESIS_HOOKS: 'schemathesis_hooks',
    },
  });
  // A thread of it that has broken down leaves operations out; it ends with 0 all the same.
  let broken = false;
  child.stderr.setEncoding('utf8').on('data', (text) => {
    broken ||= text.includes('Exception in thread');
    process.stderr.write(text);
  });
  const { until, tooLate } = beginPart();
  const tooLong = setTimeout(() => {
    line(`  ✗ Schemathesis was ${tooLate}`);
    note({ role: environment.FUZZ_ROLE, by: 'schemathesis', kind: 'cut', message: tooLate });
    broken = true;
    child.kill('SIGTERM');
  }, until - Date.now());
  // Who is ended does not leave it behind.
  process.once('SIGTERM', () => {
    child.kill('SIGTERM');
    process.exit(143);
  });
  return new Promise((resolve) => {
    child.once('error', () => resolve(false));
    child.once('close', (code) => resolve(code === 0 && !broken));
  }).finally(() => clearTimeout(tooLong));
}

/** What the hooks are told, and the role's part of the summary. */
async function fuzzAs(role, fixtures, document) {
  line(`\nas ${role}, seed ${seed}`);
  const { key, id } = await issueKey(role);
  fixtures.spared.push(id);
  const working = mkdtempSync(join(tmpdir(), 'schemathesis-'));
  const [calls, described] = [join(working, 'calls'), join(working, 'fixtures.json')];
  const operations = operationsOf(document);
  const named = operations.map(({ method, path }) => [
    `${method} ${path}`,
    fixtures.pathParameters(method, path),
    fixtures.isDestructive(method, path),
  ]);
  writeFileSync(calls, '');
  writeFileSync(
    described,
    JSON.stringify({
      paths: Object.fromEntries(named),
      destructive: named.filter(([, , isDestructive]) => isDestructive).map(([name]) => name),
      spared: fixtures.spared,
    }),
  );
  const mistakes = [];
  const result = (passed) => {
    const counted = countCalls(readFileSync(calls, 'utf8'));
    const mayAll = trespassesOf(role, counted, document).length === 0;
    return { role, passed: passed && mayAll, counted, ...doneAs(role) };
  };
  try {
    const environment = { FUZZ_CALLS: calls, FUZZ_FIXTURES: described, FUZZ_ROLE: role };
    const passed =
      !by.includes('schemathesis') ||
      (await withProgress(
        `Schemathesis as ${role}`,
        calls,
        runSchemathesis({ key, working, document, environment }),
      ));
    const onMistake = (text) => {
      mistakes.push(text);
      note({ role, by: 'hand', kind: 'finding', message: text });
      line(`  ✗ ${text}`);
    };
    if (!by.includes('hand')) return result(passed);
    line(`\nrequests by hand as ${role}`);
    const { until, tooLate } = beginPart();
    const awkward = sendAwkwardRequests({
      url,
      document,
      fixtures,
      key,
      seed,
      examples,
      operations: selected,
      onMistake,
      onCall: (operation, status) => {
        appendFileSync(calls, `${operation} ${status}\n`);
        if (Date.now() > until) throw new Error(tooLate);
      },
    }).catch((error) => onMistake(error.message));
    await withProgress(`by hand as ${role}`, calls, awkward);
    line(`  ${mistakes.length === 0 ? 'nothing found' : `${mistakes.length} found`}`);
    return result(passed && mistakes.length === 0);
  } finally {
    rmSync(working, { recursive: true, force: true });
  }
}

/** Takes what webhooks are sent: an address of this machine that no made-up URL names, and that alone may be sent to. */
const receiver = createServer((request, response) => {
  request.resume().on('end', () => response.writeHead(204).end());
});
await new Promise((resolve, reject) => {
  receiver.once('error', reject).listen(0, process.env.WEBHOOK_ALLOWED_NETWORKS.split('/')[0], resolve);
});
const { address, port } = receiver.address();

const fixtures = await makeFixtures(call, `http://${address}:${port}/`);
const document = withLiveExamples(await call('GET', '/api/openapi.json'), fixtures);
const results = [];
for (const role of roles) results.push(await fuzzAs(role, fixtures, document));
receiver.closeAllConnections();
receiver.close();
line(`\n${summaryOf(results, document, selected)}`);
const failed = results.filter(({ passed }) => !passed).length;
line(`\nfindings: ${relative(root, report)}`);
line(`again: npm run test:api-fuzz -- --seed ${seed} --max-examples ${examples}`);
line(`${results.length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
