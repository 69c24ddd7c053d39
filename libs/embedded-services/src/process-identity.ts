import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { z } from 'zod';

/**
 * A process that a later process can recognise. A process id alone is not enough: ids are used again, soonest in
 * containers, so the time at which the process started is part of it.
 */
export const processIdentity = z.object({ pid: z.int().positive(), startedAt: z.string() });
export type ProcessIdentity = z.infer<typeof processIdentity>;

interface ProcessState {
  /** Opaque; equal for equal starts on one boot of the machine. */
  readonly startedAt: string;
  /** The process has ended, its parent has not asked for its exit code yet. */
  readonly zombie: boolean;
  readonly command: string;
}

/** Linux: fields of /proc/PID/stat (proc(5)); the command stands in parentheses and may hold any character. */
function stateFromProc(pid: number): ProcessState | undefined {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return undefined;
  }
  const end = stat.lastIndexOf(')');
  const fields = stat.slice(end + 2).split(' ');
  const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  return {
    startedAt: `${boot}/${fields[19] ?? ''}`, // field 22 of the line: start time in clock ticks since boot
    zombie: fields[0] === 'Z' || fields[0] === 'X',
    command: stat.slice(stat.indexOf('(') + 1, end),
  };
}

function stateFromPs(pid: number): ProcessState | undefined {
  try {
    const line = execFileSync('ps', ['-o', 'lstart=,stat=,comm=', '-p', String(pid)], {
      encoding: 'utf8',
      env: { ...process.env, LC_ALL: 'C' },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const [weekday, month, day, time, year, state, ...command] = line.trim().split(/\s+/);
    return {
      startedAt: [weekday, month, day, time, year].join(' '),
      zombie: state?.startsWith('Z') ?? false,
      command: command.join(' '),
    };
  } catch {
    return undefined;
  }
}

function stateOf(pid: number): ProcessState | undefined {
  return process.platform === 'linux' ? stateFromProc(pid) : stateFromPs(pid);
}

/** The identity of a living process; undefined if there is none with this id. */
export function identify(pid: number): ProcessIdentity | undefined {
  const state = stateOf(pid);
  return state === undefined || state.zombie ? undefined : { pid, startedAt: state.startedAt };
}

/** Whether this very process, not another one that got its id, still runs. */
export function isAlive(identity: ProcessIdentity): boolean {
  const state = stateOf(identity.pid);
  return state !== undefined && !state.zombie && state.startedAt === identity.startedAt;
}

/** The name of the program that runs under this id: "postgres"; undefined if there is no such process. */
export function programOf(pid: number): string | undefined {
  const state = stateOf(pid);
  return state === undefined || state.zombie ? undefined : state.command;
}

/** Sends a signal to a process, or with `group` to its whole process group; a process that is gone is no error. */
export function signal(pid: number, name: NodeJS.Signals, target: 'process' | 'group' = 'process'): void {
  try {
    process.kill(target === 'group' ? -pid : pid, name);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

/** Waits until the process has gone, at most `milliseconds`; says whether it has. */
export async function waitUntilGone(identity: ProcessIdentity, milliseconds: number): Promise<boolean> {
  const deadline = performance.now() + milliseconds;
  while (isAlive(identity)) {
    if (performance.now() >= deadline) return false;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return true;
}
