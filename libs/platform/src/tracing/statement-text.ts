/** What a trace says of a statement. */
export interface StatementDescription {
  /** The keyword that it begins with; `other` for what is not known. */
  readonly operation: string;
  /** The first table that it names. */
  readonly table: string | undefined;
  /** Without literals, in one line, cut. */
  readonly text: string;
}

const operations = new Set(
  'BEGIN CALL COMMIT COPY CREATE ALTER DELETE DROP INSERT LISTEN LOCK MERGE NOTIFY RELEASE ROLLBACK SAVEPOINT SELECT SET START TRUNCATE UPDATE WITH'.split(
    ' ',
  ),
);
/** Names with digits, such as those of partitions, would be ever more. */
const tableName = /\b(?:FROM|INTO|UPDATE|TABLE|JOIN)\s+(?:ONLY\s+)?"?([a-z_]{1,63})"?(?![\w."(])/i;
/** In one expression: what looks like a comment in a literal is none, nor the other way round. */
const commentOrLiteral = /(--[^\n]*|\/\*.*?\*\/)|\$((?:[a-z_]\w*)?)\$.*?\$\2\$|'(?:[^']|'')*'/gis;
const longestText = 2_000;

/**
 * Describes a statement by its text alone. Parameters are elsewhere, and literals are left out as well, for those that
 * hold something which should have been a parameter.
 */
export function describeStatement(sql: string): StatementDescription {
  const bare = sql.replace(commentOrLiteral, (_, comment?: string) => (comment === undefined ? '?' : ' '));
  const text = bare.replace(/\s+/g, ' ').trim();
  const keyword = /^[a-z]+/i.exec(text)?.[0].toUpperCase() ?? '';
  return {
    operation: operations.has(keyword) ? keyword : 'other',
    table: tableName.exec(text)?.[1]?.toLowerCase(),
    text: text.slice(0, longestText),
  };
}
