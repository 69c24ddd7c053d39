/** What counts of a container: since a day, and of some pods. Undefined: all. */
export interface WatchedPart {
  readonly container: number;
  readonly since: string | undefined;
  readonly pods: ReadonlySet<number> | undefined;
}

/** SQL: parts as rows; `counted` is the text of an `integer[]`, or null for all pods. With `parametersOf` as $1 to $3. */
export const partRows =
  'unnest($1::integer[], $2::date[], $3::text[]) AS part (container_id, since, counted)';

export function parametersOf(parts: readonly WatchedPart[]): readonly unknown[] {
  return [
    parts.map(({ container }) => container),
    parts.map(({ since = '-infinity' }) => since),
    parts.map(({ pods }) => (pods === undefined ? null : `{${[...pods].join(',')}}`)),
  ];
}
