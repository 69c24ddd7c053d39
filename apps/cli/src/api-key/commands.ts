import { parseArgs } from 'node:util';
import {
  all,
  type ApiKeyEntity,
  type Binding,
  binding,
  bindings,
  issueApiKey,
  listApiKeys,
  revokeApiKey,
  rotateApiKey,
  stateOfApiKey,
} from '#libs/persistence';
import { mistakesOf } from '#libs/platform';
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';

/** Arguments that were understood, or what is wrong with them. `run` gives the lines for standard output. */
export type Plan =
  { readonly usage: string } | { readonly run: (manager: EntityManager) => Promise<readonly string[]> };

const millisecondsPerDay = 86_400_000;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function createKey(args: string[], now: Date): Plan {
  const { values } = parseArgs({ args, options: createOptions });
  const name = values.name?.trim() ?? '';
  if (name === '' || name.length > 200) return { usage: '--name is needed: 1 to 200 characters' };
  const held = bindingsOf(values);
  if ('usage' in held) return held;
  const days = values['expires-in'];
  if (days !== undefined && !/^[1-9]\d{0,3}$/.test(days))
    return { usage: '--expires-in takes days, from 1 to 9999' };
  const expiry =
    days === undefined ? {} : { expiresAt: new Date(now.getTime() + Number(days) * millisecondsPerDay) };
  return { run: async (manager) => [(await issueApiKey(manager, { name, ...held, ...expiry })).key] };
}

const createOptions = {
  name: { type: 'string' },
  role: { type: 'string' },
  project: { type: 'string' },
  cluster: { type: 'string', multiple: true },
  namespace: { type: 'string', multiple: true },
  bindings: { type: 'string' },
  'expires-in': { type: 'string' },
} as const;

interface BindingOptions {
  readonly role?: string | undefined;
  readonly project?: string | undefined;
  readonly cluster?: readonly string[] | undefined;
  readonly namespace?: readonly string[] | undefined;
  readonly bindings?: string | undefined;
}

/** One binding from options, or all of them from JSON. */
function bindingsOf(
  options: BindingOptions,
): { readonly usage: string } | { readonly bindings: readonly Binding[] } {
  const { role, project, cluster, namespace } = options;
  if (options.bindings === undefined) {
    if (role === undefined) return { usage: '--role is needed, or --bindings' };
    const one = { role, project: project ?? all, clusters: cluster ?? all, namespaces: namespace ?? all };
    const parsed = binding.safeParse(one);
    return parsed.success ? { bindings: [parsed.data] } : { usage: mistakeOf(parsed.error) };
  }
  if ([role, project, cluster, namespace].some((given) => given !== undefined)) {
    return { usage: '--bindings says everything: leave out --role, --project, --cluster and --namespace' };
  }
  try {
    const parsed = bindings.safeParse(JSON.parse(options.bindings));
    return parsed.success
      ? { bindings: parsed.data }
      : { usage: `--bindings is not valid: ${mistakeOf(parsed.error)}` };
  } catch {
    return { usage: '--bindings takes a JSON array of bindings' };
  }
}

function mistakeOf({ issues }: z.ZodError): string {
  const [first] = mistakesOf(issues);
  return `${first?.pointer ?? ''}: ${first?.detail ?? 'not valid'}`;
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

export function rotateKey(args: string[], now: Date): Plan {
  const { values, positionals } = parseArgs({
    args,
    options: { 'grace-hours': { type: 'string', default: '24' } },
    allowPositionals: true,
  });
  const [id = '', ...rest] = positionals;
  if (!uuid.test(id) || rest.length > 0)
    return { usage: 'rotate takes the id of one key, as list prints it' };
  const hours = values['grace-hours'];
  if (!/^\d{1,3}$/.test(hours) || Number(hours) > 720)
    return { usage: '--grace-hours takes hours, from 0 to 720' };
  const previousValidUntil = new Date(now.getTime() + Number(hours) * 3_600_000);
  return {
    run: async (manager) => {
      const rotated = await rotateApiKey(manager, id, { now, previousValidUntil, expiresAt: undefined });
      if (rotated === undefined) throw new Error(`there is no key with the id ${id}`);
      return [rotated.key];
    },
  };
}

function row(key: ApiKeyEntity, now: Date) {
  return {
    id: key.id,
    name: key.name,
    bindings: key.bindings,
    state: stateOfApiKey(key, now),
    origin: key.origin,
    fingerprint: key.fingerprint,
    created: key.createdAt.toISOString(),
    expires: key.expiresAt?.toISOString() ?? '-',
    lastUsed: key.lastUsedAt?.toISOString() ?? '-',
  };
}

function cellsOf({ bindings: held, ...cells }: ReturnType<typeof row>): string[] {
  const { id, name, ...others } = cells;
  return [id, name, held.map(bindingText).join('; '), ...Object.values(others)];
}

/** `viewer of shop on prod/web,db`: the project, clusters, and namespaces. */
function bindingText({ role, project, clusters, namespaces }: Binding): string {
  const place = `${[clusters].flat().join(',')}/${[namespaces].flat().join(',')}`;
  return `${role} of ${project} on ${place}`;
}

function table(rows: readonly ReturnType<typeof row>[]): readonly string[] {
  const lines = [
    ['ID', 'NAME', 'BINDINGS', 'STATE', 'ORIGIN', 'FINGERPRINT', 'CREATED', 'EXPIRES', 'LAST USED'],
  ];
  for (const entry of rows) lines.push(cellsOf(entry));
  const widths =
    lines[0]?.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0))) ?? [];
  return lines.map((line) =>
    line
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
