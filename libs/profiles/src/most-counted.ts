/**
 * The largest sum of counts that is kept; what would be more stays there. Agents may count anything, and a larger number is
 * neither a safe integer of JSON nor, after a while, a `bigint` of Postgres. In whatever order counts come, the sum is the same.
 */
export const MOST_COUNTED = Number.MAX_SAFE_INTEGER;
