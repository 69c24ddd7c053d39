import { loadConfig } from '#libs/platform';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { createDatabase } from '../../../test/services/index.js';
import { everywhereAs } from './access/binding.js';
import { ApiKeyEntity } from './api-key-entity.js';
import { issueApiKey } from './api-key-repository.js';
import { createDataSource } from './data-source.js';
import { migrate, revertLatestMigration } from './migrate.js';
import { rows } from './rows.js';

let dataSource: DataSource;
beforeAll(async () => {
  dataSource = await createDataSource(
    loadConfig({ DATABASE_URL: await createDatabase() }).database,
  ).initialize();
});
afterAll(() => dataSource.destroy());

it('keys that had a role are bound to it everywhere; going back, those with limits end', async () => {
  await issueApiKey(dataSource.manager, { name: 'a', bindings: [everywhereAs('viewer')] });
  const limited = [{ ...everywhereAs('editor'), clusters: ['prod'] }];
  await issueApiKey(dataSource.manager, { name: 'b', bindings: limited });
  for (let reverted = ''; reverted !== 'RoleBindings1764100000340';)
    reverted = (await revertLatestMigration(dataSource)) ?? 'RoleBindings1764100000340';
  const row = z.object({ name: z.string(), role: z.string(), revoked: z.boolean() });
  const sql = `SELECT name, role, revoked_at IS NOT NULL AS revoked FROM api_keys ORDER BY name`;
  expect(await rows(dataSource, row, sql)).toEqual([
    { name: 'a', role: 'viewer', revoked: false },
    { name: 'b', role: 'editor', revoked: true },
  ]);
  await migrate(dataSource);
  const keys = await dataSource.manager.find(ApiKeyEntity, { order: { name: 'ASC' } });
  expect(keys.map(({ name, bindings, revokedAt }) => [name, bindings, revokedAt !== null])).toEqual([
    ['a', [everywhereAs('viewer')], false],
    ['b', [everywhereAs('editor')], true],
  ]);
});
