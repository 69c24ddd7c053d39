import { isAbsolute, join, relative } from 'node:path';
import { AlreadyRunningError, startService, type RunningService, type ServiceEntries } from './service.js';
import { StartError } from './start-error.js';

export interface StartCommand {
  /** The project's folder: `.data` lies in it, and paths are shown relative to it. */
  readonly root: string;
  readonly environment: NodeJS.ProcessEnv;
  /** Called once the service is ready, before people are told: a command that needs a running service goes on here. */
  readonly whenReady?: (service: RunningService) => void;
}

/** The built processes of the project. */
export function builtEntries(root: string): ServiceEntries {
  const built = (...path: string[]): string => join(root, 'dist', 'apps', ...path);
  return {
    migrate: built('cli', 'src', 'migrate', 'main.js'),
    api: built('api', 'src', 'main.js'),
    worker: built('api', 'src', 'worker.js'),
    collector: built('collector', 'src', 'main.js'),
  };
}

/** DATA_DIR, relative to the project's folder; `.data` there if it is unset. */
export function dataDirectoryOf(root: string, environment: NodeJS.ProcessEnv): string {
  const configured = environment['DATA_DIR'] ?? '';
  if (configured === '') return join(root, '.data');
  return isAbsolute(configured) ? configured : join(root, configured);
}

/** Calls `end` when the process is asked to end, or when the npm that started it is killed and so can't ask. */
function listenForEnd(environment: NodeJS.ProcessEnv, end: (why: string) => void): () => void {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const name of signals) process.on(name, end);
  const startedBy = process.ppid;
  const underNpm = environment['npm_lifecycle_event'] !== undefined;
  const watch = setInterval(() => {
    if (underNpm && process.ppid !== startedBy) end('npm has ended');
  }, 500);
  return () => {
    clearInterval(watch);
    for (const name of signals) process.off(name, end);
  };
}

/** What a person wants to know next. Quoted, so that each line can be pasted into a shell. */
export function hints(service: RunningService): string {
  const fromHere = relative(process.cwd(), service.apiKeyFile);
  const shown = fromHere.startsWith('..') ? service.apiKeyFile : fromHere;
  const quoted = /^[\w./-]+$/.test(shown) ? shown : `'${shown.replaceAll("'", `'\\''`)}'`;
  return [
    '',
    `API documentation   ${service.url}/api/docs`,
    `API key (admin)     ${shown}`,
    '',
    'Try next, in another terminal:',
    `  curl -H "Authorization: Bearer $(cat ${quoted})" ${service.url}/api/v1/workloads`,
    '  npm run demo',
    '',
    'Ctrl-C stops everything.',
    '',
  ].join('\n');
}

/**
 * `npm start`: runs the service until it is asked to end. Standard output holds the line `ready <url>`, then hints for
 * people; all else goes to standard error. Resolves to the exit code.
 */
export async function runStartCommand({ root, environment, whenReady }: StartCommand): Promise<number> {
  // Whoever reads our output may go away (`npm start | head -1`): that is no reason to end.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  const say = (message: string): void => void process.stderr.write(`policy-advisor: ${message}\n`);

  const stop = new AbortController();
  const end = (why: string): void => {
    if (!stop.signal.aborted) say(`stopping (${why})`);
    stop.abort();
  };
  const unlisten = listenForEnd(environment, end);
  try {
    const service = await startService({
      dataDirectory: dataDirectoryOf(root, environment),
      environment,
      entries: builtEntries(root),
      say,
      signal: stop.signal,
    });
    process.stdout.write(`ready ${service.url}\n${hints(service)}`);
    whenReady?.(service);
    const reason = await service.ended;
    if (reason === undefined) return 0;
    say(reason);
    return 1;
  } catch (error) {
    if (stop.signal.aborted) return 0;
    if (error instanceof AlreadyRunningError) {
      if (error.record.url !== undefined) process.stdout.write(`${error.record.url}\n`);
      say(error.message);
      return 1;
    }
    if (!(error instanceof StartError)) throw error;
    say(error.message);
    return 1;
  } finally {
    unlisten();
  }
}
