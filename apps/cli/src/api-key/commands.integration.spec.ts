import { createDataSource, findValidApiKey } from '#libs/persistence';
import { loadConfig } from '#libs/platform';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase } from '../../../../test/services/index.js';
import { createKey, listKeys, type Plan, revokeKey } from './commands.js';

const now = new Date('2026-03-01T12:00:00Z');
let dataSource: DataSource;

beforeAll(async () => {
  dataSource = await createDataSource(
    loadConfig({ DATABASE_URL: await createDatabase() }).database,
  ).initialize();
});
afterAll(() => dataSource.destroy());

function usage(plan: Plan): string {
  return 'usage' in plan ? plan.usage : 'understood';
}

async function run(plan: Plan): Promise<readonly string[]> {
  if ('usage' in plan) throw new Error(plan.usage);
  return plan.run(dataSource.manager);
}

describe('api-key', () => {
  it('makes a key that expires, lists it without the key, and revokes it', async () => {
    const [key = ''] = await run(
      createKey(
        [
          '--name',
          'ci',
          '--role',
          'viewer',
          '--project',
          'shop',
          '--cluster',
          'a',
          '--cluster',
          'b',
          '--expires-in',
          '30',
        ],
        now,
      ),
    );
    const found = await findValidApiKey(dataSource.manager, key, now);
    expect({ bindings: found?.entity.bindings, expiresAt: found?.entity.expiresAt }).toEqual({
      bindings: [{ role: 'viewer', project: 'shop', clusters: ['a', 'b'], namespaces: 'all' }],
      expiresAt: new Date('2026-03-31T12:00:00Z'),
    });
    const id = found?.entity.id ?? '';
    const [header, row, ...others] = await run(listKeys([], now));
    expect(header?.split(/ {2,}/)).toEqual([
      'ID',
      'NAME',
      'BINDINGS',
      'STATE',
      'ORIGIN',
      'FINGERPRINT',
      'CREATED',
      'EXPIRES',
      'LAST USED',
    ]);
    expect(row?.split(/ {2,}/).slice(0, 5)).toEqual([
      id,
      'ci',
      'viewer of shop on a,b/all',
      'valid',
      'issued',
    ]);
    expect(row).not.toContain(key);
    expect(others).toEqual([]);
    expect(await run(revokeKey([id], now))).toEqual([`revoked ${id}`]);
    await expect(run(revokeKey([id], now))).rejects.toThrow(`there is no valid key with the id ${id}`);
    expect(JSON.parse((await run(listKeys(['--json'], now))).join())).toMatchObject([
      { id, state: 'revoked' },
    ]);
  });

  it('says what is wrong with how it was called', () => {
    const create = (...args: string[]) => usage(createKey(['--name', 'x', ...args], now));
    expect(usage(createKey(['--role', 'viewer'], now))).toBe('--name is needed: 1 to 200 characters');
    expect(create()).toBe('--role is needed, or --bindings');
    expect(create('--role', 'root')).toBe(
      '/role: Invalid option: expected one of "admin"|"editor"|"viewer"|"agent"',
    );
    expect(create('--role', 'agent', '--namespace', 'web')).toBe(
      '/namespaces: must be all for the role agent: agents report on whole nodes',
    );
    expect(create('--bindings', '{')).toBe('--bindings takes a JSON array of bindings');
    expect(create('--bindings', '[]')).toContain('--bindings is not valid');
    expect(create('--bindings', '[]', '--role', 'viewer')).toContain('--bindings says everything');
    expect(create('--role', 'agent', '--expires-in', '0')).toBe('--expires-in takes days, from 1 to 9999');
    expect(usage(revokeKey(['x'], now))).toBe('revoke takes the id of one key, as list prints it');
    expect(() => listKeys(['--all'], now)).toThrow(`Unknown option '--all'`);
  });
});
