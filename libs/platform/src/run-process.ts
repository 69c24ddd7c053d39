import { type Config } from './config/config.js';
import { ConfigError, loadConfig } from './config/load-config.js';

/** A process that has started. `stop` finishes or gives back what is in work, and ends all connections. */
export interface Running {
  readonly stop: () => Promise<void>;
}

/**
 * The life of a process: settings, start, and an orderly end on SIGTERM, SIGINT or when the parent that forked it is
 * gone. Exits 0 after an orderly end, 1 if it can't start, fails, or takes longer than SHUTDOWN_TIMEOUT to stop.
 */
export async function runProcess(start: (config: Config) => Promise<Running>): Promise<void> {
  const config = readConfig();
  if (config === undefined) return;
  let stopping: Promise<void> | undefined;
  let running: Running | undefined;
  const stop = (reason: string, exitCode: number): void => {
    stopping ??= end(config, running, reason, exitCode);
  };
  process.once('SIGTERM', () => stop('SIGTERM', 0));
  process.once('SIGINT', () => stop('SIGINT', 0));
  if (process.channel !== undefined) process.once('disconnect', () => stop('the parent process is gone', 0));
  process.on('uncaughtException', (error) => {
    report(`uncaught: ${error.stack ?? error.message}`);
    stop('an uncaught error', 1);
  });
  try {
    running = await start(config);
  } catch (error) {
    report(`can't start: ${error instanceof Error ? error.message : String(error)}`);
    process.exit(1);
  }
}

function readConfig(): Config | undefined {
  try {
    return loadConfig(process.env, { onWarning: (warning) => report(`warning: ${warning}`) });
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    report(error.message);
    process.exitCode = 1;
    return undefined;
  }
}

async function end(
  config: Config,
  running: Running | undefined,
  reason: string,
  exitCode: number,
): Promise<void> {
  setTimeout(() => {
    report(`stopping (${reason}) took longer than SHUTDOWN_TIMEOUT`);
    process.exit(1);
  }, config.http.shutdownTimeout).unref();
  try {
    await running?.stop();
    process.exit(exitCode);
  } catch (error) {
    report(`stopping (${reason}) failed: ${error instanceof Error ? error.message : String(error)}`);
    process.exit(1);
  }
}

function report(line: string): void {
  process.stderr.write(`${line}\n`);
}
