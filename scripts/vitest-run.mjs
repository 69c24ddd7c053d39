// Runs a Vitest project and counts its tests.
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pinnedNode, root } from './project.mjs';
import { runStep } from './step.mjs';

/** Runs the tests of a project of vitest.config.ts; resolves to the counts. A skipped test is a failed one. */
export async function runVitest(project, extra = [], { minutes } = {}) {
  const report = join(root, '.cache', 'test-results', `${project}.json`);
  mkdirSync(join(root, '.cache', 'test-results'), { recursive: true });
  rmSync(report, { force: true });
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const args = [vitest, 'run', '--project', project, ...reporters, ...extra];
  const problem = await runStep(pinnedNode(), args, { minutes });
  let counts;
  try {
    counts = JSON.parse(readFileSync(report, 'utf8'));
  } catch {
    return { passed: 0, failed: 1, problem: problem ?? 'Vitest wrote no report' };
  }
  const { numPassedTests: passed, numFailedTests, numPendingTests = 0, numTodoTests = 0 } = counts;
  const skipped = numPendingTests + numTodoTests;
  const failed = numFailedTests + skipped;
  if (skipped > 0)
    return { passed, failed, problem: `${skipped} test(s) were skipped; tests are run or removed` };
  if (problem === undefined && passed + failed === 0)
    return { passed, failed: 1, problem: 'there was no test to run' };
  // Vitest can fail without a failed test: an error outside of tests, a file that can't be loaded.
  return { passed, failed: problem === undefined ? failed : Math.max(failed, 1), problem };
}
