// npm test: the checks of every change, cheapest first, up to the first that fails; what it leaves out: docs/development.md.
// npm test -- unit e2e     only these steps
import { join } from 'node:path';
import { pinnedNode, requireNode, root } from './project.mjs';
import { runStep } from './step.mjs';
import { runVitest } from './vitest-run.mjs';

const tool = (path, ...args) => runStep(pinnedNode(), [join(root, ...path), ...args]);
const check =
  (path, ...args) =>
  async () => {
    const problem = await tool(path, ...args);
    return { passed: 0, failed: problem === undefined ? 0 : 1, problem };
  };

const modules = 'node_modules';
const steps = {
  format: check(
    [modules, 'prettier', 'bin', 'prettier.cjs'],
    '--check',
    '--log-level=warn',
    '--cache',
    '--cache-location=.cache/prettier',
    '.',
  ),
  lint: check([modules, 'oxlint', 'bin', 'oxlint'], '--type-aware', '--deny-warnings'),
  typecheck: check([modules, 'typescript', 'bin', 'tsc'], '--noEmit'),
  build: check(['scripts', 'build.mjs']),
  unit: () => runVitest('unit'),
  integration: () => runVitest('integration'),
  e2e: () => runVitest('e2e'),
  smoke: () => runVitest('smoke'),
};

requireNode();
const names = process.argv.slice(2);
const unknown = names.filter((name) => !(name in steps));
if (unknown.length > 0) {
  process.stderr.write(`no such step: ${unknown.join(', ')}; there are: ${Object.keys(steps).join(', ')}\n`);
  process.exit(2);
}
const chosen = Object.entries(steps).filter(([name]) => names.length === 0 || names.includes(name));

const started = Date.now();
const seconds = (since) => `${((Date.now() - since) / 1000).toFixed(1)} s`;
const total = { passed: 0, failed: 0 };
for (const [at, [name, run]] of chosen.entries()) {
  const stepStarted = Date.now();
  console.log(`\n[${at + 1}/${chosen.length}] ${name}`);
  const { passed, failed, problem } = await run();
  total.passed += passed;
  total.failed += failed;
  if (problem !== undefined || process.exitCode === 130) {
    console.log(
      `[${at + 1}/${chosen.length}] ${name} FAILED after ${seconds(stepStarted)}: ${problem ?? 'interrupted'}`,
    );
    console.log(`again: npm test -- ${name}`);
    process.exitCode ||= 1;
    break;
  }
  console.log(`[${at + 1}/${chosen.length}] ${name} ok, ${seconds(stepStarted)}`);
}
console.log(`\ntotal ${seconds(started)}\n${total.passed} passed, ${total.failed} failed`);
