// npm run test:image: the steps of the Dockerfile, without Docker, and the processes of what comes out.
import { requireNode } from './project.mjs';
import { runVitest } from './vitest-run.mjs';

requireNode();
const { passed, failed, problem } = await runVitest('image', process.argv.slice(2));
if (problem !== undefined) console.log(`image FAILED: ${problem}`);
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = problem === undefined ? 0 : 1;
