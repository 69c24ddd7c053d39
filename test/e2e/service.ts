import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { type ApiClient, createApiClient, type Schema, waitForSimulation } from '#libs/client';
import { createDataSource, everywhereAs, issueApiKey, PersistenceModule, type Role } from '#libs/persistence';
import { type Config, loadConfig, processModule } from '#libs/platform';
import { type INestApplicationContext, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import supertest from 'supertest';
import { DataSource } from 'typeorm';
import { createApplication } from '../../apps/api/src/create-application.js';
import { WorkerModule } from '../../apps/api/src/simulations/worker.module.js';
import { createDatabase } from '../services/index.js';

/** What a running service looks like to its callers, with the database behind it. */
export interface TestService {
  readonly api: NestFastifyApplication;
  readonly dataSource: DataSource;
  readonly config: Config;
  /** Where the API listens, such as `http://127.0.0.1:40123`. */
  readonly url: string;
  /** The generated client with the key of an admin, or of another role: for whatever is not about raw HTTP. It gives each answer as it comes. */
  client(role?: Role): ApiClient;
  /** Raw requests with the key of an admin, or of another role: where HTTP itself is the matter, and what the client's types forbid. */
  request(role?: Role): ReturnType<typeof supertest.agent>;
  /** The key of an admin, or of another role. */
  key(role: Role): string;
  /** The simulation when it has ended. */
  ended(id: string): Promise<Schema<'Simulation'>>;
  stop(): Promise<void>;
}

@Module({ imports: [PersistenceModule, WorkerModule] })
class TestWorkerModule {}

/** The real API, and a real worker unless asked otherwise, on a database of their own, in this process. */
export async function startTestService(
  environment: Readonly<Record<string, string>> = {},
  options: { readonly worker: boolean } = { worker: true },
): Promise<TestService> {
  const bootstrapKey = randomBytes(32).toString('hex');
  const config = loadConfig(
    {
      DATABASE_URL: await createDatabase(),
      BOOTSTRAP_API_KEY_FILE: '/key',
      LOG_LEVEL: 'silent',
      SIMULATION_RECONCILE_INTERVAL: '500ms',
      ...environment,
    },
    { readFile: () => bootstrapKey },
  );
  const dataSource = await createDataSource(config.database).initialize();
  const keys = new Map<Role, string>([['admin', bootstrapKey]]);
  for (const role of ['editor', 'viewer', 'agent'] as const) {
    keys.set(
      role,
      (await issueApiKey(dataSource.manager, { name: role, bindings: [everywhereAs(role)] })).key,
    );
  }
  const api = await createApplication(config);
  await api.listen(0, '127.0.0.1');
  const url = await api.getUrl();
  const worker = options.worker ? await startWorker(config) : undefined;
  const request = (role: Role = 'admin') => {
    const agent = supertest.agent(api.getHttpServer());
    agent.set('authorization', `Bearer ${keys.get(role) ?? ''}`);
    return agent;
  };
  const client = (role: Role = 'admin') =>
    createApiClient({ baseUrl: url, token: keys.get(role) ?? '', retries: { count: 0 } });
  return {
    api,
    dataSource,
    config,
    url,
    client,
    request,
    key: (role) => keys.get(role) ?? '',
    ended: (id) => waitForSimulation(client(), id, { signal: AbortSignal.timeout(90_000) }),
    stop: async () => {
      await worker?.close();
      await api.close();
      await dataSource.destroy();
    },
  };
}

/** A real worker in this process. */
export async function startWorker(config: Config): Promise<INestApplicationContext> {
  return NestFactory.createApplicationContext(processModule(TestWorkerModule, config, 'worker'), {
    logger: false,
    abortOnError: false,
  });
}
