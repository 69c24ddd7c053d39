import { parseArgs } from 'node:util';

import type { PodShape } from '#libs/kubernetes';

import { checkSources, type SourcesCheck } from './check-sources.js';
import { type CorpusEntry, readCorpus } from './corpus.js';
import { randomGroups } from './random-groups.js';

const HELP = `Usage: npm run --silent check:corpus -- <workloads.jsonl.gz> [--groups N] [--largest N] [--seed N]

Generates the least policy of every workload of a corpus, alone and in random groups, and checks each with the whole
policy engine: it admits its sources and changes nothing (sound), and every next stricter value of every field refuses
or changes one of them (minimal). Lines are {"id", "doc", ...}; "doc" is the manifest.

Writes JSON Lines: what can't be read or served, by id; whatever is wrong; the figures. Exits 0 if everything that can
be served is sound and minimal, 1 if not, 2 if the corpus can't be read.

  --groups N    how many random groups (default 300)
  --largest N   the largest group (default 50)
  --seed N      of the random groups (default 1)
`;

class UsageError extends Error {}

function print(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

function figure(name: string, value: number, unit: string): void {
  print({ figure: `corpus.${name}`, value, unit });
}

function integer(name: string, text: string | undefined, fallback: number, least: number): number {
  if (text === undefined) return fallback;
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < least) {
    throw new UsageError(
      `--${name} must be a whole number of at least ${least}, was ${JSON.stringify(text)}`,
    );
  }
  return value;
}

interface Settings {
  readonly path: string;
  readonly groups: number;
  readonly largest: number;
  readonly seed: number;
}

function readSettings(): Settings | undefined {
  const { values, positionals } = parseArgs({
    options: {
      help: { type: 'boolean', short: 'h' },
      groups: { type: 'string' },
      largest: { type: 'string' },
      seed: { type: 'string' },
    },
    allowPositionals: true,
  });
  if (values.help === true) return undefined;
  const [path, ...others] = positionals;
  if (path === undefined || others.length > 0) throw new UsageError('give one corpus: a file of JSON Lines');
  return {
    path,
    groups: integer('groups', values.groups, 300, 0),
    largest: integer('largest', values.largest, 50, 2),
    seed: integer('seed', values.seed, 1, 0),
  };
}

/** Checks one group; whatever goes wrong is an answer, not the end of the run. */
function check(ids: readonly string[], sources: readonly PodShape[]): SourcesCheck {
  let result: SourcesCheck;
  try {
    result = checkSources(sources);
  } catch (error) {
    const failures = [`can't be checked: ${error instanceof Error ? error.message : String(error)}`];
    result = { served: 0, tightenings: 0, unsatisfiable: [], failures };
  }
  if (result.failures.length > 0) print({ ids, failures: result.failures });
  return result;
}

async function run({ path, groups, largest, seed }: Settings): Promise<number> {
  const entries: Extract<CorpusEntry, { shapes: unknown }>[] = [];
  let invalid = 0;
  for await (const entry of readCorpus(path)) {
    if ('shapes' in entry) entries.push(entry);
    else {
      invalid += 1;
      print(entry);
    }
  }
  let failed = 0;
  let tightenings = 0;
  let unsatisfiable = 0;
  for (const { id, shapes } of entries) {
    const result = check([id], shapes);
    tightenings += result.tightenings;
    if (result.failures.length > 0) failed += 1;
    if (result.served === 0 && result.failures.length === 0) unsatisfiable += 1;
    for (const { reason, stage, field, detail } of result.unsatisfiable) {
      print({ id, unsatisfiable: reason, stage, field, detail });
    }
  }
  const drawn = randomGroups(entries, groups, largest, seed);
  let failedGroups = 0;
  for (const group of drawn) {
    const ids = group.map(({ id }) => id);
    const result = check(
      ids,
      group.flatMap(({ shapes }) => shapes),
    );
    tightenings += result.tightenings;
    if (result.failures.length > 0) failedGroups += 1;
  }
  const satisfiable = entries.length - unsatisfiable;
  figure('documents', entries.length + invalid, 'documents');
  figure('invalid', invalid, 'documents');
  figure('unsatisfiable', unsatisfiable, 'documents');
  figure('satisfiable', satisfiable, 'documents');
  figure('sound_and_minimal', satisfiable - failed, 'documents');
  figure('sound_and_minimal_ratio', satisfiable === 0 ? 1 : (satisfiable - failed) / satisfiable, 'ratio');
  figure('groups', drawn.length, 'groups');
  figure('groups_sound_and_minimal', drawn.length - failedGroups, 'groups');
  figure('tightenings_tried', tightenings, 'policies');
  return failed + failedGroups === 0 ? 0 : 1;
}

try {
  const settings = readSettings();
  if (settings === undefined) process.stdout.write(HELP);
  else process.exitCode = await run(settings);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${HELP}`);
  process.exitCode = 2;
}
