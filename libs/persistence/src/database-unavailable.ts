/** Codes of Node's sockets for a server that is not there, or not any more. */
const socketCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
]);

/**
 * SQLSTATEs (PostgreSQL documentation, appendix A) of a server that stops, starts, or has no connection left:
 * admin_shutdown, crash_shutdown, cannot_connect_now, too_many_connections; and those of class 08, below.
 */
const sqlStates = new Set(['57P01', '57P02', '57P03', '53300']);

/** What pg and pg-pool say without any code. */
const messages = /^(Connection terminated|timeout exceeded when trying to connect|Client was closed)/;

/** Whether an error only means that Postgres can't be reached now: the same call may succeed later. */
export function isDatabaseUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (socketCodes.has(code) || sqlStates.has(code) || /^08\w{3}$/.test(code)) return true;
  if (messages.test(error.message)) return true;
  const inner = 'driverError' in error ? error.driverError : error.cause;
  return inner !== error && isDatabaseUnavailable(inner);
}
