// npm run test:kubernetes: the tests against a real Kubernetes API server.
import { buildKubernetes, folder, helmProgram } from './kubernetes-binaries.mjs';
import { requireNode } from './project.mjs';
import { runVitest } from './vitest-run.mjs';

requireNode();
await buildKubernetes();
process.env.KUBERNETES_BINARIES = folder;
process.env.HELM = helmProgram;
const { passed, failed, problem } = await runVitest('kubernetes', process.argv.slice(2));
if (problem !== undefined) console.log(`kubernetes FAILED: ${problem}`);
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = problem === undefined ? 0 : 1;
