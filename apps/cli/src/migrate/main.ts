import 'reflect-metadata';
import { parseArgs } from 'node:util';
import { createDataSource, migrate, migrationStatus, revertLatestMigration } from '#libs/persistence';
import { runCommand } from '#libs/platform';
import type { DataSource } from 'typeorm';

const help = `Usage: migrate [up | down | status]

Brings the schema of the database in DATABASE_URL to the version of this program.

  up       run the migrations that have not run (the default)
  down     take back the latest migration; its tables and their data are lost
  status   list all migrations, changing nothing

Any number of "migrate up" may run at the same time: one migrates, the others wait.
`;

const commands: Readonly<Record<string, (dataSource: DataSource) => Promise<readonly string[]>>> = {
  up: async (dataSource) => {
    const names = await migrate(dataSource);
    return names.length === 0 ? ['the schema is up to date'] : names.map((name) => `applied ${name}`);
  },
  down: async (dataSource) => {
    const name = await revertLatestMigration(dataSource);
    return [name === undefined ? 'there is nothing to take back' : `reverted ${name}`];
  },
  status: async (dataSource) => {
    const states = await migrationStatus(dataSource);
    return states.map(({ name, applied }) => `${applied ? 'applied' : 'pending'} ${name}`);
  },
};

await runCommand(help, async ({ args, config }) => {
  const { positionals } = parseArgs({ args: [...args], allowPositionals: true });
  const [command = 'up', ...rest] = positionals;
  const run = commands[command];
  if (run === undefined || rest.length > 0) return { usage: `unknown command ${positionals.join(' ')}` };
  const dataSource = await createDataSource(
    { ...config().database, statementTimeout: 0 }, // a migration may take as long as it takes
    'policy-advisor migrate',
  ).initialize();
  try {
    return { output: await run(dataSource) };
  } finally {
    await dataSource.destroy();
  }
});
