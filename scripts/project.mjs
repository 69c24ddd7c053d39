// What every script shares. Node built-ins only, and only what Node 18 already has: these run before anything is installed.
import {
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** The project's folder, wherever the script was started from. */
export const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** Whether the module with this import.meta.url is the program, not an import of another script. */
export function isProgram(url) {
  const program = process.argv[1];
  return program !== undefined && url === pathToFileURL(realpathSync(program)).href;
}

/** Progress and errors go to standard error: standard output belongs to what the caller asked for. */
export function say(message) {
  process.stderr.write(`policy-advisor: ${message}\n`);
}

/** The Node that package-lock.json pins (node_modules/.bin/node), else the one that runs this script. */
export function pinnedNode() {
  const pinned = join(root, 'node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node');
  return existsSync(pinned) && process.platform !== 'win32' ? pinned : process.execPath;
}

const oldestNode = [22, 22, 3];

/** Ends the process with an explanation where the running Node is older than the tools allow. */
export function requireNode() {
  const version = process.versions.node.split('.').map(Number);
  const difference = oldestNode.map((floor, at) => version[at] - floor).find((delta) => delta !== 0) ?? 0;
  if (difference >= 0) return;
  say(
    `Node ${process.versions.node} is too old: ${oldestNode.join('.')} or newer is needed.\n` +
      `  On Linux "npm ci" brings its own Node; was it run with --omit=optional or --no-optional?\n` +
      `  On other systems install Node 24 (https://nodejs.org) and run the command again.`,
  );
  process.exit(1);
}

/** Whether a process with this id is there. A process of another user counts. */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function readOwner(path) {
  try {
    return Number.parseInt(readFileSync(path, 'utf8'), 10);
  } catch {
    return undefined;
  }
}

/**
 * Takes the lock file, waiting for another living process that has it; returns the function that gives it back.
 * A lock whose owner is dead is taken over.
 */
export async function lock(name, waitingFor) {
  const path = join(root, '.cache', `${name}.lock`);
  mkdirSync(dirname(path), { recursive: true });
  // Linking a finished file is atomic; creating and then writing one would show others an empty lock.
  const mine = `${path}.${process.pid}`;
  writeFileSync(mine, `${process.pid}\n`);
  let told = false;
  for (;;) {
    try {
      linkSync(mine, path);
      rmSync(mine);
      return () => rmSync(path, { force: true });
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const owner = readOwner(path);
    if (owner !== undefined && !isAlive(owner)) {
      // Moved aside first and looked at again: another process may have replaced the dead lock in between.
      const aside = `${path}.${process.pid}.dead`;
      try {
        renameSync(path, aside);
        if (readOwner(aside) !== owner) linkSync(aside, path);
      } catch {
        // Somebody else was faster: look again.
      }
      rmSync(aside, { force: true });
      continue;
    }
    if (owner !== undefined && !told) {
      say(`waiting for process ${owner} to finish ${waitingFor}`);
      told = true;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
