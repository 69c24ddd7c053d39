import { readProfiles } from '#libs/ingestion';
import { rows, type SqlRunner } from '#libs/persistence';
import { itemBounds } from '#libs/profiles';
import { workloadKey } from '#libs/kubernetes';
import { z } from 'zod';

/** What collectors have made of a stream. */
export interface Outcome {
  /** Profiles as JSON, which holds neither ids nor processing times, by workload, sorted. */
  readonly profiles: ReadonlyMap<string, string>;
  /** Keys of the messages that were kept as dead letters, sorted; one that was kept twice stands there twice. */
  readonly letters: readonly string[];
}

const workload = z.object({ cluster: z.string(), namespace: z.string(), kind: z.string(), name: z.string() });

export async function readOutcome(runner: SqlRunner): Promise<Outcome> {
  const workloads = await rows(
    runner,
    workload,
    `SELECT cluster, namespace, kind, name FROM workloads ORDER BY cluster, namespace, kind, name`,
  );
  const profiles = await readProfiles(runner, workloads, {}, itemBounds(2000));
  const letters = await rows(
    runner,
    z.object({ key: z.string() }),
    `SELECT coalesce(convert_from(message_key, 'UTF8'), '') AS key FROM dead_letters`,
  );
  return {
    profiles: new Map(
      workloads.map((each) => [workloadKey(each), JSON.stringify(profiles.get(workloadKey(each)) ?? null)]),
    ),
    letters: letters.map(({ key }) => key).sort(),
  };
}

/** Messages that were taken and stored, of all topics and partitions. */
export async function countStored(runner: SqlRunner): Promise<number> {
  const [row] = await rows(
    runner,
    z.object({ stored: z.int() }),
    `SELECT coalesce(sum(next_offset), 0)::integer AS stored FROM kafka_offsets`,
  );
  return row?.stored ?? 0;
}

/** Dead letters that the dead-letter topic does not have yet. */
export async function countUnrelayed(runner: SqlRunner): Promise<number> {
  const [row] = await rows(
    runner,
    z.object({ unrelayed: z.int() }),
    `SELECT count(*)::integer AS unrelayed FROM dead_letters WHERE relayed_at IS NULL`,
  );
  return row?.unrelayed ?? 0;
}

/** Workloads of which two runs made different profiles, sorted. */
export function differingProfiles(one: Outcome, other: Outcome): readonly string[] {
  const keys = new Set([...one.profiles.keys(), ...other.profiles.keys()]);
  return [...keys].filter((key) => one.profiles.get(key) !== other.profiles.get(key)).sort();
}
