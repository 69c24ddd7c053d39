import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { audited, createDataSource } from '#libs/persistence';
import { runCommand } from '#libs/platform';
import { createKey, listKeys, revokeKey, rotateKey } from './commands.js';

const help = `Usage: api-key <command>

Manages the API keys in the database of DATABASE_URL.

  create --name <name> --role <role> [--project <name>] [--cluster <name>]... [--namespace <name>]...
         [--expires-in <days>]
      makes a key and prints it; it is not shown again. Without --project, --cluster or --namespace it holds for all
      projects, clusters or namespaces
  create --name <name> --bindings <json> [--expires-in <days>]
      the same with several bindings: [{"role", "project", "clusters", "namespaces"}], each but the role may be "all"
  list [--json]
      lists all keys, never the keys themselves
  rotate <id> [--grace-hours <hours>]
      gives a key another secret and prints it; the present one is taken for so long yet (24 hours)
  revoke <id>
      ends a key for ever; processes notice within API_KEY_CACHE_TIME

Roles: admin (everything), editor (reads and writes policies, simulations, inventory), viewer (reads),
agent (sends runtime events, nothing else).
`;

const commands = new Map([
  ['create', createKey],
  ['list', listKeys],
  ['revoke', revokeKey],
  ['rotate', rotateKey],
]);

await runCommand(help, async ({ args, config }) => {
  const [name = '', ...rest] = args;
  const plan = commands.get(name)?.([...rest], new Date());
  if (plan === undefined) return { usage: name === '' ? 'no command given' : `unknown command ${name}` };
  if ('usage' in plan) return plan;
  const dataSource = await createDataSource(config().database, 'policy-advisor api-key').initialize();
  try {
    const actor = { kind: 'command' as const, name: `api-key ${name}` };
    const call = { actor, requestId: randomUUID(), operation: `api-key ${name}` };
    return { output: await audited(call, () => plan.run(dataSource.manager)) };
  } finally {
    await dataSource.destroy();
  }
});
