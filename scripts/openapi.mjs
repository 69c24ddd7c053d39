// npm run openapi: writes docs/openapi.json, and the types of libs/client from it. From the sources, not from dist/: the
// types of the client may be what keeps the build from succeeding.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { requireNode, root, say } from './project.mjs';

requireNode();
const { runnerImport } = await import('vite');
const { default: config } = await import('../vitest.config.ts');
const { module } = await runnerImport(join(root, 'apps', 'api', 'src', 'openapi', 'describe-api.ts'), {
  configFile: false,
  root,
  resolve: config.resolve,
});
const { clientSource } = await import('./client-source.mjs');
const document = await module.describeApi();
const files = [
  ['docs/openapi.json', `${JSON.stringify(document, undefined, 2)}\n`],
  ['libs/client/src/generated/api.ts', await clientSource(document)],
];
for (const [path, text] of files) {
  writeFileSync(join(root, path), text);
  say(`wrote ${path}`);
}
