import { createDataSource, rows } from '#libs/persistence';
import { loadConfig } from '#libs/platform';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createDatabase } from '../../../../test/services/index.js';
import { NodeDay } from '../profile-state/states.js';
import { writeMessages } from './node-facts.js';

let dataSource: DataSource;
let nodes = 0;

beforeAll(async () => {
  const settings = loadConfig({ DATABASE_URL: await createDatabase() });
  dataSource = await createDataSource(settings.database).initialize();
});
beforeEach(() => {
  nodes += 1;
});
afterAll(() => dataSource.destroy());

/** Messages of a flush, by the container runtime that they told; an empty one: none. */
async function write(counts: Readonly<Record<string, number>>, day = '2026-03-01'): Promise<void> {
  const node = new NodeDay('prod', `node-${nodes}`, day);
  for (const [runtime, count] of Object.entries(counts)) {
    node.messages.set(JSON.stringify(runtime === '' ? {} : { runtime }), count);
  }
  await dataSource.transaction((transaction) => writeMessages(transaction, [node]));
}

/** What is kept of a day, by the container runtime. */
async function kept(day = '2026-03-01'): Promise<Readonly<Record<string, number>>> {
  const found = await rows(
    dataSource,
    z.object({ runtime: z.string(), messages: z.int() }),
    `SELECT coalesce(facts->>'runtime', '') AS runtime, messages::int FROM runtime_nodes WHERE node = $1 AND day = $2::date
     ORDER BY 1`,
    [`node-${nodes}`, day],
  );
  return Object.fromEntries(found.map(({ runtime, messages }) => [runtime, messages]));
}

const madeUp = (from: number, count: number, messages = 1) =>
  Object.fromEntries(Array.from({ length: count }, (_, n) => [`made-up-${from + n}`, messages]));
const messagesOf = (counts: Readonly<Record<string, number>>) =>
  Object.values(counts).reduce((sum, each) => sum + each, 0);

describe('different facts of a node on a day', () => {
  it('are kept with how many messages told them, as long as they are few', async () => {
    await write({ containerd: 5, '': 2 });
    await write({ containerd: 1, 'cri-o': 3 });
    expect(await kept()).toEqual({ '': 2, containerd: 6, 'cri-o': 3 });
  });

  it('are sixteen at most, those that most messages told; the messages of all count', async () => {
    await write({ containerd: 5, ...madeUp(10, 40) });
    const after = await kept();
    expect([Object.keys(after).length, after['containerd'], messagesOf(after)]).toEqual([17, 5, 45]);
    await write({ containerd: 1, ...madeUp(50, 10, 2) });
    const later = await kept();
    expect([Object.keys(later).length, later['containerd'], messagesOf(later)]).toEqual([17, 6, 66]);
    expect(later).toMatchObject(madeUp(50, 10, 2));
  });

  it('take no place of facts that hold, however many an agent makes up', async () => {
    for (let flush = 0; flush < 20; flush += 1)
      await write({ containerd: 3, ...madeUp(100 + flush * 20, 20) });
    expect(await kept()).toMatchObject({ containerd: 60 });
    expect([Object.keys(await kept()).length, messagesOf(await kept())]).toEqual([17, 460]);
  });

  it('are those of each day by itself', async () => {
    await write(madeUp(10, 16));
    await write(madeUp(30, 16), '2026-03-02');
    expect([await kept(), await kept('2026-03-02')]).toEqual([madeUp(10, 16), madeUp(30, 16)]);
  });
});
