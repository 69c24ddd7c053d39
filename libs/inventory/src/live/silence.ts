/** A watcher not heard of for so long, in ms, watches no more: manifests may be uploaded again. */
const SILENT_FOR = 5 * 60_000;

/**
 * SQL: whether a watcher whose last sign of life is in the column watches still. Both are times of the database: watchers and
 * those who ask have clocks of their own.
 */
export function isLive(heartbeat: string): string {
  return `${heartbeat} > now() - ${SILENT_FOR} * interval '1 millisecond'`;
}
