import { loadConfig, processModule, Readiness } from '#libs/platform';
import { NestFactory } from '@nestjs/core';
import { DataSource } from 'typeorm';
import { expect, it } from 'vitest';
import { migrations } from '#migrations';
import { createDatabase, createEmptyDatabase } from '../../../test/services/index.js';
import { PersistenceModule } from './persistence.module.js';

async function start(url: string) {
  const config = loadConfig({ DATABASE_URL: url, LOG_LEVEL: 'silent' });
  return NestFactory.createApplicationContext(processModule(PersistenceModule, config, 'worker'), {
    logger: false,
    abortOnError: false,
  });
}

it('gives a process its database, and a check of it', async () => {
  const app = await start(await createDatabase());
  expect(app.get(DataSource).isInitialized).toBe(true);
  expect(await app.get(Readiness).report()).toEqual({ ready: true, checks: { database: 'ok' } });
  await app.close();
  expect(app.get(DataSource).isInitialized).toBe(false);
});

it('does not let a process run on a schema that lacks migrations', async () => {
  const names = migrations.map(({ name }) => name).join(', ');
  await expect(start(await createEmptyDatabase())).rejects.toThrow(
    `the schema of the database is not up to date: run migrate first (pending: ${names})`,
  );
});
