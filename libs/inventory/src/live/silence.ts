/** A watcher not heard of for so long, in ms, watches no more: manifests may be uploaded again. */
export const SILENT_FOR = 5 * 60_000;

/** Whether a watcher whose last sign of life this is watches still. */
export function isLive(heartbeat: Date, now: Date): boolean {
  return now.getTime() - heartbeat.getTime() < SILENT_FOR;
}
