/** Another process has moved on what this one built upon. What is in memory is worth nothing: read it again. */
export class StaleStateError extends Error {
  constructor(what: string) {
    super(`another process moved ${what}`);
    this.name = 'StaleStateError';
  }
}
