import type { Config } from './config/config.js';
import { ConfigError, type Environment, loadConfig } from './config/load-config.js';
import { messageOf } from './errors/message-of.js';

/** What a process says to the one that forked it once it has started: an API listens on its port from then on. */
export const STARTED = 'started';

/** A process that has started. `stop` finishes or gives back what is in work, and ends all connections. */
export interface Running {
  readonly stop: () => Promise<void>;
}

/** What the life of a process depends on: the `process` of Node has it all. */
export interface ProcessHost {
  readonly env: Environment;
  /** The channel to the process that forked this one; undefined for a process started otherwise. */
  readonly channel?: object | null | undefined;
  readonly stderr: { write(text: string): unknown };
  /** Sends a message to the process that forked this one; undefined for a process started otherwise. */
  readonly send?: ((message: string) => unknown) | undefined;
  on(event: string, listener: (error: Error) => void): unknown;
  exit(code: number): void;
}

/**
 * The life of a process: settings, start, and an orderly end on SIGTERM, SIGINT or when the parent that forked it is
 * gone. Exits 0 after an orderly end; 1 if it can't start, fails, or takes longer than SHUTDOWN_TIMEOUT to stop.
 */
export async function runProcess(
  start: (config: Config) => Promise<Running>,
  host: ProcessHost = process,
): Promise<void> {
  const report = (line: string): void => void host.stderr.write(`${line}\n`);
  const config = readConfig(host, report);
  if (config === undefined) return host.exit(1);

  const starting = start(config);
  let stopping: Promise<void> | undefined;
  const stop = (reason: string, exitCode: number): void => {
    stopping ??= end(reason, exitCode);
  };
  const end = async (reason: string, exitCode: number): Promise<void> => {
    const tooLong = setTimeout(() => {
      report(`stopping (${reason}) took longer than SHUTDOWN_TIMEOUT`);
      host.exit(1);
    }, config.http.shutdownTimeout);
    try {
      await (await starting).stop();
      host.exit(exitCode);
    } catch (error) {
      report(`stopping (${reason}) failed: ${messageOf(error)}`);
      host.exit(1);
    } finally {
      clearTimeout(tooLong);
    }
  };
  host.on('SIGTERM', () => stop('SIGTERM', 0));
  host.on('SIGINT', () => stop('SIGINT', 0));
  if (host.channel !== undefined && host.channel !== null) {
    host.on('disconnect', () => stop('the parent process is gone', 0));
  }
  host.on('uncaughtException', (error) => {
    report(`uncaught: ${error.stack ?? error.message}`);
    stop('an uncaught error', 1);
  });
  try {
    await starting;
    if (host.channel !== undefined && host.channel !== null) host.send?.(STARTED);
  } catch (error) {
    report(`can't start: ${messageOf(error)}`);
    host.exit(1);
  }
}

function readConfig(host: ProcessHost, report: (line: string) => void): Config | undefined {
  try {
    return loadConfig(host.env, { onWarning: (warning) => report(`warning: ${warning}`) });
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    report(error.message);
    return undefined;
  }
}
