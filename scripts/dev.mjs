// npm run dev: the service as npm start runs it, compiled and started again whenever a source changes.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from './build.mjs';
import { requireNode, root, say } from './project.mjs';

requireNode();
await build();
const library = pathToFileURL(join(root, 'dist', 'libs', 'embedded-services', 'src', 'index.js'));
const { runStartCommand } = await import(library.href);

/** The compiler in watch mode; calls `changed` after each build without errors but the first, which changes nothing. */
function watch(changed) {
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const compiler = spawn(
    process.execPath,
    [tsc, '-p', 'tsconfig.build.json', '--watch', '--preserveWatchOutput', '--pretty', 'false'],
    { cwd: root, stdio: ['ignore', 'pipe', 2] },
  );
  let builds = 0;
  compiler.stdout.setEncoding('utf8').on('data', (text) => {
    process.stderr.write(text);
    if (text.includes('Found 0 errors') && (builds += 1) > 1) changed();
  });
  return compiler;
}

let compiler;
let reloads = Promise.resolve();
process.exitCode = await runStartCommand({
  root,
  environment: process.env,
  whenReady: (service) => {
    say('watching the sources');
    compiler = watch(() => {
      reloads = reloads
        .then(() => service.reload())
        .then(
          () => say('started again with the new build'),
          (error) => say(error.message),
        );
    });
  },
});
compiler?.kill();
