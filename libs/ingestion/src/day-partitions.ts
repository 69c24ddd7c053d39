import { RecentMap } from '#libs/events';
import { isDatabaseBusy, rows } from '#libs/persistence';
import type { DataSource, EntityManager } from 'typeorm';
import { z } from 'zod';

/** Tables that are partitioned by day. */
const partitioned = ['runtime_observations', 'runtime_watches'] as const;

/** Serialises changes of partitions: the bytes of "policyad". */
const partitionLock = '8101799592183783780';

/**
 * Who waits for a lock on a table has all others wait behind it, readers and writers: behind one long read (a dump of the
 * database reads all tables until its end), for its whole length. So it waits for so long at most.
 */
const boundedWait = `SET LOCAL lock_timeout = '2s'`;

const dayInMilliseconds = 86_400_000;
/** Days after today whose partitions are made ahead, and how often that is tried. */
const daysAhead = 2;
const aheadTriedEvery = 3_600_000;

/** Days of observations that have a partition of their own. */
export interface PartitionWindow {
  readonly now: Date;
  /** Milliseconds that observations are kept. */
  readonly retention: number;
}

/**
 * Makes partitions before they are needed, and remembers which there are. A partition can't be made while somebody reads the
 * default one: so those of the next days are made ahead, and a day for which it is too late has its rows in the default
 * partition, as have days outside of the window (agents with wrong clocks): no clock can make any number of tables.
 */
export class DayPartitions {
  readonly #known = new RecentMap<string, true>(1_000);
  #aheadTriedAt = Number.NEGATIVE_INFINITY;

  constructor(private readonly dataSource: DataSource) {}

  /** Call it before rows of these days are written. Throws as the database does, but not for a lock that others hold. */
  async ensure(days: Iterable<string>, window: PartitionWindow): Promise<void> {
    const oldest = dayAfter(window.now, -window.retention);
    const newest = dayAfter(window.now, dayInMilliseconds);
    for (const day of [...new Set(days)].sort()) {
      if (day < oldest || day > newest || this.#known.get(day) !== undefined) continue;
      // Whoever holds the lock now will hold it for the next days' too.
      if (!(await this.#make(day))) this.#aheadTriedAt = window.now.getTime();
      // There, or too late: rows of the day are about to go where a partition would have to take them from.
      this.#known.set(day, true);
    }
    await this.#makeAhead(window.now);
  }

  forget(): void {
    this.#known.clear();
  }

  async #makeAhead(now: Date): Promise<void> {
    if (now.getTime() < this.#aheadTriedAt + aheadTriedEvery) return;
    this.#aheadTriedAt = now.getTime();
    for (let days = 0; days <= daysAhead; days += 1) {
      const day = dayAfter(now, days * dayInMilliseconds);
      if (this.#known.get(day) !== undefined) continue;
      if (!(await this.#make(day))) return;
      this.#known.set(day, true);
    }
  }

  /** Whether it is there now. */
  async #make(day: string): Promise<boolean> {
    try {
      await this.dataSource.transaction((transaction) => createPartitions(transaction, day));
      return true;
    } catch (error) {
      if (isDatabaseBusy(error)) return false;
      throw error;
    }
  }
}

async function createPartitions(transaction: EntityManager, day: string): Promise<void> {
  await transaction.query(boundedWait);
  await transaction.query(`SELECT pg_advisory_xact_lock($1)`, [partitionLock]);
  for (const table of partitioned) {
    const name = partitionName(table, day);
    if (await isThere(transaction, 'to_regclass($1) IS NOT NULL', name)) continue;
    // ATTACH, unlike CREATE … PARTITION OF, does not stop those who read and write the table meanwhile, but for the default
    // partition. With its lock taken first, no row of the day gets there behind our back: one would be in the way of the
    // partition, so that they stay where they are. Free space in pages lets rows be updated in place: most updates change no
    // index.
    await transaction.query(`LOCK TABLE ${table}_default IN ACCESS EXCLUSIVE MODE`);
    if (await isThere(transaction, `EXISTS (SELECT FROM ${table}_default WHERE day = $1::date)`, day))
      continue;
    await transaction.query(`CREATE TABLE ${name} (LIKE ${table} INCLUDING ALL) WITH (fillfactor = 70)`);
    await transaction.query(
      `ALTER TABLE ${table} ATTACH PARTITION ${name} FOR VALUES FROM ('${day}') TO ('${dayAfter(new Date(day), dayInMilliseconds)}')`,
    );
  }
}

async function isThere(transaction: EntityManager, condition: string, parameter: string): Promise<boolean> {
  const [row] = await rows(transaction, z.object({ there: z.boolean() }), `SELECT ${condition} AS there`, [
    parameter,
  ]);
  return row?.there === true;
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
