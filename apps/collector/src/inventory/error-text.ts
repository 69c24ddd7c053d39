/** What an error says, and what the errors behind it say: `fetch failed: connect ECONNREFUSED 10.0.0.1:6443`. */
export function errorText(error: unknown): string {
  const texts: string[] = [];
  // Bounded: a cause may be its own.
  for (let current = error; current instanceof Error && texts.length < 4; current = current.cause) {
    const parts = current instanceof AggregateError ? current.errors.map(errorText) : [current.message];
    texts.push(...parts.filter((text) => text !== '' && !texts.includes(text)));
  }
  return texts.length === 0 ? String(error) : texts.join(': ');
}
