import { setTimeout as delay } from 'node:timers/promises';
import { ConfigError, loadConfig } from '#libs/platform';
import { ensureApiKey } from './api-key.js';
import { defaultBackoff, type Backoff } from './backoff.js';
import { prepareDataDirectory } from './data-directory.js';
import { acquireOwnership, survivors, type Ownership, type OwnerRecord } from './ownership.js';
import { freePorts, nextFreePort, portProblem } from './ports.js';
import { startPostgres, type PostgresServer } from './postgres/server.js';
import { isAlive, signal as sendSignal, waitUntilGone } from './process-identity.js';
import { waitUntilReady } from './readiness.js';
import { StartError } from './start-error.js';
import { describeEnd, endChild, forkNode, SupervisedProcess, whenEnded } from './supervised-process.js';

/** The JavaScript files of the processes. */
export interface ServiceEntries {
  readonly migrate: string;
  readonly api: string;
  readonly worker: string;
  readonly collector: string;
}

export interface ServiceOptions {
  readonly dataDirectory: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly entries: ServiceEntries;
  /** Progress and warnings, for people. */
  readonly say: (message: string) => void;
  /** Ends the start, and the service once it runs. */
  readonly signal: AbortSignal;
  readonly backoff?: Backoff;
}

export interface RunningService {
  readonly url: string;
  readonly dataDirectory: string;
  /** The file with the key that is valid as admin. */
  readonly apiKeyFile: string;
  /** Resolves when everything has ended: to undefined after an abort, else to why the service could not go on. */
  readonly ended: Promise<string | undefined>;
  /** Ends api, worker and collector, migrates, and starts them again: after a new build. */
  reload(): Promise<void>;
}

/** A second start on the same data directory. */
export class AlreadyRunningError extends StartError {
  constructor(readonly record: OwnerRecord) {
    super(`already running: ${record.url ?? 'it is still starting'} (process ${record.owner.pid})`);
  }
}

/** How long api, worker and collector may take to end what they are doing before they are killed. */
const childGrace = 5000;
const readyLimit = 120_000;
/** Worker and collector are waited for as well, so that the first request finds them; not for ever, Kafka may be away. */
const companionLimit = 15_000;

const isSet = (value: string | undefined): value is string => value !== undefined && value !== '';

async function choosePort(environment: NodeJS.ProcessEnv, configured: number): Promise<number> {
  if (!isSet(environment['PORT'])) return nextFreePort(configured);
  if (configured === 0) return nextFreePort(1 + 65_535); // beyond the last port: straight to "any free one"
  const problem = await portProblem(configured);
  if (problem === undefined) return configured;
  throw new StartError(
    problem === 'EADDRINUSE'
      ? `port ${configured} is taken by another program: set PORT to another one, or leave it unset for the next free one`
      : `port ${configured} of 127.0.0.1 can't be used (${problem}): set PORT to another one`,
  );
}

/** Ends what a supervisor that was killed has left running. Its Postgres stays: it is adopted. */
async function endAbandoned(record: OwnerRecord, say: (message: string) => void): Promise<void> {
  const left = survivors(record);
  if (left.length > 0) say(`ending ${left.length} process(es) of a run that was killed`);
  for (const { pid } of left) sendSignal(pid, 'SIGTERM');
  await Promise.all(
    left.map(async (identity) => {
      if (await waitUntilGone(identity, 3000)) return;
      if (isAlive(identity)) sendSignal(identity.pid, 'SIGKILL');
      await waitUntilGone(identity, 1000);
    }),
  );
}

/** Reports every mistake in the settings before anything is started. Returns the configured port. */
function checkSettings(environment: NodeJS.ProcessEnv): number {
  try {
    const ownDatabase = !isSet(environment['DATABASE_URL']) && !isSet(environment['DATABASE_URL_FILE']);
    return loadConfig({
      ...environment,
      ...(ownDatabase ? { DATABASE_URL: 'postgres://127.0.0.1/policy_advisor' } : {}),
    }).http.port;
  } catch (error) {
    if (error instanceof ConfigError) throw new StartError(error.message);
    throw error;
  }
}

/** Waits for an owner that is starting, to know its URL, and for one that is stopping, to take its place. */
async function own(
  dataDirectory: string,
  say: (message: string) => void,
  signal: AbortSignal,
): Promise<Ownership> {
  let told = false;
  for (;;) {
    const acquisition = acquireOwnership(dataDirectory);
    if ('held' in acquisition) return acquisition.held;
    const { url, stopping, owner } = acquisition.runningElsewhere;
    if (url !== undefined && !stopping) throw new AlreadyRunningError(acquisition.runningElsewhere);
    if (!told) say(`waiting for process ${owner.pid}, which is ${stopping ? 'stopping' : 'starting'}`);
    told = true;
    await delay(100, undefined, { signal });
  }
}

interface EarlyEvents {
  /** The process says that it has started. */
  readonly started?: () => void;
  /** It ended by itself before the service was ready; without this, the service fails with that reason. */
  readonly ended?: (reason: string) => void;
}

function whenAborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
}

class Service {
  readonly #processes: SupervisedProcess[] = [];
  readonly #failure = Promise.withResolvers<string>();
  #postgres: PostgresServer | undefined;
  #migrating: ReturnType<typeof forkNode> | undefined;
  #ready = false;

  constructor(
    private readonly options: ServiceOptions,
    private readonly ownership: Ownership,
  ) {}

  /** Resolves with the reason when the service can't go on. */
  get failed(): Promise<string> {
    return this.#failure.promise;
  }

  /** The environment that all processes share. */
  async provideDatabase(): Promise<NodeJS.ProcessEnv> {
    const { environment, dataDirectory, say } = this.options;
    const shared: NodeJS.ProcessEnv = {
      SHUTDOWN_TIMEOUT: `${childGrace - 1000}ms`,
      ...environment,
      HOST: '127.0.0.1',
      DATA_DIR: dataDirectory,
    };
    if (isSet(environment['DATABASE_URL']) || isSet(environment['DATABASE_URL_FILE'])) return shared;
    const postgres = await startPostgres({ dataDirectory, database: 'policy_advisor' });
    this.#postgres = postgres;
    say(`Postgres ${postgres.adopted ? 'of the last run found' : 'started'} on port ${postgres.port}`);
    void postgres.gone.then(() =>
      this.#failure.resolve(`Postgres has ended by itself:\n${postgres.lastWords()}`),
    );
    return { ...shared, DATABASE_URL: postgres.url };
  }

  async migrate(environment: NodeJS.ProcessEnv): Promise<void> {
    const child = forkNode({ name: 'migrate', entry: this.options.entries.migrate, env: environment });
    this.#migrating = child;
    const end = await whenEnded(child);
    this.#migrating = undefined;
    this.options.signal.throwIfAborted();
    if (end.code !== 0) {
      throw new StartError(
        `the database could not be migrated: migrate ${describeEnd(end)}, see its messages above`,
      );
    }
  }

  start(name: string, entry: string, env: NodeJS.ProcessEnv, early: EarlyEvents = {}): SupervisedProcess {
    const supervised = new SupervisedProcess({ name, entry, env }, this.options.backoff ?? defaultBackoff, {
      changed: () => {
        this.ownership.update({
          children: this.#processes.map((one) => one.identity).filter((identity) => identity !== undefined),
        });
      },
      crashed: (_, end, delay) => {
        if (!this.#ready && end.signal === null) {
          // It never worked: starting it again would only repeat its message.
          const reason = `${name} ${describeEnd(end)} while it was starting, see its messages above`;
          if (early.ended === undefined) this.#failure.resolve(reason);
          else early.ended(reason);
          return false;
        }
        this.options.say(`${name} ${describeEnd(end)}; starting it again in ${delay / 1000} s`);
        return true;
      },
      started: () => early.started?.(),
    });
    this.#processes.push(supervised);
    supervised.start();
    return supervised;
  }

  /**
   * Starts the API on the port, and on another one if that was taken by somebody between our look and its own: a port
   * can't be held for another process. Resolves with the port that the API itself listens on, so that nobody else's
   * answer counts as ours.
   */
  async startApi(env: NodeJS.ProcessEnv, port: number, otherPort: () => Promise<number>): Promise<number> {
    const start = Promise.withResolvers<string | undefined>();
    let listening = false;
    const api = this.start(
      'api',
      this.options.entries.api,
      { ...env, PORT: String(port) },
      {
        started: () => {
          listening = true;
          start.resolve(undefined);
        },
        // Once it listens, its end has nothing to do with the port.
        ended: (reason) => (listening ? this.#failure : start).resolve(reason),
      },
    );
    const problem = await Promise.race([start.promise, this.failed, whenAborted(this.options.signal)]);
    this.options.signal.throwIfAborted();
    if (problem === undefined) return port;
    if ((await portProblem(port)) !== 'EADDRINUSE') throw new StartError(problem);
    this.#processes.splice(this.#processes.indexOf(api), 1);
    const other = await otherPort();
    this.options.say(`port ${port} was taken meanwhile: trying ${other}`);
    return this.startApi(env, other, otherPort);
  }

  async waitUntilReady(url: string, companions: Readonly<Record<string, string>>): Promise<void> {
    const { signal, say } = this.options;
    const slow = setTimeout(() => say(`still waiting for ${url}/readyz`), 10_000);
    const stop = new AbortController();
    const either = AbortSignal.any([signal, stop.signal]);
    try {
      const failed = this.failed.then((reason): never => {
        throw new StartError(reason);
      });
      const api = waitUntilReady(`${url}/readyz`, readyLimit, either);
      const answer = await Promise.race([api, failed]);
      if (answer !== undefined) throw new StartError(`${url}/readyz did not answer 200, but: ${answer}`);
      const waits = Object.entries(companions).map(async ([name, address]) => {
        const problem = await waitUntilReady(`${address}/readyz`, companionLimit, either);
        if (problem !== undefined) say(`${name} is not ready yet: ${problem}`);
      });
      await Promise.race([Promise.all(waits), failed]);
    } finally {
      stop.abort();
      clearTimeout(slow);
    }
    this.#ready = true;
    this.ownership.update({ url });
  }

  async reload(environment: NodeJS.ProcessEnv): Promise<void> {
    await Promise.all(this.#processes.map((one) => one.stop(childGrace)));
    await this.migrate(environment);
    for (const one of this.#processes) one.start();
  }

  /** Ends all processes, those that use Postgres first. */
  async stop(): Promise<void> {
    this.ownership.update({ stopping: true });
    await Promise.all([
      ...this.#processes.map((one) => one.stop(childGrace)),
      ...(this.#migrating === undefined ? [] : [endChild(this.#migrating, childGrace)]),
    ]);
    await this.#postgres?.stop();
    this.ownership.release();
  }
}

/**
 * Starts Postgres (unless DATABASE_URL is set), migrates, and runs api, worker and collector until the signal is
 * aborted or Postgres has gone. Resolves when the API is ready.
 *
 * @throws {AlreadyRunningError} if the data directory has a supervisor
 * @throws {StartError} for whatever else the person who starts it can do something about; nothing is left running
 */
export async function startService(options: ServiceOptions): Promise<RunningService> {
  const { dataDirectory, environment, entries, say, signal } = options;
  const configuredPort = checkSettings(environment);
  prepareDataDirectory(dataDirectory);
  const ownership = await own(dataDirectory, say, signal);

  // At once, so that a start that follows the abort waits for our end instead of taking us for running.
  signal.addEventListener('abort', () => ownership.update({ stopping: true }), { once: true });
  const service = new Service(options, ownership);
  try {
    if (ownership.abandoned !== undefined) await endAbandoned(ownership.abandoned, say);
    const firstPort = await choosePort(environment, configuredPort);
    const shared = await service.provideDatabase();
    signal.throwIfAborted();
    await service.migrate(shared);

    const apiKeyFile = isSet(environment['BOOTSTRAP_API_KEY_FILE'])
      ? environment['BOOTSTRAP_API_KEY_FILE']
      : ensureApiKey(dataDirectory);
    const [workerPort, collectorPort] = await freePorts(2);
    const env = {
      ...shared,
      WORKER_HEALTH_PORT: String(workerPort),
      COLLECTOR_HEALTH_PORT: String(collectorPort),
      BOOTSTRAP_API_KEY_FILE: apiKeyFile,
    };
    for (const name of ['worker', 'collector'] as const) service.start(name, entries[name], env);
    const port = await service.startApi(env, firstPort, () => choosePort(environment, configuredPort));
    const url = `http://127.0.0.1:${port}`;
    await service.waitUntilReady(url, {
      worker: `http://127.0.0.1:${workerPort}`,
      collector: `http://127.0.0.1:${collectorPort}`,
    });

    const ended = Promise.race([whenAborted(signal), service.failed]).then(async (reason) => {
      await service.stop();
      return reason;
    });
    return { url, dataDirectory, apiKeyFile, ended, reload: () => service.reload(env) };
  } catch (error) {
    await service.stop();
    throw error;
  }
}
