/** What an error says, for people. Node's AggregateError (a host with several addresses) says nothing by itself. */
export function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') {
    return error.errors.map((each) => messageOf(each)).join('; ');
  }
  return error instanceof Error ? error.message : String(error);
}
