import { parseArgs } from 'node:util';
import {
  type DeadLetterReplay,
  type KeptLetter,
  type LetterFilter,
  lastDeadLetter,
  listDeadLetters,
  readDeadLetter,
  type Replayed,
} from '#libs/ingestion';
import type { SqlRunner } from '#libs/persistence';

/** What commands work with. */
export interface LetterTools {
  readonly runner: SqlRunner;
  readonly replay: DeadLetterReplay;
}

/** Arguments that were understood, or what is wrong with them. `run` gives the lines for standard output. */
export type Plan =
  { readonly usage: string } | { readonly run: (tools: LetterTools) => AsyncIterable<string> };

const pageSize = 500;
const idPattern = /^[1-9]\d{0,18}$/;
const filterOptions = { topic: { type: 'string' }, reason: { type: 'string' } } as const;

/** `list`: a line a letter, the oldest first. */
export function list(args: string[]): Plan {
  const { values } = parseArgs({
    args,
    options: { ...filterOptions, limit: { type: 'string' }, json: { type: 'boolean' } },
  });
  const limit = values.limit ?? '100';
  if (!/^[1-9]\d{0,6}$/.test(limit)) return { usage: '--limit takes a number of letters, from 1 on' };
  return {
    run: async function* ({ runner }) {
      let left = Number(limit);
      for await (const letter of lettersOf(runner, values)) {
        if (left === 0) return;
        left -= 1;
        yield values.json === true ? JSON.stringify(letter) : line(letter);
      }
    },
  };
}

/** `show ID`: the mistakes of a letter and its content. */
export function show(args: string[]): Plan {
  const [id = '', ...rest] = parseArgs({ args, allowPositionals: true }).positionals;
  if (!idPattern.test(id) || rest.length > 0)
    return { usage: 'show takes the id of one letter, as list prints it' };
  return {
    run: async function* ({ runner }) {
      const found = await readDeadLetter(runner, id);
      if (found === undefined) throw new Error(`there is no dead letter ${id}`);
      yield line(found.letter);
      for (const { pointer = '', detail } of found.letter.mistakes)
        yield `  ${pointer}: ${printable(detail)}`;
      yield found.value === null ? '(no value)' : printable(found.value.toString('utf8'));
    },
  };
}

/** `replay ID…` or `replay --all`: gives letters to the pipeline again. */
export function replay(args: string[]): Plan {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { ...filterOptions, all: { type: 'boolean' } },
  });
  const wrong = positionals.find((id) => !idPattern.test(id));
  if (wrong !== undefined) return { usage: `${JSON.stringify(wrong)} is no id of a letter` };
  if (positionals.length > 0 === (values.all === true))
    return { usage: 'replay takes ids of letters, or --all' };
  return {
    run: async function* ({ runner, replay: again }) {
      // What fails again stays: letters that come meanwhile are left for the next time.
      const ids =
        values.all === true ? idsOf(runner, { ...values, upTo: await lastDeadLetter(runner) }) : positionals;
      const counts = new Map<string, number>();
      for await (const id of ids) {
        const result = await again.replay(id);
        counts.set(result.outcome, (counts.get(result.outcome) ?? 0) + 1);
        yield `${id} ${described(result)}`;
      }
      yield `replayed: ${['taken', 'dropped', 'refused', 'gone'].map((name) => `${counts.get(name) ?? 0} ${name}`).join(', ')}`;
    },
  };
}

async function* idsOf(runner: SqlRunner, filter: LetterFilter): AsyncIterable<string> {
  for await (const { id } of lettersOf(runner, filter)) yield id;
}

async function* lettersOf(
  runner: SqlRunner,
  { topic, reason, upTo }: LetterFilter,
): AsyncIterable<KeptLetter> {
  for (let after: string | undefined; ;) {
    const page = await listDeadLetters(runner, { topic, reason, upTo }, { after, limit: pageSize });
    yield* page;
    after = page.at(-1)?.id;
    if (page.length < pageSize) return;
  }
}

function described(result: Replayed): string {
  switch (result.outcome) {
    case 'taken':
      return [
        'taken',
        `${result.observations} observations`,
        ...(result.duplicates > 0 ? [`${result.duplicates} events counted before`] : []),
        ...(result.withoutPod > 0 ? [`${result.withoutPod} events of no known pod`] : []),
      ].join(', ');
    case 'dropped':
      return `dropped (${result.reason})`;
    case 'refused':
      return `refused again (${result.reason}) ${printable(result.detail)}`;
    case 'gone':
      return 'is not there';
  }
}

function line({
  id,
  topic,
  partition,
  offset,
  reason,
  mistakes,
  bytes,
  wholeBytes,
  receivedAt,
}: KeptLetter): string {
  const [first] = mistakes;
  const detail = first === undefined ? '' : `  ${first.pointer ?? ''}: ${printable(first.detail)}`;
  return `${id}  ${receivedAt.toISOString()}  ${topic}/${partition}/${offset}  ${bytes}${wholeBytes === null ? '' : ` of ${wholeBytes}`} B  ${reason}${detail}`;
}

/** Anybody may have written a letter: what a terminal would obey is shown, not sent. */
function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}]/gu, (character) =>
    character === '\n' || character === '\t'
      ? character
      : `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  );
}
