// Runs a command as a step of a longer run: with a limit of time, and with a look at what it leaves behind.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { root } from './project.mjs';

const mark = 'POLICY_ADVISOR_TEST_RUN';
const running = new Set();

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    for (const child of running) child.kill(signal);
    process.exitCode = 130;
    setTimeout(() => process.exit(130), 15_000).unref();
  });
}

/** The processes that have this mark in their environment: descendants, however they were detached. Linux only. */
function marked(value) {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((pid) => {
      try {
        if (!readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(`${mark}=${value}`)) return [];
        const state = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.[0];
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
        return state === 'Z' ? [] : [{ pid: Number(pid), command: command.slice(0, 200) }];
      } catch {
        return []; // gone meanwhile, or another user's
      }
    });
}

/** Waits a moment for processes that are about to end; what is left then is killed and returned. */
async function leftBehind(value) {
  for (let tries = 0; tries < 20; tries += 1) {
    if (marked(value).length === 0) return [];
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const left = marked(value);
  for (const { pid } of left) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // gone meanwhile
    }
  }
  return left;
}

/** Runs a command of the project; resolves to what went wrong, or undefined. Its output goes where ours goes. */
export async function runStep(command, args, { minutes = 15 } = {}) {
  const value = randomBytes(8).toString('hex');
  const child = spawn(command, args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, [mark]: value },
  });
  running.add(child);
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    child.kill('SIGTERM');
    setTimeout(() => child.kill('SIGKILL'), 10_000).unref();
  }, minutes * 60_000);
  const ended = await new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(code === 0 ? undefined : (signal ?? `exit code ${code}`)));
  });
  clearTimeout(timer);
  running.delete(child);
  const left = await leftBehind(value);
  if (late) return `not done after ${minutes} minutes`;
  if (ended !== undefined) return ended;
  if (left.length === 0) return undefined;
  return `it left processes behind (now killed):\n${left.map(({ pid, command }) => `  ${pid} ${command}`).join('\n')}`;
}
