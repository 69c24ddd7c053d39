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
 * SQLSTATEs (PostgreSQL documentation, appendix A) of a server that can't do now what it is asked for: those of class 08,
 * connection exception; disk_full, out_of_memory and too_many_connections; admin_shutdown, crash_shutdown,
 * cannot_connect_now and idle_session_timeout; read_only_sql_transaction, by which a primary answers that has become a
 * standby; io_error.
 */
const unavailableStates = /^(08...|53[123]00|57P0[1235]|25006|58030)$/;

const queryCanceled = '57014';
/**
 * SQLSTATEs of statements that were in each other's way, or took longer than they may: serialization_failure,
 * deadlock_detected, lock_not_available, query_canceled. What they did is undone.
 */
const busyStates = new Set(['40001', '40P01', '55P03', queryCanceled]);

/** What pg and pg-pool say without any code. */
const messages =
  /^(Connection terminated|timeout exceeded when trying to connect|Client was closed|Client has encountered a connection error)/;

/** Whether an error only means that Postgres can't be reached, or can't store, now: the same call may succeed later. */
export function isDatabaseUnavailable(error: unknown): boolean {
  return someCause(
    error,
    (each, code) => socketCodes.has(code) || unavailableStates.test(code) || messages.test(each.message),
  );
}

/**
 * Whether a statement was given up for others that run at the same time, or for its length. The same transaction may
 * succeed later; one that is too long whatever else runs never does, so this is no reason to try for ever.
 */
export function isDatabaseBusy(error: unknown): boolean {
  return someCause(error, (_, code) => busyStates.has(code));
}

/** Whether a statement was given up as it took longer than it may. */
export function isStatementTimeout(error: unknown): boolean {
  return someCause(error, (_, code) => code === queryCanceled);
}

/** Whether it holds for the error, or one that is wrapped in it: TypeORM, pg and Node each have a way of their own. */
function someCause(error: unknown, holds: (each: Error, code: string) => boolean): boolean {
  if (!(error instanceof Error)) return false;
  if (holds(error, 'code' in error && typeof error.code === 'string' ? error.code : '')) return true;
  if (error instanceof AggregateError && error.errors.some((each) => someCause(each, holds))) return true;
  const inner = 'driverError' in error ? error.driverError : error.cause;
  return inner !== error && someCause(inner, holds);
}
