import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { Interner, sourceSettings } from '#libs/events';
import { type CommandResult, mistakesOf, runCommand } from '#libs/platform';
import { eventFiles } from './event-files.js';
import { readMessages, type ShownMessages } from './read-messages.js';

const help = `Usage: npm run --silent show:events -- [options] FILE|FOLDER...

Says what becomes of events of agents: the format that is recognised, whether they are taken, and what is learnt from
them. Nothing is sent or stored. A file holds JSON, or JSON on each line. Prints a Markdown table, a row for each file.

  --cluster NAME      the cluster, where the events name none
  --covers A,B        dimensions that the agent is configured to watch as a whole
  --covers-partly A,B dimensions of which it is configured to watch a part
  --format NAME       the only format that is accepted
  --gadget NAME       the gadget of Inspektor Gadget
  --cluster-field F   the field by which alerts of Falco name their cluster
`;

await runCommand(help, ({ args }) => Promise.resolve(show(args)));

function show(args: readonly string[]): CommandResult {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      cluster: { type: 'string' },
      covers: { type: 'string' },
      'covers-partly': { type: 'string' },
      format: { type: 'string' },
      gadget: { type: 'string' },
      'cluster-field': { type: 'string' },
    },
  });
  if (positionals.length === 0) return { usage: 'no file given' };
  const { covers, 'covers-partly': coversPartly, 'cluster-field': clusterField, ...others } = values;
  const settings = sourceSettings.safeParse({
    ...others,
    clusterField,
    ...(covers === undefined ? {} : { covers: covers.split(',') }),
    ...(coversPartly === undefined ? {} : { coversPartly: coversPartly.split(',') }),
  });
  if (!settings.success) {
    const [first] = mistakesOf(settings.error.issues);
    return { usage: `--${first?.pointer?.split('/')[1] ?? ''}: ${first?.detail ?? ''}` };
  }
  const interner = new Interner();
  const rows = positionals.flatMap(eventFiles).map((path) => {
    const shown = readMessages(readFileSync(path, 'utf8'), interner, settings.data);
    return row(basename(path), shown);
  });
  return {
    output: ['| file | format | messages | outcome | learnt |', '| --- | --- | --: | --- | --- |', ...rows],
  };
}

function row(name: string, { formats, messages, outcomes, learnt, mistakes }: ShownMessages): string {
  const counted = (counts: ReadonlyMap<string, number>): string =>
    [...counts].map(([key, count]) => (count === 1 ? key : `${key} × ${count}`)).join(', ');
  const outcome = [counted(outcomes), ...mistakes.slice(0, 1)].join('; ');
  const cells = [name, formats.join(', ') || '–', String(messages), outcome, counted(learnt) || '–'];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
}
