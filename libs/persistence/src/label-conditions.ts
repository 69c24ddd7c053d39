import type { Requirement } from '#libs/kubernetes';

/**
 * A condition in SQL that a column of labels, JSON of texts by name, meets all requirements of a label selector. Says the same as
 * `matchesRequirements` (property-tested). What it compares with is added to the parameters of the statement. Of a column
 * of `jsonb` the labels that must be there are asked for so that a GIN index on it answers.
 */
export function matchingLabels(
  requirements: readonly Requirement[],
  column: string,
  parameters: unknown[],
  type: 'json' | 'jsonb' = 'json',
): string {
  const conditions = requirements.map((requirement) => {
    const indexed = type === 'jsonb' ? containing(requirement, column, parameters) : undefined;
    return indexed ?? comparing(requirement, column, parameters);
  });
  return conditions.length === 0 ? 'TRUE' : conditions.join(' AND ');
}

/** Of what a GIN index on a column of jsonb can answer. */
function containing(
  { key, operator, values }: Requirement,
  column: string,
  parameters: unknown[],
): string | undefined {
  if (operator === 'exists') return `${column} ? $${parameters.push(key)}::text`;
  if (operator !== 'in') return undefined;
  const labels = values.map((value) => JSON.stringify(Object.fromEntries([[key, value]])));
  return `${column} @> ANY ($${parameters.push(labels)}::jsonb[])`;
}

function comparing({ key, operator, values }: Requirement, column: string, parameters: unknown[]): string {
  const value = `(${column} ->> $${parameters.push(key)}::text)`;
  const isAmong = (): string => `${value} = ANY ($${parameters.push(values)}::text[])`;
  switch (operator) {
    case 'in':
      return `coalesce(${isAmong()}, FALSE)`;
    case 'notin':
      return `NOT coalesce(${isAmong()}, FALSE)`;
    case 'exists':
      return `${value} IS NOT NULL`;
    case '!':
      return `${value} IS NULL`;
    case '>':
    case '<':
      return `coalesce(${int64(value)} ${operator} $${parameters.push(values[0])}::numeric, FALSE)`;
  }
}

/** The number that a text is, as strconv.ParseInt reads it; NULL if it is none of 64 bits. */
function int64(text: string): string {
  return `(CASE WHEN length(${text}) <= 64 AND ${text} ~ '^[+-]?[0-9]+$'
    AND ${text}::numeric BETWEEN -9223372036854775808 AND 9223372036854775807 THEN ${text}::numeric END)`;
}
