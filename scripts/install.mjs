// Installs the dependencies when node_modules is not what package-lock.json asks for. Everything it says goes to standard error.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isProgram, lock, root, say } from './project.mjs';

/** The packages of a lock file by their folder; undefined if there is no such file. */
function readPackages(...path) {
  try {
    return JSON.parse(readFileSync(join(root, ...path), 'utf8')).packages;
  } catch {
    return undefined;
  }
}

/**
 * Whether node_modules holds what package-lock.json asks for. npm notes there what it has installed, once it has
 * finished, so an installation that was broken off counts as none, and one by "npm install" counts.
 */
function isInstalled() {
  const installed = readPackages('node_modules', '.package-lock.json');
  if (installed === undefined) return false;
  const { '': project, ...wanted } = readPackages('package-lock.json');
  // Optional packages are mostly those of other platforms. Our own (Node, Postgres) must be there on their platform.
  const ours = new Set(Object.keys(project.optionalDependencies ?? {}).map((name) => `node_modules/${name}`));
  const isNeeded = (path, { optional, os, cpu }) =>
    !optional || (ours.has(path) && os?.includes(process.platform) && cpu?.includes(process.arch));
  return Object.entries(wanted).every(([path, entry]) => {
    const there = installed[path];
    if (there === undefined) return !isNeeded(path, entry);
    return there.version === entry.version && there.integrity === entry.integrity;
  });
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
    say(`installed in ${((Date.now() - started) / 1000).toFixed(1)} s`);
  } finally {
    unlock();
  }
}

if (isProgram(import.meta.url)) await install();
