import { randomUUID } from 'node:crypto';
import { byName, DeadLetterReplay, IngestionMetrics, Pipeline } from '#libs/ingestion';
import { createDataSource } from '#libs/persistence';
import { loadConfig } from '#libs/platform';
import { Registry } from 'prom-client';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { calls, falcoRead, TestAgent, tetragonCapability } from '../../../../test/fixtures/runtime-events.js';
import { observedCount } from '../../../../test/fixtures/observed-count.js';
import { createDatabase } from '../../../../test/services/index.js';
import { type LetterTools, list, type Plan, replay, show } from './commands.js';

let dataSource: DataSource;
let tools: LetterTools;
let another: LetterTools;
let pipeline: Pipeline;
let offset = 0;

beforeAll(async () => {
  const settings = loadConfig({ DATABASE_URL: await createDatabase() });
  dataSource = await createDataSource(settings.database).initialize();
  const now = () => new Date();
  const metrics = new IngestionMetrics(new Registry());
  const parts = { dataSource, resolver: byName, settings, metrics, now };
  pipeline = new Pipeline(parts);
  const sources = new Map(['tetragon', 'falco'].map((topic) => [topic, { cluster: 'prod' }]));
  [tools, another] = [newTools(), newTools()];

  function newTools(): LetterTools {
    return { runner: dataSource, replay: new DeadLetterReplay(parts, sources) };
  }
});
beforeEach(() => dataSource.query('TRUNCATE dead_letters RESTART IDENTITY'));
afterAll(() => dataSource.destroy());

async function keep(
  topic: string,
  content: object | string,
  reason = 'invalid',
  writtenAt?: number,
): Promise<void> {
  const value = Buffer.from(typeof content === 'string' ? content : JSON.stringify(content));
  const mistakes = [{ pointer: '/a', detail: 'was wrong\u001b[31m' }];
  const letter = {
    topic,
    partition: 0,
    offset: (offset += 1),
    reason,
    mistakes,
    key: null,
    value,
    writtenAt,
  };
  await pipeline.flush({ deadLetters: [letter] });
}

async function lines(plan: Plan, by = tools): Promise<readonly string[]> {
  if ('usage' in plan) return [plan.usage];
  const found: string[] = [];
  for await (const line of plan.run(by)) found.push(line);
  return found;
}

const countOf = (namespace: string): Promise<number> => observedCount(dataSource, namespace);

describe('dead letters', () => {
  it('are listed by topic and reason, the oldest first, and shown without what a terminal would obey', async () => {
    await keep('tetragon', tetragonCapability('listed', 'CHOWN'));
    await keep('falco', '{"a": "\u001b[2J"}', 'unknown-format');
    await keep('falco', '{', 'not-json');
    const ids = async (...args: string[]) => (await lines(list(args))).map((line) => line.split('  ')[0]);
    expect(await ids()).toEqual(['1', '2', '3']);
    expect(await ids('--limit', '2')).toEqual(['1', '2']);
    expect(await ids('--topic', 'falco')).toEqual(['2', '3']);
    expect(await ids('--topic', 'falco', '--reason', 'not-json')).toEqual(['3']);
    const [summary, mistake, content] = await lines(show(['2']));
    expect(summary).toMatch(
      /^2 {2}\S+Z {2}falco\/0\/\d+ {2}13 B {2}unknown-format {2}\/a: was wrong\\u001b\[31m$/,
    );
    expect([mistake, content]).toEqual(['  /a: was wrong\\u001b[31m', '{"a": "\\u001b[2J"}']);
    await expect(lines(show(['9']))).rejects.toThrow('there is no dead letter 9');
  });

  it('that are replayed count once and are gone; those of no use stay, with their new reason', async () => {
    await keep('tetragon', tetragonCapability('replayed', 'CHOWN'));
    await keep('tetragon', '{', 'too-large');
    await keep(
      'native',
      new TestAgent().event([{ namespace: 'replayed', pod: 'web', observations: [calls('read')] }]),
    );
    expect(await lines(replay(['--all']))).toEqual([
      '1 taken, 1 observations',
      expect.stringMatching(/^2 refused again \(not-json\) : /),
      '3 taken, 1 observations',
      'replayed: 2 taken, 0 dropped, 1 refused, 0 gone',
    ]);
    expect(await countOf('replayed')).toBe(2);
    expect(await lines(replay(['1']))).toEqual([
      '1 is not there',
      'replayed: 0 taken, 0 dropped, 0 refused, 1 gone',
    ]);
    expect(await countOf('replayed')).toBe(2);
    expect((await lines(list(['--reason', 'not-json']))).map((line) => line.split('  ')[0])).toEqual(['2']);
  });

  it('tell of nothing after their message was written, however late they are replayed', async () => {
    const written = new Date('2026-02-28T12:00:00Z');
    await keep('tetragon', tetragonCapability('written', 'CHOWN'), 'invalid', written.getTime());
    expect(await lines(replay(['1']))).toContain('1 taken, 1 observations');
    const times = await dataSource.query(
      `SELECT to_timestamp(o.last_ns / 1e9) AS last FROM runtime_observations o
         JOIN runtime_containers c ON c.id = o.container_id JOIN workloads w ON w.id = c.workload_id
       WHERE w.namespace = 'written'`,
    );
    expect(times).toEqual([{ last: written }]);
  });

  it('are dropped, and not taken, where no known pod did what they tell of', async () => {
    const alert = falcoRead('nobody', randomUUID());
    const fields = { ...alert.output_fields, 'k8s.ns.name': null, 'k8s.pod.name': null };
    await keep('falco', { ...alert, output_fields: fields });
    expect(await lines(replay(['1']))).toEqual([
      '1 dropped (no-pod)',
      'replayed: 0 taken, 1 dropped, 0 refused, 0 gone',
    ]);
  });

  it.each([
    ['two processes', 'by-two', (): LetterTools => another],
    ['one process that is asked twice', 'by-one', (): LetterTools => tools],
  ])('count once where they are replayed at the same time by %s', async (_, namespace, other) => {
    for (let round = 1; round <= 10; round += 1) {
      const id = String(round);
      await keep('tetragon', tetragonCapability(namespace, 'CHOWN'));
      const both = await Promise.all([lines(replay([id])), lines(replay([id]), other())]);
      expect(both.map(([first = '']) => first).sort()).toEqual([
        `${id} is not there`,
        `${id} taken, 1 observations`,
      ]);
      expect(await countOf(namespace)).toBe(round);
    }
  });

  it.each([
    ['list', list(['--limit', '0']), '--limit takes a number of letters, from 1 on'],
    ['show', show(['x']), 'show takes the id of one letter, as list prints it'],
    ['replay', replay([]), 'replay takes ids of letters, or --all'],
    ['replay', replay(['1', '--all']), 'replay takes ids of letters, or --all'],
    ['replay', replay(['1', 'x']), '"x" is no id of a letter'],
  ])('%s says what is wrong with how it was called', (_, plan, message) => {
    expect(plan).toEqual({ usage: message });
  });
});
