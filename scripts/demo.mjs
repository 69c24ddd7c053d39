// npm run demo: plays the reference scenario on the service that runs on this data directory, or on one of its own.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { requireNode, root } from './project.mjs';

requireNode();
const library = pathToFileURL(join(root, 'dist', 'libs', 'embedded-services', 'src', 'index.js'));
const { runOnService } = await import(library.href);
process.exitCode = await runOnService({
  root,
  environment: process.env,
  program: join(root, 'dist', 'apps', 'cli', 'src', 'demo', 'main.js'),
  arguments: process.argv.slice(2),
});
