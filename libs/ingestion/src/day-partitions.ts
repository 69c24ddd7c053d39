import { RecentMap } from '#libs/events';
import { rows } from '#libs/persistence';
import type { DataSource, EntityManager } from 'typeorm';
import { z } from 'zod';

/** Tables that are partitioned by day. */
const partitioned = ['runtime_observations', 'runtime_watches'] as const;

/** Serialises changes of partitions: the bytes of "policyad". */
const partitionLock = '8101799592183783780';

/**
 * Who waits for a lock on a table has all others wait behind it, readers and writers: behind one long read, for its whole
 * length. So it waits for so long at most, and is tried again: a flush at once, retention the next time.
 */
const boundedWait = `SET LOCAL lock_timeout = '2s'`;

const dayInMilliseconds = 86_400_000;

/** Days of observations that have a partition of their own. */
export interface PartitionWindow {
  readonly now: Date;
  /** Milliseconds that observations are kept. */
  readonly retention: number;
}

/**
 * Makes partitions before they are needed, and remembers which there are. Days outside of the window (agents with wrong
 * clocks) get none: their rows go to the default partition, so that no clock can make any number of tables.
 */
export class DayPartitions {
  readonly #known = new RecentMap<string, true>(1_000);

  constructor(private readonly dataSource: DataSource) {}

  async ensure(days: Iterable<string>, window: PartitionWindow): Promise<void> {
    const oldest = dayAfter(window.now, -window.retention);
    const newest = dayAfter(window.now, dayInMilliseconds);
    const missing = [...new Set(days)].filter(
      (day) => day >= oldest && day <= newest && this.#known.get(day) === undefined,
    );
    for (const day of missing.sort()) {
      await this.dataSource.transaction((transaction) => createPartitions(transaction, day));
      this.#known.set(day, true);
    }
  }

  forget(): void {
    this.#known.clear();
  }
}

async function createPartitions(transaction: EntityManager, day: string): Promise<void> {
  await transaction.query(`SELECT pg_advisory_xact_lock($1)`, [partitionLock]);
  await transaction.query(boundedWait);
  for (const table of partitioned) {
    const name = partitionName(table, day);
    if (await hasPartitionOrRows(transaction, table, name, day)) continue;
    // ATTACH, unlike CREATE … PARTITION OF, does not stop those who read and write the table meanwhile. Free space in
    // pages lets rows be updated in place: most updates change no index.
    await transaction.query(`CREATE TABLE ${name} (LIKE ${table} INCLUDING ALL) WITH (fillfactor = 70)`);
    await transaction.query(
      `ALTER TABLE ${table} ATTACH PARTITION ${name} FOR VALUES FROM ('${day}') TO ('${dayAfter(new Date(day), dayInMilliseconds)}')`,
    );
  }
}

/** Rows of the day in the default partition would be in the way of a partition: they stay where they are. */
async function hasPartitionOrRows(
  transaction: EntityManager,
  table: string,
  name: string,
  day: string,
): Promise<boolean> {
  const [row] = await rows(
    transaction,
    z.object({ taken: z.boolean() }),
    `SELECT to_regclass($1) IS NOT NULL OR EXISTS (SELECT FROM ${table}_default WHERE day = $2::date) AS taken`,
    [name, day],
  );
  return row?.taken === true;
}

function partitionName(table: string, day: string): string {
  return `${table}_${day.replaceAll('-', '')}`;
}

/** The UTC day some milliseconds after a time. */
export function dayAfter(time: Date, milliseconds: number): string {
  return new Date(time.getTime() + milliseconds).toISOString().slice(0, 10);
}

const partitionRow = z.object({ name: z.string() });

/**
 * Drops the partitions of days before one, the oldest first and at most so many, and returns how many it dropped. The lock
 * lets makers and droppers follow each other. Rejects, with nothing dropped, while a long read holds one of them.
 */
export async function dropPartitions(
  dataSource: DataSource,
  oldest: string,
  atMost: number,
): Promise<number> {
  return dataSource.transaction(async (transaction) => {
    await transaction.query(`SELECT pg_advisory_xact_lock($1)`, [partitionLock]);
    await transaction.query(boundedWait);
    let dropped = 0;
    for (const table of partitioned) {
      const partitions = await rows(
        transaction,
        partitionRow,
        `SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = $1::regclass ORDER BY 1`,
        [table],
      );
      const old = partitions.filter(
        ({ name }) => /_\d{8}$/.test(name) && name < partitionName(table, oldest),
      );
      for (const { name } of old.slice(0, atMost - dropped)) {
        await transaction.query(`DROP TABLE ${name}`);
        dropped += 1;
      }
    }
    return dropped;
  });
}
