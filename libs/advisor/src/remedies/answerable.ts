import type { Finding } from '../finding.js';

/**
 * Whether a remedy answers a narrowing: what breaks, and what is at risk because of something that was observed. For
 * want of evidence nothing is changed: the way out of that is to watch longer.
 */
export function isAnswerable({ outcome, evidence }: Finding): boolean {
  return outcome === 'breaks' || (outcome === 'at-risk' && (evidence?.observations.length ?? 0) > 0);
}
