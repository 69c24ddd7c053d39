import { parseArgs } from 'node:util';
import {
  type ApiKeyEntity,
  isExpired,
  issueApiKey,
  listApiKeys,
  revokeApiKey,
  roles,
} from '#libs/persistence';
import type { EntityManager } from 'typeorm';

/** Arguments that were understood, or what is wrong with them. `run` gives the lines for standard output. */
export type Plan =
  { readonly usage: string } | { readonly run: (manager: EntityManager) => Promise<readonly string[]> };

const millisecondsPerDay = 86_400_000;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function createKey(args: string[], now: Date): Plan {
  const { values } = parseArgs({
    args,
    options: { name: { type: 'string' }, role: { type: 'string' }, 'expires-in': { type: 'string' } },
  });
  const name = values.name?.trim() ?? '';
  if (name === '' || name.length > 200) return { usage: '--name is needed: 1 to 200 characters' };
  const role = roles.find((known) => known === values.role);
  if (role === undefined) return { usage: `--role is needed: one of ${roles.join(', ')}` };
  const days = values['expires-in'];
  if (days !== undefined && !/^[1-9]\d{0,3}$/.test(days))
    return { usage: '--expires-in takes days, from 1 to 9999' };
  const expiry =
    days === undefined ? {} : { expiresAt: new Date(now.getTime() + Number(days) * millisecondsPerDay) };
  return { run: async (manager) => [(await issueApiKey(manager, { name, role, ...expiry })).key] };
}

export function listKeys(args: string[], now: Date): Plan {
  const { values } = parseArgs({ args, options: { json: { type: 'boolean' } } });
  return {
    run: async (manager) => {
      const rows = (await listApiKeys(manager)).map((key) => row(key, now));
      return values.json === true ? [JSON.stringify(rows)] : table(rows);
    },
  };
}

export function revokeKey(args: string[], now: Date): Plan {
  const [id = '', ...rest] = parseArgs({ args, allowPositionals: true }).positionals;
  if (!uuid.test(id) || rest.length > 0)
    return { usage: 'revoke takes the id of one key, as list prints it' };
  return {
    run: async (manager) => {
      if (await revokeApiKey(manager, id, now)) return [`revoked ${id}`];
      throw new Error(`there is no valid key with the id ${id}`);
    },
  };
}

function row(key: ApiKeyEntity, now: Date) {
  const state = key.revokedAt !== null ? 'revoked' : isExpired(key, now) ? 'expired' : 'valid';
  return {
    id: key.id,
    name: key.name,
    role: key.role,
    state,
    origin: key.origin,
    fingerprint: key.fingerprint,
    created: key.createdAt.toISOString(),
    expires: key.expiresAt?.toISOString() ?? '-',
    lastUsed: key.lastUsedAt?.toISOString() ?? '-',
  };
}

function table(rows: readonly ReturnType<typeof row>[]): readonly string[] {
  const lines = [['ID', 'NAME', 'ROLE', 'STATE', 'ORIGIN', 'FINGERPRINT', 'CREATED', 'EXPIRES', 'LAST USED']];
  for (const entry of rows) lines.push(Object.values(entry));
  const widths =
    lines[0]?.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0))) ?? [];
  return lines.map((line) =>
    line
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
