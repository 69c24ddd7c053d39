import type { EvidenceLevel } from '../finding.js';

const LEVELS: readonly EvidenceLevel[] = ['none', 'weak', 'moderate', 'strong'];

export function atLeast(level: EvidenceLevel, required: EvidenceLevel): boolean {
  return LEVELS.indexOf(level) >= LEVELS.indexOf(required);
}

/** The lower of two levels. */
export function lowerLevel(a: EvidenceLevel, b: EvidenceLevel): EvidenceLevel {
  return atLeast(a, b) ? b : a;
}
