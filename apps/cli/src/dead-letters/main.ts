import 'reflect-metadata';
import { byName, DeadLetterReplay, IngestionMetrics, readTopicSettings } from '#libs/ingestion';
import { inventoryResolver } from '#libs/inventory';
import { createDataSource } from '#libs/persistence';
import { runCommand } from '#libs/platform';
import { Registry } from 'prom-client';
import { list, replay, show } from './commands.js';

const help = `Usage: npm run --silent dead-letters -- <command>

Messages from Kafka that could not be used are kept, with the reason and their bytes, in the database of DATABASE_URL.

  list [--topic T] [--reason R] [--limit N] [--json]
      a line a letter, the oldest first (100, unless --limit says otherwise)
  show ID
      the mistakes of a letter, and its content
  replay ID...
  replay --all [--topic T] [--reason R]
      gives letters to ingestion again, after settings or the software have been mended: one that is taken is removed, in
      the transaction that stores what it brings; one that is refused stays, with its new reason. Reads
      KAFKA_TOPICS and KAFKA_TOPIC_SETTINGS_FILE as the collector does.

Letters that nobody replays go after RETENTION_DEAD_LETTERS. A letter of which only the beginning is kept can not be replayed.

`;

const commands = new Map([
  ['list', list],
  ['show', show],
  ['replay', replay],
]);

await runCommand(help, async ({ args, config }) => {
  const [name = '', ...rest] = args;
  const plan = commands.get(name)?.([...rest]);
  if (plan === undefined) return { usage: name === '' ? 'no command given' : `unknown command ${name}` };
  if ('usage' in plan) return plan;
  const settings = config();
  const { topicSettings, topics } = settings.kafka;
  const sources = readTopicSettings(topicSettings, topics);
  const dataSource = await createDataSource(settings.database, 'policy-advisor dead-letters').initialize();
  try {
    const resolver = inventoryResolver(dataSource, {
      otherwise: byName,
      mostParked: settings.ingestion.mostParked,
    });
    const metrics = new IngestionMetrics(new Registry());
    const now = (): Date => new Date();
    const again = new DeadLetterReplay({ dataSource, resolver, settings, metrics, now }, sources);
    // Lines as they come: a replay of many letters shows that it goes on.
    for await (const line of plan.run({ runner: dataSource, replay: again })) {
      process.stdout.write(`${line}\n`);
    }
    return { output: [] };
  } finally {
    await dataSource.destroy();
  }
});
