// Installs the dependencies when package-lock.json is not the one that was installed last. Everything it says goes to standard error.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isProgram, lock, root, say } from './project.mjs';

// Inside node_modules, so that whatever removes the packages ("npm ci", "rm -rf") removes the stamp too.
const stamp = join(root, 'node_modules', '.installed-lock');

function lockHash() {
  return createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
}

function isInstalled() {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === lockHash();
}

export async function install() {
  if (isInstalled()) return;
  const unlock = await lock('install', 'installing');
  try {
    if (isInstalled()) return; // by the process we waited for
    say('installing dependencies (about a minute the first time)');
    const started = Date.now();
    // The npm that runs this script, so that its settings and version are the user's own.
    const npm = process.env.npm_execpath;
    const [command, before] = npm ? [process.env.npm_node_execpath ?? process.execPath, [npm]] : ['npm', []];
    const result = spawnSync(
      command,
      // The two --include undo NODE_ENV=production and "omit" settings: compiler and Postgres are needed here.
      [...before, 'ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'],
      { cwd: root, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' && !npm },
    );
    if (result.error) say(`npm could not be started: ${result.error.message}`);
    if (result.status !== 0) {
      say('"npm ci" failed: see its message above');
      process.exit(result.status || 1);
    }
    writeFileSync(stamp, lockHash());
    say(`installed in ${((Date.now() - started) / 1000).toFixed(1)} s`);
  } finally {
    unlock();
  }
}

if (isProgram(import.meta.url)) await install();
