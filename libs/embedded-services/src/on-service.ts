import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { findOwner } from './ownership.js';
import { startService } from './service.js';
import { builtEntries, dataDirectoryOf } from './start-command.js';
import { StartError } from './start-error.js';

export interface ProgramOnService {
  readonly root: string;
  readonly environment: NodeJS.ProcessEnv;
  /** A JavaScript file. It finds the service in POLICY_ADVISOR_URL and the key's file in POLICY_ADVISOR_API_KEY_FILE. */
  readonly program: string;
  readonly arguments: readonly string[];
}

/**
 * Runs a program that uses the public API: on the service that runs on this data directory, or on one that is started
 * for it and stopped afterwards. Standard output is the program's alone. Resolves to its exit code.
 */
export async function runOnService(options: ProgramOnService): Promise<number> {
  const { root, environment, program, arguments: args } = options;
  const say = (message: string): void => void process.stderr.write(`policy-advisor: ${message}\n`);
  const stop = new AbortController();
  const abort = (): void => stop.abort();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, abort);

  const dataDirectory = dataDirectoryOf(root, environment);
  const run = (url: string, apiKeyFile: string): Promise<number> =>
    new Promise((resolve) => {
      const child = spawn(process.execPath, ['--enable-source-maps', program, ...args], {
        env: { ...environment, POLICY_ADVISOR_URL: url, POLICY_ADVISOR_API_KEY_FILE: apiKeyFile },
        stdio: 'inherit',
        signal: stop.signal,
        killSignal: 'SIGTERM',
      });
      child.once('error', () => resolve(1));
      child.once('exit', (code) => resolve(code ?? 1));
    });

  try {
    const running = findOwner(dataDirectory);
    if (running?.url !== undefined && !running.stopping) {
      say(`using the service at ${running.url}`);
      const configured = environment['BOOTSTRAP_API_KEY_FILE'] ?? '';
      return await run(running.url, configured === '' ? join(dataDirectory, 'api-key') : configured);
    }
    say('no service runs on this data directory: starting one');
    // What the program prints is what people want to read: of the logs beside it only what went wrong.
    const logLevel = environment['LOG_LEVEL'] ?? '';
    const service = await startService({
      dataDirectory,
      environment: { ...environment, LOG_LEVEL: logLevel === '' ? 'warn' : logLevel },
      entries: builtEntries(root),
      say,
      signal: stop.signal,
    });
    const code = await run(service.url, service.apiKeyFile);
    stop.abort();
    const reason = await service.ended;
    if (reason !== undefined) say(reason);
    return code;
  } catch (error) {
    if (stop.signal.aborted) return 130;
    if (!(error instanceof StartError)) throw error;
    say(error.message);
    return 1;
  }
}
