import { isDatabaseBusy, isDatabaseUnavailable } from '#libs/persistence';

/** Whether a database error may be gone at the next try. What is not is a fault of ours, or of the data. */
export function isTransient(error: unknown): boolean {
  return isDatabaseUnavailable(error) || isDatabaseBusy(error);
}
