import { createDataSource, everywhereAs, issueApiKey, migrate } from '#libs/persistence';
import { type Config, loadConfig } from '#libs/platform';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { createDatabase } from '../../../../test/services/index.js';
import { ApiKeyAuthenticator } from './api-key-authenticator.js';

let dataSource: DataSource;
let key: string;
let databaseUrl: string;
beforeAll(async () => {
  databaseUrl = await createDatabase();
  dataSource = await createDataSource(configured('10s').database).initialize();
  await migrate(dataSource);
  const bindings = [everywhereAs('viewer')];
  ({ key } = await issueApiKey(dataSource.manager, { name: 'poller', bindings }));
});
afterAll(() => dataSource.destroy());

function configured(cacheTime: string): Config {
  return loadConfig({ DATABASE_URL: databaseUrl, API_KEY_CACHE_TIME: cacheTime }, { readFile: () => '' });
}

/** How many looked a key up of so many who came with it at once, and as whom they were taken. */
async function lookUps(cacheTime: string, presented: string) {
  const authenticator = new ApiKeyAuthenticator(configured(cacheTime), dataSource);
  const find = vi.spyOn(dataSource.manager, 'find');
  try {
    const principals = await Promise.all(
      Array.from({ length: 20 }, () => authenticator.authenticate(presented)),
    );
    return { lookUps: find.mock.calls.length, names: new Set(principals.map((found) => found?.name)) };
  } finally {
    find.mockRestore();
  }
}

it('looks a key up once for all who come with it at once', async () => {
  expect(await lookUps('10s', key)).toEqual({ lookUps: 1, names: new Set(['poller']) });
  expect(await lookUps('10s', 'no-such-key')).toEqual({ lookUps: 1, names: new Set([undefined]) });
});

it('looks it up for each where nothing may be remembered', async () => {
  expect(await lookUps('0s', key)).toEqual({ lookUps: 20, names: new Set(['poller']) });
});
