/**
 * SQLSTATE classes and codes after which the same transaction may succeed: connection exception, insufficient resources,
 * operator intervention (a server that stops or starts), transaction rollback (serialization, deadlock), lock timeout.
 * https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
const transientStates = /^(08...|53...|57...|40...|55P03)$/;
const transientErrno =
  /^(ECONNREFUSED|ECONNRESET|ETIMEDOUT|EPIPE|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)$/;
/** pg and its pool say these without a code. */
const transientMessages =
  /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|connection timeout|not queryable/i;

/** Whether a database error may be gone at the next try. What is not is a fault of ours, or of the data. */
export function isTransient(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (transientStates.test(code) || transientErrno.test(code) || transientMessages.test(error.message))
    return true;
  return error instanceof AggregateError && error.errors.some(isTransient);
}
