import { UNKNOWN_NODE } from '#libs/events';

/**
 * The node of a pod by what two agents say. They may call it by different names, or not know it: one of them counts, the same
 * one whichever came first.
 */
export function nodeOfPod(a: string, b: string): string {
  if (a === UNKNOWN_NODE || b === UNKNOWN_NODE) return a === UNKNOWN_NODE ? b : a;
  return a < b ? a : b;
}

/** The same in SQL, of two columns. */
export function nodeOfPodSql(a: string, b: string): string {
  return `CASE WHEN ${a} = '${UNKNOWN_NODE}' THEN ${b} WHEN ${b} = '${UNKNOWN_NODE}' THEN ${a} ELSE least(${a}, ${b}) END`;
}
