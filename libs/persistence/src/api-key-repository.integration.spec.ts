import { loadConfig } from '#libs/platform';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createDatabase } from '../../../test/services/index.js';
import { everywhereAs } from './access/binding.js';
import { ApiKeyEntity } from './api-key-entity.js';
import {
  findValidApiKey,
  installBootstrapKey,
  issueApiKey,
  listApiKeys,
  revokeApiKey,
  rotateApiKey,
} from './api-key-repository.js';
import { createDataSource } from './data-source.js';

const noon = new Date('2026-03-01T12:00:00Z');
const later = (milliseconds: number) => new Date(noon.getTime() + milliseconds);
const firstKey = 'a'.repeat(32);
const secondKey = 'b'.repeat(32);

let dataSource: DataSource;

beforeAll(async () => {
  dataSource = await createDataSource(
    loadConfig({ DATABASE_URL: await createDatabase() }).database,
  ).initialize();
});
beforeEach(() => dataSource.manager.clear(ApiKeyEntity));
afterAll(() => dataSource.destroy());

describe('an issued key', () => {
  it('is found by its text, with its role', async () => {
    const { key, entity } = await issueApiKey(dataSource.manager, {
      name: 'ci',
      bindings: [everywhereAs('viewer')],
    });
    const found = await findValidApiKey(dataSource.manager, key, noon);
    expect({ id: found?.entity.id, name: found?.entity.name, bindings: found?.entity.bindings }).toEqual({
      id: entity.id,
      name: 'ci',
      bindings: [everywhereAs('viewer')],
    });
  });

  it('stands nowhere in the database', async () => {
    const { key } = await issueApiKey(dataSource.manager, { name: 'ci', bindings: [everywhereAs('viewer')] });
    const rows: unknown = await dataSource.query('SELECT api_keys::text AS row FROM api_keys');
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain(key.slice(4));
    expect(JSON.stringify(rows)).not.toContain(Buffer.from(key).toString('hex'));
  });

  it('is refused from the moment it expires', async () => {
    const { key } = await issueApiKey(dataSource.manager, {
      name: 'ci',
      bindings: [everywhereAs('viewer')],
      expiresAt: later(1),
    });
    expect((await findValidApiKey(dataSource.manager, key, noon))?.entity.name).toBe('ci');
    expect(await findValidApiKey(dataSource.manager, key, later(1))).toBeUndefined();
  });

  it('is refused once revoked, and can be revoked only once', async () => {
    const { key, entity } = await issueApiKey(dataSource.manager, {
      name: 'ci',
      bindings: [everywhereAs('viewer')],
    });
    expect(await revokeApiKey(dataSource.manager, entity.id, noon)).toBe(true);
    expect(await findValidApiKey(dataSource.manager, key, noon)).toBeUndefined();
    expect(await revokeApiKey(dataSource.manager, entity.id, noon)).toBe(false);
  });

  it('is not found by another text with the same fingerprint', async () => {
    const { key, entity } = await issueApiKey(dataSource.manager, {
      name: 'ci',
      bindings: [everywhereAs('viewer')],
    });
    await dataSource.manager.update(ApiKeyEntity, { id: entity.id }, { hash: Buffer.alloc(32, 7) });
    expect(await findValidApiKey(dataSource.manager, key, noon)).toBeUndefined();
  });

  it('notes its use at most once a minute', async () => {
    const { key } = await issueApiKey(dataSource.manager, { name: 'ci', bindings: [everywhereAs('viewer')] });
    for (const at of [noon, later(59_999), later(60_000)]) await findValidApiKey(dataSource.manager, key, at);
    expect((await listApiKeys(dataSource.manager)).map(({ lastUsedAt }) => lastUsedAt)).toEqual([
      later(60_000),
    ]);
    await findValidApiKey(dataSource.manager, key, later(60_001));
    expect((await listApiKeys(dataSource.manager)).map(({ lastUsedAt }) => lastUsedAt)).toEqual([
      later(60_000),
    ]);
  });
});

describe('the bootstrap key', () => {
  it('is an admin, once, also when several processes install it at the same time', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 8 }, () => installBootstrapKey(dataSource, firstKey, noon)),
    );
    expect(outcomes.sort()).toEqual(['installed', ...Array.from({ length: 7 }, () => 'unchanged')]);
    expect((await findValidApiKey(dataSource.manager, firstKey, noon))?.entity.bindings[0]?.role).toBe(
      'admin',
    );
    expect(await listApiKeys(dataSource.manager)).toHaveLength(1);
  });

  it('replaces the one before, and leaves issued keys alone', async () => {
    const { key } = await issueApiKey(dataSource.manager, { name: 'ci', bindings: [everywhereAs('viewer')] });
    await installBootstrapKey(dataSource, firstKey, noon);
    expect(await installBootstrapKey(dataSource, secondKey, noon)).toBe('installed');
    expect(await findValidApiKey(dataSource.manager, firstKey, noon)).toBeUndefined();
    expect((await findValidApiKey(dataSource.manager, secondKey, noon))?.entity.bindings[0]?.role).toBe(
      'admin',
    );
    expect((await findValidApiKey(dataSource.manager, key, noon))?.entity.bindings[0]?.role).toBe('viewer');
  });

  it('stays revoked when the same key comes again', async () => {
    await installBootstrapKey(dataSource, firstKey, noon);
    const [row] = await listApiKeys(dataSource.manager);
    expect(await revokeApiKey(dataSource.manager, row?.id ?? '', noon)).toBe(true);
    expect(await installBootstrapKey(dataSource, firstKey, noon)).toBe('revoked');
    expect(await findValidApiKey(dataSource.manager, firstKey, noon)).toBeUndefined();
  });
});

describe('a rotated key', () => {
  const bindings = [everywhereAs('viewer')];
  const rotate = (id: string, previousValidUntil: Date, now = noon) =>
    rotateApiKey(dataSource.manager, id, { now, previousValidUntil, expiresAt: undefined });

  it('is found by the secret before until its time, and says until when', async () => {
    const { key, entity } = await issueApiKey(dataSource.manager, { name: 'ci', bindings });
    const rotated = await rotate(entity.id, later(1_000));
    expect(await findValidApiKey(dataSource.manager, key, later(999))).toMatchObject({
      entity: { id: entity.id },
      validUntil: later(1_000),
    });
    expect(await findValidApiKey(dataSource.manager, key, later(1_000))).toBeUndefined();
    expect(await findValidApiKey(dataSource.manager, rotated?.key ?? '', later(1_000))).toMatchObject({
      entity: { id: entity.id },
      validUntil: null,
    });
  });

  it('ends with its own end, also by the secret before', async () => {
    const expiresAt = later(500);
    const { key, entity } = await issueApiKey(dataSource.manager, { name: 'ci', bindings, expiresAt });
    await rotate(entity.id, later(1_000));
    expect((await findValidApiKey(dataSource.manager, key, later(499)))?.validUntil).toEqual(expiresAt);
    expect(await findValidApiKey(dataSource.manager, key, later(500))).toBeUndefined();
    await expect(rotate(entity.id, later(2_000), later(500))).rejects.toThrow('is no longer valid');
  });
});
