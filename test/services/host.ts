import { createServer } from 'node:http';
import { type KafkaBroker, startKafka } from './kafka.js';
import { type RedisServer, startRedis } from './redis.js';
import { startTestPostgres, type TestPostgres } from './postgres.js';

/** Starts what is asked for on the first call, and only once; later calls get the same. */
function lazily<T>(start: () => Promise<T>): {
  get: () => Promise<T>;
  started: () => Promise<T> | undefined;
} {
  let running: Promise<T> | undefined;
  return { get: () => (running ??= start()), started: () => running };
}

async function migrateTemplate(postgres: TestPostgres): Promise<string> {
  // Loaded only here: tests of the services themselves need no schema.
  const { loadConfig } = await import('#libs/platform');
  const { createDataSource, migrate } = await import('#libs/persistence');
  const template = 'migrated';
  const url = await postgres.createDatabase(template);
  const dataSource = createDataSource(loadConfig({ DATABASE_URL: url }).database, 'test-template');
  await dataSource.initialize();
  await migrate(dataSource);
  await dataSource.destroy(); // a database with connections can't be copied
  return template;
}

/**
 * The services that all test files of a run share, in the process that runs the tests. Test files run in processes of
 * their own and ask over HTTP (index.ts), so that a service starts with the first test that needs it and no sooner.
 */
export async function startServiceHost(): Promise<{ url: string; stop: () => Promise<void> }> {
  const postgres = lazily(startTestPostgres);
  const template = lazily(async () => migrateTemplate(await postgres.get()));
  const redis = lazily(startRedis);
  const kafka = lazily(startKafka);
  let databases = 0;
  let redisDatabases = 0;

  const answers: Readonly<Record<string, () => Promise<unknown>>> = {
    '/database': async () => {
      const name = await template.get();
      return { url: await (await postgres.get()).createDatabase(`test_${(databases += 1)}`, name) };
    },
    '/empty-database': async () => ({
      url: await (await postgres.get()).createDatabase(`test_${(databases += 1)}`),
    }),
    '/redis': async () => {
      const base = process.env['TEST_REDIS_URL'] ?? (await redis.get()).url;
      // Logical databases are the isolation. An external server may have only the usual 16: then they are used in turn.
      const count = process.env['TEST_REDIS_URL'] === undefined ? 1024 : 16;
      const url = new URL(base);
      url.pathname = `/${(redisDatabases += 1) % count}`;
      return { url: url.href };
    },
    '/kafka': async () => {
      const external = process.env['TEST_KAFKA_BROKERS'];
      return { brokers: external === undefined ? [(await kafka.get()).plain] : external.split(',') };
    },
    '/kafka-listeners': () => kafka.get(),
  };

  const server = createServer((request, response) => {
    const answer = answers[request.url ?? ''];
    const reply = (status: number, body: unknown): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    if (answer === undefined) {
      reply(404, { error: 'no such service' });
      return;
    }
    answer().then(
      (body) => reply(200, body),
      (error: unknown) =>
        reply(503, { error: error instanceof Error ? `${error.name}: ${error.message}` : String(error) }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no TCP port');

  const stop = async (
    running: Promise<KafkaBroker | RedisServer | TestPostgres> | undefined,
  ): Promise<void> => {
    const service = await running?.catch(() => undefined); // one that failed to start is not there to be stopped
    await service?.stop();
  };
  return {
    url: `http://127.0.0.1:${address.port}`,
    stop: async () => {
      await new Promise((resolve) => server.close(resolve).closeAllConnections());
      await Promise.all([stop(kafka.started()), stop(redis.started()), stop(postgres.started())]);
    },
  };
}
