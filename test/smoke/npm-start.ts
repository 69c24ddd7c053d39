import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { root } from '../services/server-process.js';

/** A running `npm start`. */
export interface Run {
  readonly child: ChildProcess;
  /** Lines of standard output so far. */
  readonly lines: readonly string[];
  /** What went to standard error so far. */
  readonly errors: () => string;
  readonly firstLine: Promise<string | undefined>;
  readonly exit: Promise<number | null>;
}

/** npm start, in a process group of its own, as a terminal would have it. */
export function npmStart(dataDirectory: string, environment: NodeJS.ProcessEnv = {}): Run {
  const child = spawn('npm', ['run', '--silent', 'start'], {
    cwd: root,
    env: { ...process.env, NODE_ENV: 'production', DATA_DIR: dataDirectory, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const exit = new Promise<number | null>((resolve) => child.once('close', resolve));
  const lines: string[] = [];
  const firstLine = new Promise<string | undefined>((resolve) => {
    const reader = createInterface({ input: child.stdout });
    reader.on('line', (line) => resolve((lines.push(line), lines[0])));
    reader.once('close', () => resolve(undefined));
  });
  return { child, lines, errors: () => errors, firstLine, exit };
}

/** The address that it says it serves, or its messages as an error. */
export async function readyUrl(run: Run): Promise<string> {
  const line = await run.firstLine;
  const url = /^ready (http:\/\/127\.0\.0\.1:\d+)$/.exec(line ?? '')?.[1];
  if (url === undefined) throw new Error(`"${line}" instead of the URL:\n${run.errors()}`);
  return url;
}
