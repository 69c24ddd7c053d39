// Installs what is missing, then compiles to dist/ what has changed. Says nothing and takes a few milliseconds when nothing has.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { install } from './install.mjs';
import { isProgram, lock, pinnedNode, root, say } from './project.mjs';

const sourceFolders = ['apps', 'libs', 'migrations', 'bench'];
const stamp = join(root, 'dist', '.built-sources');

function* files(folder) {
  if (!existsSync(folder)) return;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (entry.name !== 'node_modules') yield* files(path);
    } else yield path;
  }
}

/** The compiler's input: path, size and time of change of each source, hashed. */
export function fingerprint() {
  const hash = createHash('sha256');
  const settings = ['tsconfig.json', 'tsconfig.build.json', 'package-lock.json'].map((name) =>
    join(root, name),
  );
  const sources = sourceFolders.flatMap((folder) => [...files(join(root, folder))]);
  const compiled = sources.filter((path) => path.endsWith('.ts') && !path.endsWith('.spec.ts'));
  // Any order will do as long as it is always the same one; readdir's is not promised to be.
  for (const path of [...settings, ...compiled].sort((a, b) => (a < b ? -1 : 1))) {
    const { size, mtimeMs } = statSync(path);
    hash.update(`${relative(root, path)}\0${size}\0${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

/** What no source stands behind any more: the compiler never deletes its old output. */
function removeOrphans() {
  for (const path of sourceFolders.flatMap((folder) => [...files(join(root, 'dist', folder))])) {
    const source = join(root, relative(join(root, 'dist'), path).replace(/\.js(\.map)?$/, '.ts'));
    if (/\.js(\.map)?$/.test(path) && (!existsSync(source) || source.endsWith('.spec.ts'))) rmSync(path);
  }
}

const isBuilt = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint();

export async function build() {
  await install();
  if (isBuilt()) return;
  const unlock = await lock('build', 'building');
  try {
    if (isBuilt()) return; // by the process we waited for
    const started = Date.now();
    const sources = fingerprint(); // taken before: what changes while the compiler runs is built the next time
    removeOrphans();
    const result = spawnSync(
      pinnedNode(),
      [join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', 'tsconfig.build.json'],
      { cwd: root, stdio: ['ignore', 2, 2] },
    );
    if (result.status !== 0) {
      say('the build failed: see the compiler messages above');
      process.exit(1);
    }
    mkdirSync(join(root, 'dist'), { recursive: true });
    writeFileSync(stamp, sources);
    say(`built in ${((Date.now() - started) / 1000).toFixed(1)} s`);
  } finally {
    unlock();
  }
}

if (isProgram(import.meta.url)) await build();
